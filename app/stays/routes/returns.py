"""Coming back 返院: by one tap, or on a day and at an hour; 回家 that becomes 住院; and taking a return back."""

from typing import Any

from fastapi import Request, Response

from app.core.clock import business_date, now
from app.core.errors import DomainError
from app.core.i18n import _
from app.stays import service
from app.stays.forms.leaves import ReturnForm, TurnForm
from app.stays.queries import leaves as queries
from app.stays.queries.persons import person_of_stay
from app.stays.routes.asking import Asked, first_time, refused, the_home
from app.stays.routes.leave_viewing import answer_leave, draw_leave_form
from app.stays.routes.undoing import undo_asked
from app.stays.rules.hours import at_hour
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/leaves/{leave_id}")


@router.get("/return/new", name="stays.returns.new", access="stays.leave")
async def new_return(
    request: Request, institution_id: RowId, leave_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form of a return on another day or at another hour than now."""
    asked = await the_home(request, session, actor, institution_id, "stays.leave")
    return await _form(asked, leave_id, "returns", Bound(None))


@router.post("/return", name="stays.returns.create", access="stays.leave")
async def create_return(
    request: Request, institution_id: RowId, leave_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Record the return. The one tap of the list has no form to go back to: its refusal is a sentence."""
    asked = await the_home(request, session, actor, institution_id, "stays.leave")
    bound = bind(ReturnForm, await request.form())
    form = bound.values
    if form is None:
        return await _form(asked, leave_id, "returns", bound)
    leave = await queries.get_leave(session, asked.home.scope, institution_id, leave_id)
    try:
        if await first_time(asked, "stays.returned", form, leave=leave_id):
            await service.record_return(session, actor, asked.home, leave_id, **await _when(asked, form))
    except DomainError as refusal:
        if form.now:
            raise
        return await _form(asked, leave_id, "returns", refused(bound, refusal), refusal)
    undo = asked.path("stays.return_undoings.create", leave_id=leave_id)
    person = await person_of_stay(session, asked.home.scope, institution_id, leave.stay_id)
    return await answer_leave(asked, _("{name}已返院").format(name=person.name), undo=undo)


async def _when(asked: Asked, form: ReturnForm) -> dict[str, Any]:
    today = await business_date(asked.session)
    if form.now:
        return {"on": today, "returned_at": await now(asked.session)}
    on = form.on or today
    return {
        "on": on, "returned_at": at_hour(on, form.returned_at), "late_reason": form.late_reason,
        "version": form.version,
    }  # fmt: skip


@router.post("/return/undoing", name="stays.return_undoings.create", access="stays.leave")
async def create_return_undoing(
    request: Request, institution_id: RowId, leave_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take a return back that has just been entered, or that was entered for the wrong person."""
    asked = await the_home(request, session, actor, institution_id, "stays.leave")
    stale = _("没有撤销，还算已返院：这条提示放得太久了。请刷新请假列表，从「一周内返院」里撤销")
    if await first_time(asked, "stays.return_undone", await undo_asked(request, stale), leave=leave_id):
        await service.undo_return(session, actor, asked.home, leave_id)
    return await answer_leave(asked, _("已撤销返院，还算不在院"))


@router.get("/hospital/new", name="stays.hospital_turns.new", access="stays.leave")
async def new_turn(
    request: Request, institution_id: RowId, leave_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that says that somebody who was at home or out is in hospital now."""
    asked = await the_home(request, session, actor, institution_id, "stays.leave")
    return await _form(asked, leave_id, "hospital_turns", Bound(None))


@router.post("/hospital", name="stays.hospital_turns.create", access="stays.leave")
async def create_turn(
    request: Request, institution_id: RowId, leave_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """End the one leave and begin the other, in one act."""
    asked = await the_home(request, session, actor, institution_id, "stays.leave")
    bound = bind(TurnForm, await request.form())
    form = bound.values
    if form is None:
        return await _form(asked, leave_id, "hospital_turns", bound)
    try:
        if await first_time(asked, "stays.leave_turned", form, leave=leave_id):
            draft, version = form.draft(), form.version
            await service.turn_into_hospital(session, actor, asked.home, leave_id, draft, version=version)
    except DomainError as refusal:
        return await _form(asked, leave_id, "hospital_turns", refused(bound, refusal), refusal)
    return await answer_leave(asked, _("已转为住院，床位照样留着"))


async def _form(
    asked: Asked, leave_id: int, form: str, bound: Bound[Any], refusal: DomainError | None = None
) -> Response:
    leave = await queries.get_leave(asked.session, asked.home.scope, asked.home.institution_id, leave_id)
    return await draw_leave_form(asked, form, bound, refusal, stay_id=leave.stay_id, leave=leave)
