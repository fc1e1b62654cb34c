"""包房: taking and giving up the further beds of the room that one stay pays for."""

from typing import Any

from fastapi import Request, Response

from app.beds.queries import board
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.stays import service
from app.stays.forms.moves import GiveUpForm, TakeForm
from app.stays.queries.bed_panel import pieces_of_stay
from app.stays.queries.persons import PersonOfStay, person_of_stay
from app.stays.routes.asking import Asked, first_time, status_of, the_home
from app.stays.routes.bed_answering import answer_bed, beside
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/stays/{stay_id}/private-beds")
MAY = "stays.move"
NAMES = {"bed_id": "bed_ids", "private_bed_ids": "bed_ids"}


@router.get("/edit", name="stays.private_beds.edit", access=MAY)
async def edit_private_beds(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The other beds of the room: which may be taken, and which are had."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await _form(asked, stay_id, Bound(None))


@router.post("", name="stays.private_beds.create", access=MAY)
async def create_private_beds(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take them: nobody else comes in."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    bound = bind(TakeForm, await request.form())
    form = bound.values
    if form is None:
        return await _form(asked, stay_id, bound)
    try:
        if await first_time(asked, "stays.private_taken", form, stay=stay_id):
            await service.take_private_beds(session, actor, asked.home, stay_id, form.bed_ids, from_on=form.from_on)
    except DomainError as refusal:
        return await _form(asked, stay_id, beside(bound, refusal, **NAMES), refusal)
    return await _answer(asked, stay_id, _("已为{name}包房，同室另占 {count} 张床"), len(form.bed_ids))


@router.post("/ends", name="stays.private_bed_ends.create", access=MAY)
async def create_private_bed_end(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Give them up: somebody else may have them."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    bound = bind(GiveUpForm, await request.form())
    form = bound.values
    if form is None:
        return await _form(asked, stay_id, bound, asks="end")
    try:
        if await first_time(asked, "stays.private_given_up", form, stay=stay_id):
            await service.give_up_private_beds(session, actor, asked.home, stay_id, form.bed_ids, on=form.on)
    except DomainError as refusal:
        return await _form(asked, stay_id, beside(bound, refusal, **NAMES), refusal, asks="end")
    return await _answer(asked, stay_id, _("{name}已退包房，让出 {count} 张床"), len(form.bed_ids))


async def _answer(asked: Asked, stay_id: int, sentence: str, count: int) -> Response:
    person = await person_of_stay(asked.session, asked.home.scope, asked.home.institution_id, stay_id)
    return await answer_bed(asked, person.bed_id or 0, sentence.format(name=person.name, count=count))


async def _form(
    asked: Asked, stay_id: int, bound: Bound[Any], refusal: DomainError | None = None, *, asks: str = "take"
) -> Response:
    scope, home = asked.home.scope, asked.home.institution_id
    person = await person_of_stay(asked.session, scope, home, stay_id)
    today = await business_date(asked.session)
    _own, further = await pieces_of_stay(asked.session, scope, stay_id, today)
    free, others = await _room(asked, person)
    template = "stays/private_beds/_panel.html" if is_partial(asked.request) else "stays/private_beds/edit.html"
    return await render(
        asked.request,
        template,
        status=status_of(bound, refusal),
        institution=asked.institution,
        person=person,
        asks=asks,
        had=[(bed_id, name) for bed_id, name, first, last in further if first <= today < last],
        free=free,
        others=others,
        errors=bound.errors,
        raw=bound.raw,
    )


async def _room(asked: Asked, person: PersonOfStay) -> tuple[list[tuple[int, str]], list[tuple[str, str]]]:
    """The free beds of the person's room, and what stands in the way of having the rest."""
    home = asked.home
    shown = await board(asked.session, home.scope, home.institution_id, person.today, reader=asked.actor)
    own = shown.find(person.bed_id) if person.bed_id else None
    beds = [bed for bed in own[2].beds if bed.id != person.bed_id] if own else []
    taken = [bed for bed in beds if not bed.is_free and not (bed.person and bed.person.elder_id == person.elder_id)]
    return [(bed.id, bed.name) for bed in beds if bed.is_free], [
        (bed.name, bed.person.name if bed.person else bed.state.label) for bed in taken
    ]
