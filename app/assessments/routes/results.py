"""From answers to a level and back: reckoning it, taking it back, doubting it, voiding it."""

from typing import Any

from fastapi import Response

from app.assessments import service
from app.assessments.forms.visits import DisputeForm, ReasonForm, TapForm
from app.assessments.routes.visiting import DECIDE, MAKE, VISIT, Act, DecidingVisit, MakingVisit, OfVisit, carry_out
from app.core.i18n import _
from app.web.forms import Bound, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=VISIT)


@router.post("/score", name="assessments.results.create", access=MAKE)
async def create_result(visit: MakingVisit) -> Response:
    """Reckon the level from the answers as they stand."""
    file = visit.file

    async def score(_form: TapForm) -> None:
        await service.score_assessment(file.session, file.actor, visit.id)

    async def again(bound: Bound[Any]) -> Response:
        sentence = next(iter(bound.errors.values()), _("请再试一次"))
        return see_other(file.request, visit.path("assessments.answers.edit"), message=sentence)

    act = Act(TapForm, "assessments.score", score, again, _("已评定，请核对后签字"), lambda _made: _shown(visit))
    return await carry_out(file, act, assessment=visit.id)


@router.get("/reopening", name="assessments.reopenings.new", access=MAKE)
async def new_reopening(visit: MakingVisit) -> Response:
    """The form that asks why the answers are to be changed."""
    return await _reason_page(visit, Bound(None), _REOPEN)


@router.post("/reopening", name="assessments.reopenings.create", access=MAKE)
async def create_reopening(visit: MakingVisit) -> Response:
    """Take the level back; signatures so far are asked for again."""
    file = visit.file

    async def reopen(form: ReasonForm) -> None:
        await service.reopen(file.session, file.actor, visit.id, reason=form.reason)

    async def again(bound: Bound[Any]) -> Response:
        return await _reason_page(await visit.again(), bound, _REOPEN)

    def on(_made: Any) -> str:
        return visit.path("assessments.answers.edit")

    act = Act(ReasonForm, "assessments.reopen", reopen, again, _("已退回，请改答案后重新评定"), on)
    return await carry_out(file, act, assessment=visit.id)


@router.get("/dispute", name="assessments.disputes.new", access=DECIDE)
async def new_dispute(visit: DecidingVisit) -> Response:
    """The form that asks who doubts what."""
    return await _reason_page(visit, Bound(None), _DISPUTE)


@router.post("/dispute", name="assessments.disputes.create", access=DECIDE)
async def create_dispute(visit: DecidingVisit) -> Response:
    """Mark the result as doubted and begin its 复评."""
    file = visit.file

    async def dispute(form: DisputeForm) -> int:
        made = await service.dispute(file.session, file.actor, visit.id, reason=form.reason, visit_key=form.tap_id)
        return made.id

    async def again(bound: Bound[Any]) -> Response:
        return await _reason_page(await visit.again(), bound, _DISPUTE)

    def on(made: int | None) -> str:
        return file.path("assessments.visits.show", assessment_id=made) if made else _shown(visit)

    act = Act(DisputeForm, "assessments.dispute", dispute, again, _("已登记疑问，并开始复评"), on)
    return await carry_out(file, act, assessment=visit.id)


@router.get("/void", name="assessments.voids.new", access=MAKE)
async def new_void(visit: MakingVisit) -> Response:
    """The form that asks why it was never right."""
    return await _reason_page(visit, Bound(None), _VOID)


@router.post("/void", name="assessments.voids.create", access=MAKE)
async def create_void(visit: MakingVisit) -> Response:
    """Void it; the level before it holds again."""
    file = visit.file

    async def void(form: ReasonForm) -> None:
        await service.void(file.session, file.actor, visit.id, reason=form.reason)

    async def again(bound: Bound[Any]) -> Response:
        return await _reason_page(await visit.again(), bound, _VOID)

    def on(_made: Any) -> str:
        return file.path("assessments.visits.index")

    act = Act(ReasonForm, "assessments.void", void, again, _("已作废这份评估"), on)
    return await carry_out(file, act, assessment=visit.id)


_REOPEN, _DISPUTE, _VOID = "reopening", "dispute", "void"
_ROUTES = {
    _REOPEN: "assessments.reopenings.create", _DISPUTE: "assessments.disputes.create", _VOID: "assessments.voids.create",
}  # fmt: skip


async def _reason_page(visit: OfVisit, bound: Bound[Any], what: str) -> Response:
    """One page for the three acts that need nothing but a reason; each says what will follow."""
    title, words, label, go = {
        _REOPEN: (_("退回修改"), _("等级先撤下，已签的字要重签；答案都留着。"), _("为什么要改"), _("退回修改")),
        _DISPUTE: (
            _("登记疑问并复评"),
            _("这份评估留着，标明有疑问，另开一份复评；复评签字之前，原来的等级照用。"),
            _("谁有什么疑问"),
            _("登记疑问，开始复评"),
        ),
        _VOID: (
            _("作废评估"),
            _("作废后不再算数，前一份评估接着用；记录和原因都留着。"),
            _("作废原因"),
            _("作废这份评估"),
        ),
    }[what]
    return await render(
        visit.file.request, "assessments/results/reason.html", status=status_of(bound), errors=bound.errors,
        raw=bound.raw, title=title, words=words, label=label, go=go, danger=what == _VOID,
        action=visit.path(_ROUTES[what]), back=_shown(visit), **visit.file.facts,
    )  # fmt: skip


def _shown(visit: OfVisit) -> str:
    return visit.path("assessments.visits.show")
