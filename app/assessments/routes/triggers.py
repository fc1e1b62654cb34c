"""Reminders for an 即时评估: raised by hand, dismissed with a reason."""

from typing import Any

from fastapi import Response

from app.assessments import service
from app.assessments.errors import TriggerNotFound
from app.assessments.forms.around import TriggerForm
from app.assessments.forms.visits import ReasonForm
from app.assessments.models import AssessmentTrigger
from app.assessments.queries import note_of
from app.assessments.queries.triggers import get_trigger
from app.assessments.routes.visiting import MAKE, Act, MakingFile, carry_out, say_why
from app.assessments.rules.states import TriggerKind
from app.core.clock import business_date
from app.core.i18n import _
from app.residents.routes.filing import PREFIX, OfFile
from app.web.deps import RowId
from app.web.forms import Bound, status_of
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=f"{PREFIX}/assessment-reminders")


@router.get("/new", name="assessments.triggers.new", access=MAKE)
async def new_trigger(file: MakingFile) -> Response:
    """The form that asks what happened and when."""
    await say_why(file)
    return await _page(file, Bound(None))


@router.post("", name="assessments.triggers.create", access=MAKE)
async def create_trigger(file: MakingFile) -> Response:
    """Put the person on the list of those to be looked at again."""

    async def remind(form: TriggerForm) -> None:
        said: dict[str, Any] = {"on": form.on, "note": form.note, "home": file.home}
        await service.raise_trigger(file.session, file.actor, file.elder_id, form.kind, **said)

    async def again(bound: Bound[Any]) -> Response:
        return await _page(file, bound)

    def on(_made: Any) -> str:
        return file.path("assessments.visits.index")

    return await carry_out(file, Act(TriggerForm, "assessments.trigger", remind, again, _("已记下，列入待评估"), on))


@router.get("/{trigger_id}/dismissal", name="assessments.dismissals.new", access=MAKE)
async def new_dismissal(file: MakingFile, trigger_id: RowId) -> Response:
    """The form that asks why nobody has to look again."""
    await say_why(file)
    return await _dismissal_page(file, trigger_id, Bound(None))


@router.post("/{trigger_id}/dismissal", name="assessments.dismissals.create", access=MAKE)
async def create_dismissal(file: MakingFile, trigger_id: RowId) -> Response:
    """Take the reminder off the list."""

    async def dismiss(form: ReasonForm) -> None:
        await _refuse_others(file, trigger_id)
        await service.dismiss_trigger(file.session, file.actor, trigger_id, reason=form.reason)

    async def again(bound: Bound[Any]) -> Response:
        return await _dismissal_page(file, trigger_id, bound)

    def on(_made: Any) -> str:
        return file.path("assessments.visits.index")

    act = Act(ReasonForm, "assessments.dismiss", dismiss, again, _("已记下不用重评的原因"), on)
    return await carry_out(file, act, trigger=trigger_id)


async def _page(file: OfFile, bound: Bound[Any]) -> Response:
    kinds = [kind for kind in TriggerKind if kind is not TriggerKind.EXPIRY]
    return await render(
        file.request, "assessments/triggers/new.html", status=status_of(bound), errors=bound.errors,
        raw=bound.raw or {"on": await business_date(file.session)}, kinds=[(each.value, each.label) for each in kinds],
        action=file.path("assessments.triggers.create"), back=file.path("assessments.visits.index"), **file.facts,
    )  # fmt: skip


async def _refuse_others(file: OfFile, trigger_id: int) -> AssessmentTrigger:
    """A reminder about somebody else is not dismissed through this file."""
    row = await get_trigger(file.session, file.home.scope, trigger_id, lock=False)
    if row.elder_id != file.elder_id:
        raise TriggerNotFound
    return row


async def _dismissal_page(file: OfFile, trigger_id: int, bound: Bound[Any]) -> Response:
    row = await _refuse_others(file, trigger_id)
    noted = await note_of(file.session, row)
    about = _("{day}，{kind}").format(day=row.happened_on, kind=row.kind.label) + (
        _("：{note}").format(note=noted) if noted else ""
    )
    return await render(
        file.request, "assessments/results/reason.html", status=status_of(bound), errors=bound.errors, raw=bound.raw,
        title=_("不用重评"), words=_("{about}。看过后觉得能力没有变的，写明原因，就不再提醒。").format(about=about), label=_("为什么不用重评"),
        go=_("不再提醒"), danger=False, action=file.path("assessments.dismissals.create", trigger_id=trigger_id),
        back=file.path("assessments.visits.index"), **file.facts,
    )  # fmt: skip
