"""作废入住: a stay that never was, with its beds, leaves and changes; every row stays with the reason."""

from typing import Any

from fastapi import Request, Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.stays import service
from app.stays.forms.admissions import VoidForm
from app.stays.queries.bed_panel import pieces_of_stay
from app.stays.queries.persons import person_of_stay
from app.stays.queries.stays import changes_of, leaves_of
from app.stays.routes.asking import Asked, first_time, refused, status_of, the_home
from app.stays.routes.bed_answering import board_at
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/stays/{stay_id}/void")
MAY = "stays.correct"


@router.get("/new", name="stays.voids.new", access=MAY)
async def new_void(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """What the act takes with it, in counts, and the one field that asks why."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await _form(asked, stay_id, Bound(None))


@router.post("", name="stays.voids.create", access=MAY)
async def create_void(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Void it; the bed is free for all of its days."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    bound = bind(VoidForm, await request.form())
    form = bound.values
    if form is None:
        return await _form(asked, stay_id, bound)
    try:
        if await first_time(asked, "stays.voided", form, stay=stay_id):
            await service.void_stay(session, actor, asked.home, stay_id, reason=form.reason)
    except DomainError as refusal:
        return await _form(asked, stay_id, refused(bound, refusal), refusal)
    return see_other(request, board_at(asked), message=_("已作废这次入住，床位空出来了"))


async def _form(asked: Asked, stay_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    scope, home = asked.home.scope, asked.home.institution_id
    person = await person_of_stay(asked.session, scope, home, stay_id)
    own, further = await pieces_of_stay(asked.session, scope, stay_id, person.today)
    return await render(
        asked.request,
        "stays/voids/new.html",
        status=status_of(bound, refusal),
        institution=asked.institution,
        person=person,
        beds=len(own) + len(further),
        leaves=len(await leaves_of(asked.session, scope, stay_id)),
        terms=len(await changes_of(asked.session, scope, stay_id)),
        errors=bound.errors,
        raw=bound.raw,
    )
