"""The nine risks of one person: looking at them, telling somebody, the paper to sign, taking one back."""

from typing import Any

from fastapi import Response

from app.assessments import service
from app.assessments.errors import RisksNotFound
from app.assessments.forms.around import RisksForm, TellForm, risks_draft
from app.assessments.forms.visits import ReasonForm
from app.assessments.models import RiskAssessment
from app.assessments.queries import risk_of, risks_of, told_to_of
from app.assessments.routes.visiting import MAKE, SEE, Act, MakingFile, SeeingFile, carry_out, say_why
from app.assessments.rules.risks import GRADES, MEASURES, Risk, RiskGrade, last_due, read_grades
from app.assessments.rules.states import Reason
from app.core.clock import business_date
from app.core.i18n import _
from app.residents.routes.filing import PREFIX, OfFile, record_look
from app.web.deps import RowId
from app.web.forms import Bound, status_of
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=f"{PREFIX}/risks")


@router.get("/new", name="assessments.risks.new", access=MAKE)
async def new_risks(file: MakingFile) -> Response:
    """The nine risks one after the other."""
    await say_why(file)
    return await _page(file, Bound(None))


@router.post("", name="assessments.risks.create", access=MAKE)
async def create_risks(file: MakingFile) -> Response:
    """Keep the look at all nine."""

    async def assess(form: Any) -> int:
        draft = risks_draft(form, file.elder_id, file.home.institution_id)
        return (await service.assess_risks(file.session, file.actor, draft)).id

    async def again(bound: Bound[Any]) -> Response:
        return await _page(file, bound)

    def on(made: int | None) -> str:
        if made is None:
            return file.path("assessments.visits.index")
        return file.path("assessments.risks.show", risks_id=made)

    said = _("已评估九类风险，请打印后告知家属")
    return await carry_out(file, Act(RisksForm, "assessments.risks", assess, again, said, on))


@router.get("/{risks_id}", name="assessments.risks.show", access=SEE)
async def show_risks(file: SeeingFile, risks_id: RowId) -> Response:
    """One look at the nine, made for paper: the family reads and signs it."""
    await say_why(file)
    row = await _risks_here(file, risks_id)
    await record_look(file, "risks")
    return await render(
        file.request, "assessments/risks/show.html", risks=row, grades=read_grades(row.grades), measures=MEASURES,
        told_to=await told_to_of(file.session, row), may_make=file.may(MAKE),
        back=file.path("assessments.visits.index"), **file.facts,
    )  # fmt: skip


@router.get("/{risks_id}/telling", name="assessments.risk_tellings.new", access=MAKE)
async def new_telling(file: MakingFile, risks_id: RowId) -> Response:
    """The form for whoever told the family after the look."""
    await say_why(file)
    return await _telling_page(file, risks_id, Bound(None))


@router.post("/{risks_id}/telling", name="assessments.risk_tellings.create", access=MAKE)
async def create_telling(file: MakingFile, risks_id: RowId) -> Response:
    """Write down who was told."""

    async def tell(form: TellForm) -> None:
        await _risks_here(file, risks_id)
        said = form.model_dump(exclude={"tap_id"})
        await service.tell_risks(file.session, file.actor, risks_id, **said)

    async def again(bound: Bound[Any]) -> Response:
        return await _telling_page(file, risks_id, bound)

    def on(_made: Any) -> str:
        return file.path("assessments.risks.show", risks_id=risks_id)

    act = Act(TellForm, "assessments.tell_risks", tell, again, _("已登记告知"), on)
    return await carry_out(file, act, risks=risks_id)


@router.get("/{risks_id}/void", name="assessments.risk_voids.new", access=MAKE)
async def new_void(file: MakingFile, risks_id: RowId) -> Response:
    """The form that asks why it was never right."""
    await say_why(file)
    return await _void_page(file, risks_id, Bound(None))


@router.post("/{risks_id}/void", name="assessments.risk_voids.create", access=MAKE)
async def create_void(file: MakingFile, risks_id: RowId) -> Response:
    """Take it back."""

    async def void(form: ReasonForm) -> None:
        await _risks_here(file, risks_id)
        await service.void_risks(file.session, file.actor, risks_id, reason=form.reason)

    async def again(bound: Bound[Any]) -> Response:
        return await _void_page(file, risks_id, bound)

    def on(_made: Any) -> str:
        return file.path("assessments.visits.index")

    act = Act(ReasonForm, "assessments.void_risks", void, again, _("已作废这份风险评估"), on)
    return await carry_out(file, act, risks=risks_id)


async def _page(file: OfFile, bound: Bound[Any]) -> Response:
    today = await business_date(file.session)
    before = next(iter(await risks_of(file.session, file.home.scope, file.elder_id)), None)
    reason = Reason.ROUTINE if before else Reason.FIRST
    given = {"assessed_on": today, "reason": reason.value, "next_due_on": last_due(today)}
    return await render(
        file.request, "assessments/risks/new.html", status=status_of(bound), errors=_said(bound.errors),
        raw=bound.raw or given, nine=list(Risk), measures=MEASURES, before=before,
        grades=[(str(each), RiskGrade(each).label) for each in GRADES],
        reasons=[(each.value, each.label) for each in Reason], action=file.path("assessments.risks.create"),
        back=file.path("assessments.visits.index"), **file.facts,
    )  # fmt: skip


def _said(errors: dict[str, str]) -> dict[str, str]:
    """Say of a risk without a grade what to choose, and lead to its row."""
    asked = {f"grade_{risk.value}": _("请选{risk}的风险程度").format(risk=risk.label) for risk in Risk}
    named = {risk.value: f"grade_{risk.value}" for risk in Risk}
    return {named.get(name, name): asked.get(named.get(name, name), said) for name, said in errors.items()}


async def _risks_here(file: OfFile, risks_id: int) -> RiskAssessment:
    """The look at this very person: that at somebody else is not reached through this file."""
    row = await risk_of(file.session, file.home.scope, risks_id)
    if row.elder_id != file.elder_id:
        raise RisksNotFound
    return row


async def _telling_page(file: OfFile, risks_id: int, bound: Bound[Any]) -> Response:
    row = await _risks_here(file, risks_id)
    return await render(
        file.request, "assessments/risks/telling.html", status=status_of(bound), errors=bound.errors,
        raw=bound.raw or {"told_on": await business_date(file.session)}, first=row.assessed_on,
        action=file.path("assessments.risk_tellings.create", risks_id=risks_id),
        back=file.path("assessments.risks.show", risks_id=risks_id), **file.facts,
    )  # fmt: skip


async def _void_page(file: OfFile, risks_id: int, bound: Bound[Any]) -> Response:
    await _risks_here(file, risks_id)
    return await render(
        file.request, "assessments/results/reason.html", status=status_of(bound), errors=bound.errors, raw=bound.raw,
        title=_("作废风险评估"), words=_("作废后不再算数，记录和原因都留着。"), label=_("作废原因"), go=_("作废这份风险评估"),
        danger=True, action=file.path("assessments.risk_voids.create", risks_id=risks_id),
        back=file.path("assessments.risks.show", risks_id=risks_id), **file.facts,
    )  # fmt: skip
