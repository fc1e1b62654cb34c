"""更正: the first day of a stay, or the hour of arrival, that was recorded wrongly; before and after are kept."""

from typing import Any

from fastapi import Request, Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.stays import service
from app.stays.forms.admissions import CorrectionForm
from app.stays.queries.persons import person_of_stay
from app.stays.queries.stays import get_stay
from app.stays.routes.asking import Asked, changes_said, first_time, status_of, the_home
from app.stays.routes.bed_answering import beside
from app.stays.rules.hours import at_hour, hour_of
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/stays/{stay_id}/corrections")
MAY = "stays.correct"


@router.get("/new", name="stays.corrections.new", access=MAY)
async def new_correction(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form with the day and the hour as they stand."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await _form(asked, stay_id, Bound(None))


@router.post("", name="stays.corrections.create", access=MAY)
async def create_correction(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Correct it; when somebody else did meanwhile, both days are shown."""
    asked = await the_home(request, session, actor, institution_id, MAY, lock=True)
    bound = bind(CorrectionForm, await request.form())
    form = bound.values
    if form is None:
        return await _form(asked, stay_id, bound)
    try:
        if await first_time(asked, "stays.corrected", form, stay=stay_id):
            await service.correct_stay(
                session, actor, asked.home, stay_id, from_on=form.from_on,
                arrived_at=at_hour(form.from_on, form.arrived_at), reason=form.reason, version=form.version,
            )  # fmt: skip
    except DomainError as refusal:
        return await _form(asked, stay_id, beside(bound, refusal, bed_id="from_on", elder_id="from_on"), refusal)
    return see_other(request, asked.path("stays.stays.show", stay_id=stay_id), message=_("已更正入住日期"))


async def _form(asked: Asked, stay_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    scope, home = asked.home.scope, asked.home.institution_id
    stay = await get_stay(asked.session, scope, home, stay_id)
    typed = {"from_on": stay.from_on, "arrived_at": hour_of(stay.arrived_at)}
    version = stay.version
    return await render(
        asked.request,
        "stays/corrections/new.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        person=await person_of_stay(asked.session, scope, home, stay_id),
        errors=bound.errors,
        raw=bound.raw or typed,
        changes=await changes_said(asked, refusal),
        version=getattr(refusal, "version", version),
    )
