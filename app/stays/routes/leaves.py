"""Who is away; letting somebody leave, correcting that, and taking back what was entered by mistake."""

from typing import Any

from fastapi import Request, Response

from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.stays import service
from app.stays.forms.leaves import LeaveForm, VoidForm
from app.stays.queries import leaves as queries
from app.stays.queries.persons import person_of_stay
from app.stays.queries.stays import residents_of
from app.stays.routes.asking import Asked, first_time, refused, the_home
from app.stays.routes.bed_answering import OtherId
from app.stays.routes.leave_viewing import answer_leave, draw_leave_form, list_facts, opened_notes, typed_of
from app.stays.routes.undoing import undo_asked
from app.stays.rules.kinds import LeaveKind
from app.web.addresses import id_in
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import is_partial, see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")


@router.get("/leaves", name="stays.leaves.index", access="stays.see")
async def list_leaves(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Who is away now: overdue first, then who is due today, each with one button."""
    asked = await the_home(request, session, actor, institution_id, "stays.see")
    template = "stays/leaves/_away.html" if is_partial(request) else "stays/leaves/index.html"
    return await render(request, template, **await list_facts(asked))


@router.get("/leaves/new", name="stays.leave_picks.new", access="stays.leave")
async def pick_leaver(
    request: Request, institution_id: RowId, session: Session, actor: CurrentActor, stay: str = "", kind: str = ""
) -> Response:
    """Who is leaving, and for where; with both known the form follows."""
    asked = await the_home(request, session, actor, institution_id, "stays.leave")
    if stay_id := id_in(stay):
        return see_other(request, asked.path("stays.leaves.new", stay_id=stay_id), kind=_kind(kind).value)
    people = await residents_of(session, asked.home.scope, institution_id, await business_date(session))
    return await render(
        request,
        "stays/leave_picks/new.html",
        institution=asked.institution,
        people=[(one.stay.id, f"{one.elder.name}　{one.bed}") for one in people if one.away is None],
        kinds=[(one.value, one.label) for one in LeaveKind],
    )


def _kind(text: str) -> LeaveKind:
    return LeaveKind(text) if text in list(LeaveKind) else LeaveKind.HOME


@router.get("/stays/{stay_id}/leaves/new", name="stays.leaves.new", access="stays.leave")
async def new_leave(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor, kind: str = ""
) -> Response:
    """The form that lets somebody leave; `kind` is the button one came by."""
    asked = await the_home(request, session, actor, institution_id, "stays.leave")
    typed = {"kind": _kind(kind)}
    return await draw_leave_form(asked, "leaves", Bound(None), stay_id=stay_id, typed=typed)


@router.post("/stays/{stay_id}/leaves", name="stays.leaves.create", access="stays.leave")
async def create_leave(
    request: Request, institution_id: RowId, stay_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Let somebody leave; the bed is kept."""
    asked = await the_home(request, session, actor, institution_id, "stays.leave")
    bound = bind(LeaveForm, await request.form())
    form = bound.values
    if form is None:
        return await draw_leave_form(asked, "leaves", bound, stay_id=stay_id)
    undo = None
    try:
        if await first_time(asked, "stays.leave_started", form, stay=stay_id):
            leave = await service.start_leave(session, actor, asked.home, stay_id, form.draft())
            undo = asked.path("stays.leave_undoings.create", leave_id=leave.id) + f"?version={leave.version}"
    except DomainError as refusal:
        return await draw_leave_form(asked, "leaves", refused(bound, refusal), refusal, stay_id=stay_id)
    return await answer_leave(asked, await _said(asked, stay_id, form), undo=undo)


async def _said(asked: Asked, stay_id: int, form: LeaveForm) -> str:
    person = await person_of_stay(asked.session, asked.home.scope, asked.home.institution_id, stay_id)
    words = {"name": person.name, "kind": form.kind.label, "bed": person.bed}
    if form.back_on or form.returned_at:
        return _("已补登{name}{kind}").format(**words)
    return _("已登记{name}{kind}，{bed} 床留着").format(**words)


@router.get("/leaves/{leave_id}/edit", name="stays.leaves.edit", access="stays.leave")
async def edit_leave(
    request: Request, institution_id: RowId, leave_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that corrects a leave, and the one that voids it."""
    asked = await the_home(request, session, actor, institution_id, "stays.leave")
    return await _edit_form(asked, leave_id, Bound(None))


@router.post("/leaves/{leave_id}", name="stays.leaves.update", access="stays.leave")
async def update_leave(
    request: Request, institution_id: RowId, leave_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Correct it; when somebody else did meanwhile, both values are shown."""
    asked = await the_home(request, session, actor, institution_id, "stays.leave")
    bound = bind(LeaveForm, await request.form())
    form = bound.values
    if form is None:
        return await _edit_form(asked, leave_id, bound)
    try:
        if await first_time(asked, "stays.leave_changed", form, leave=leave_id):
            await service.change_leave(session, actor, asked.home, leave_id, form.draft(), version=form.version)
    except DomainError as refusal:
        return await _edit_form(asked, leave_id, refused(bound, refusal), refusal)
    return await answer_leave(asked, _("已更正这次请假"))


@router.post("/leaves/{leave_id}/void", name="stays.leave_voids.create", access="stays.leave")
async def create_leave_void(
    request: Request, institution_id: RowId, leave_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Void it; the row stays with the reason."""
    asked = await the_home(request, session, actor, institution_id, "stays.leave")
    bound = bind(VoidForm, await request.form())
    form = bound.values
    if form is None:
        return await _edit_form(asked, leave_id, bound, asks="void")
    try:
        if await first_time(asked, "stays.leave_voided", form, leave=leave_id):
            await service.void_leave(session, actor, asked.home, leave_id, reason=form.reason)
    except DomainError as refusal:
        return await _edit_form(asked, leave_id, refused(bound, refusal), refusal, asks="void")
    return await answer_leave(asked, _("已作废这次请假"))


@router.post("/leaves/{leave_id}/undoing", name="stays.leave_undoings.create", access="stays.leave")
async def create_leave_undoing(
    request: Request, institution_id: RowId, leave_id: RowId, session: Session, actor: CurrentActor, version: OtherId
) -> Response:
    """Take a leave back that has just been entered: it is voided, unless something was added to it since."""
    asked = await the_home(request, session, actor, institution_id, "stays.leave")
    stale = _("没有撤销，还算不在院：这条提示放得太久了。请在请假列表里点开姓名，在「更正」里作废")
    if await first_time(asked, "stays.leave_voided", await undo_asked(request, stale), leave=leave_id):
        await service.void_leave(session, actor, asked.home, leave_id, reason=_("登记后撤销"), version=version)
    return await answer_leave(asked, _("已撤销登记离院，老人照常在院"))


async def _edit_form(
    asked: Asked, leave_id: int, bound: Bound[Any], refusal: DomainError | None = None, *, asks: str = "edit"
) -> Response:
    leave = await queries.get_leave(asked.session, asked.home.scope, asked.home.institution_id, leave_id)
    typed = typed_of(leave, await opened_notes(asked, leave)) | {"asks": asks}
    return await draw_leave_form(
        asked, "leave_corrections", bound, refusal, stay_id=leave.stay_id, leave=leave, typed=typed
    )
