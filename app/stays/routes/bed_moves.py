"""Moving somebody to another bed 移床: by the list of free beds or by a drag, and back again."""

from datetime import date
from typing import Any

from fastapi import Request, Response

from app.beds.queries import names_on
from app.core.errors import DomainError
from app.core.i18n import _
from app.stays import service
from app.stays.forms.moves import MoveForm
from app.stays.queries.persons import PersonOfStay, person_of_stay
from app.stays.routes.asking import Asked, changes_said, first_time, refused, status_of, the_home
from app.stays.routes.bed_answering import OtherId, answer_bed, keep_version, late_reasons
from app.stays.routes.bed_choosing import choices_for, day_of
from app.stays.routes.undoing import late_correction, undo_asked
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/stays/{stay_id}/bed-moves")
MAY = "stays.move"


@router.get("/new", name="stays.bed_moves.new", access=MAY)
async def new_bed_move(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The free beds that suit this person, those near their own first; of the others the reason."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    return await _form(asked, stay_id, Bound(None))


@router.post("", name="stays.bed_moves.create", access=MAY)
async def create_bed_move(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Move them. Whether the bed may be had says the database."""
    asked = await the_home(request, session, actor, institution_id, MAY, lock=True)
    bound = bind(MoveForm, await request.form())
    form = bound.values
    if form is None:
        return await _form(asked, stay_id, bound)
    before = await person_of_stay(session, asked.home.scope, institution_id, stay_id)
    try:
        after = await _move(asked, stay_id, form)
    except DomainError as refusal:
        return await _form(asked, stay_id, refused(bound, refusal), refusal)
    return await _moved(asked, before, form, after)


async def _move(asked: Asked, stay_id: int, form: MoveForm) -> str:
    """Move them, the same tap once; gives what the new bed is called on the day."""
    if not await first_time(asked, "stays.bed_moved", form, stay=stay_id):
        return (await names_on(asked.session, asked.home.scope, [form.bed_id], form.on)).get(form.bed_id, "")
    said = form.model_dump(include={"on", "version", "late_reason"})
    shares = True if form.shares_room else None
    args = (asked.session, asked.actor, asked.home, stay_id, form.bed_id)
    return await service.move_to_bed(*args, shares_room=shares, **said)


async def _moved(asked: Asked, before: PersonOfStay, form: MoveForm, after: str) -> Response:
    """Say from where to where, with the way back."""
    undo = asked.path("stays.bed_move_undoings.create", stay_id=before.stay_id)
    undo += f"?back={before.bed_id}&at={form.bed_id}&on={form.on}"
    words = {"name": before.name, "before": before.bed, "after": after}
    message = _("{name}已从 {before} 移到 {after} 床").format(**words)
    return await answer_bed(asked, form.bed_id, message, undo=undo if before.bed_id else None)


@router.post("/undoing", name="stays.bed_move_undoings.create", access=MAY)
async def create_bed_move_undoing(
    request: Request,
    institution_id: RowId,
    stay_id: RowId,
    session: Session,
    actor: CurrentActor,
    back: OtherId,
    at: OtherId,
    on: date,
) -> Response:
    """Move them back on the day of the move, from the bed it led to: it is then as if it had not been."""
    asked = await the_home(request, session, actor, institution_id, MAY)
    form = await undo_asked(request, _("没有撤销，老人还在新的床：这条提示放得太久了。请打开床位图，再移一次"))
    if await first_time(asked, "stays.bed_moved", form, stay=stay_id, back=back):
        late = await late_correction(session, on)
        await service.move_to_bed(session, actor, asked.home, stay_id, back, on=on, late_reason=late, still_in=at)
    return await answer_bed(asked, back, _("已撤销移床，还在原来的床"))


async def _form(asked: Asked, stay_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    scope, home = asked.home.scope, asked.home.institution_id
    person = await person_of_stay(asked.session, scope, home, stay_id)
    day = await day_of(asked, str(bound.raw.get("on", "")))
    choices, spouses = await choices_for(asked, person.elder_id, day, here=person.bed_id)
    template = "stays/bed_moves/_panel.html" if is_partial(asked.request) else "stays/bed_moves/new.html"
    return await render(
        asked.request,
        template,
        status=status_of(bound, refusal),
        institution=asked.institution,
        person=person,
        choices=choices,
        married=bool(spouses),
        late_reasons=late_reasons(),
        errors=bound.errors,
        raw=bound.raw,
        changes=await changes_said(asked, refusal),
        version=await keep_version(asked, stay_id, refusal),
    )
