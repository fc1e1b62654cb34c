"""特困: the county looks at the six items that were prepared, and decides."""

from typing import Any

from fastapi import Response

from app.assessments import service
from app.assessments.errors import AssessmentNotFound
from app.assessments.forms.visits import DecisionForm
from app.assessments.queries import answers_of
from app.assessments.routes.visiting import DECIDE, VISIT, Act, DecidingVisit, OfVisit, carry_out
from app.assessments.rules.answers import problems_of
from app.assessments.rules.drafts import SelfcareDraft
from app.assessments.rules.facts import NO_FACTS
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.scoring import score
from app.core.clock import business_date
from app.core.i18n import _
from app.web.forms import Bound, status_of
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=f"{VISIT}/decision")


@router.get("", name="assessments.decisions.new", access=DECIDE)
async def new_decision(visit: DecidingVisit) -> Response:
    """The items as they were found, what they come to, and the form that decides."""
    return await _page(visit, Bound(None))


@router.post("", name="assessments.decisions.create", access=DECIDE)
async def create_decision(visit: DecidingVisit) -> Response:
    """Decide: it counts at once."""
    file, row = visit.file, visit.row

    async def decide(form: DecisionForm) -> None:
        draft = SelfcareDraft(
            elder_id=file.elder_id, answers={}, assessed_on=row.assessed_on, assessment_id=visit.id,
            institution_id=row.institution_id, reason=row.reason, **form.model_dump(exclude={"tap_id"}),
        )  # fmt: skip
        await service.decide_selfcare(file.session, file.actor, draft)

    async def again(bound: Bound[Any]) -> Response:
        return await _page(await visit.again(), bound)

    def on(_made: Any) -> str:
        return visit.path("assessments.visits.show")

    act = Act(DecisionForm, "assessments.decide", decide, again, _("已认定，从认定之日起算"), on)
    return await carry_out(file, act, assessment=visit.id)


async def _page(visit: OfVisit, bound: Bound[Any]) -> Response:
    file, scale = visit.file, visit.scale
    if scale.kind is not ScaleKind.SELF_CARE:
        raise AssessmentNotFound
    answers = await answers_of(file.session, visit.row)
    missing = problems_of(scale, answers)
    return await render(
        file.request, "assessments/decisions/new.html", status=status_of(bound), errors=bound.errors, scale=scale,
        raw=bound.raw or {"decided_on": await business_date(file.session)}, answers=answers, missing=missing,
        level=None if missing else score(scale, answers, NO_FACTS).final, assessment=visit.row,
        action=visit.path("assessments.decisions.create"), back=visit.path("assessments.visits.show"), **file.facts,
    )  # fmt: skip
