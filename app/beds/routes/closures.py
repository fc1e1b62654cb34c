"""Closing beds, opening them again, changing the plan, and taking back what was entered by mistake."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import Request, Response

from app.beds import queries, service
from app.beds.forms.closures import CloseForm, EndForm, PlanForm, UndoForm, VoidForm
from app.beds.routes.answering import answer_act
from app.beds.routes.asking import (
    Asked,
    came_from,
    changes_said,
    first_time,
    ids_of,
    picked,
    refused,
    status_of,
    the_home,
    ways_out,
)
from app.beds.rules.kinds import ClosureReason
from app.beds.rules.labels import say_labels
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import is_partial, see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/closures")


@router.get("/new", name="beds.closures.new", access="beds.close")
async def new_closure(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The form that closes one bed or many."""
    asked = await the_home(request, session, actor, institution_id, "beds.close")
    return await _close_form(asked, picked(request), Bound(None))


@router.post("", name="beds.closures.create", access="beds.close")
async def create_closure(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Close them, all or none."""
    asked = await the_home(request, session, actor, institution_id, "beds.close")
    bound = bind(CloseForm, await request.form())
    form = bound.values
    if form is None:
        return await _close_form(asked, ids_of(",".join(bound.raw.get("bed_ids", []))), bound)
    made: Sequence[Any] = ()
    try:
        if await first_time(asked, "beds.closed", form):
            said = form.model_dump(exclude={"tap_id", "bed_ids"})
            made = await service.close_beds(session, actor, asked.home, form.bed_ids, **said)
    except DomainError as refusal:
        return await _close_form(asked, form.bed_ids, refused(bound, refusal), refusal)
    undo = asked.path("beds.closure_undoings.create") + "?claims=" + ",".join(str(claim.id) for claim in made)
    message = _("已停用 {beds}（{reason}）").format(beds=await _names(asked, form.bed_ids), reason=form.reason.label)
    return await answer_act(asked, form.bed_ids[0], message, undo=undo if made else None)


@router.get("/{claim_id}/end", name="beds.closure_ends.new", access="beds.close")
async def new_closure_end(
    request: Request, institution_id: RowId, claim_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that opens a bed again."""
    asked = await the_home(request, session, actor, institution_id, "beds.close")
    return await _claim_form(asked, claim_id, "closure_ends", Bound(None))


@router.post("/{claim_id}/end", name="beds.closure_ends.create", access="beds.close")
async def create_closure_end(
    request: Request, institution_id: RowId, claim_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Open it."""
    asked = await the_home(request, session, actor, institution_id, "beds.close")
    bound = bind(EndForm, await request.form())
    form = bound.values
    if form is None:
        return await _claim_form(asked, claim_id, "closure_ends", bound)
    claim = await queries.get_claim(session, asked.home.scope, institution_id, claim_id)
    try:
        if await first_time(asked, "beds.reopened", form, claim=claim_id):
            await service.reopen_bed(session, actor, asked.home, claim_id, on=form.on, version=form.version)
    except DomainError as refusal:
        return await _claim_form(asked, claim_id, "closure_ends", refused(bound, refusal), refusal)
    undo = asked.path("beds.closure_resumptions.create", claim_id=claim_id)
    message = _("{bed} 床 {day} 起可以安排").format(bed=await _names(asked, [claim.bed_id]), day=form.on)
    return await answer_act(asked, claim.bed_id, message, undo=undo)


@router.get("/{claim_id}/plan", name="beds.closure_plans.edit", access="beds.close")
async def edit_closure_plan(
    request: Request, institution_id: RowId, claim_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that says anew when the bed is expected back."""
    asked = await the_home(request, session, actor, institution_id, "beds.close")
    return await _claim_form(asked, claim_id, "closure_plans", Bound(None))


@router.post("/{claim_id}/plan", name="beds.closure_plans.update", access="beds.close")
async def update_closure_plan(
    request: Request, institution_id: RowId, claim_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Change the plan; when somebody else did meanwhile, both days are shown."""
    asked = await the_home(request, session, actor, institution_id, "beds.close")
    bound = bind(PlanForm, await request.form())
    form = bound.values
    if form is None:
        return await _claim_form(asked, claim_id, "closure_plans", bound)
    try:
        if await first_time(asked, "beds.planned_end_changed", form, claim=claim_id):
            await service.change_planned_end(
                session, actor, asked.home, claim_id, planned_end_on=form.planned_end_on, version=form.version
            )
    except DomainError as refusal:
        return await _claim_form(asked, claim_id, "closure_plans", refused(bound, refusal), refusal)
    claim = await queries.get_claim(session, asked.home.scope, institution_id, claim_id)
    return await answer_act(asked, claim.bed_id, _("已改预计恢复日期"))


@router.get("/{claim_id}/void", name="beds.closure_voids.new", access="beds.close")
async def new_closure_void(
    request: Request, institution_id: RowId, claim_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The form that asks why a closure was never right."""
    asked = await the_home(request, session, actor, institution_id, "beds.close")
    return await _claim_form(asked, claim_id, "closure_voids", Bound(None))


@router.post("/{claim_id}/void", name="beds.closure_voids.create", access="beds.close")
async def create_closure_void(
    request: Request, institution_id: RowId, claim_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Void it; the row stays with the reason."""
    asked = await the_home(request, session, actor, institution_id, "beds.close")
    bound = bind(VoidForm, await request.form())
    form = bound.values
    if form is None:
        return await _claim_form(asked, claim_id, "closure_voids", bound)
    claim = await queries.get_claim(session, asked.home.scope, institution_id, claim_id)
    try:
        if await first_time(asked, "beds.closure_voided", form, claim=claim_id):
            await service.void_closure(session, actor, asked.home, claim_id, reason=form.reason)
    except DomainError as refusal:
        return await _claim_form(asked, claim_id, "closure_voids", refused(bound, refusal), refusal)
    return await answer_act(asked, claim.bed_id, _("已作废这次停用"))


@router.post("/undoing", name="beds.closure_undoings.create", access="beds.close")
async def create_closure_undoing(
    request: Request, institution_id: RowId, session: Session, actor: CurrentActor, claims: str = ""
) -> Response:
    """Take back the closures that have just been entered."""
    asked = await the_home(request, session, actor, institution_id, "beds.close")
    form = bind(UndoForm, await request.form()).values
    if form is not None and await first_time(asked, "beds.closure_voided", form, claims=claims):
        for claim_id in ids_of(claims):
            await service.void_closure(session, actor, asked.home, claim_id, reason=_("刚登记就撤销"))
    return see_other(request, came_from(asked), message=_("已撤销停用"))


@router.post("/{claim_id}/resumption", name="beds.closure_resumptions.create", access="beds.close")
async def create_closure_resumption(
    request: Request, institution_id: RowId, claim_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take an opening back that has just been entered."""
    asked = await the_home(request, session, actor, institution_id, "beds.close")
    form = bind(UndoForm, await request.form()).values
    if form is not None and await first_time(asked, "beds.resumed", form, claim=claim_id):
        await service.resume_closure(session, actor, asked.home, claim_id)
    return see_other(request, came_from(asked), message=_("已撤销恢复，床位继续停用"))


async def _names(asked: Asked, bed_ids: Sequence[int]) -> str:
    day: date = await business_date(asked.session)
    return say_labels((await queries.names_on(asked.session, asked.home.scope, bed_ids, day)).values())


async def _close_form(
    asked: Asked, bed_ids: Sequence[int], bound: Bound[Any], refusal: DomainError | None = None
) -> Response:
    today = await business_date(asked.session)
    names = await queries.names_on(asked.session, asked.home.scope, bed_ids, today)
    template = "beds/closures/_panel.html" if is_partial(asked.request) else "beds/closures/new.html"
    return await render(
        asked.request,
        template,
        status=status_of(bound, refusal),
        institution=asked.institution,
        beds=names,
        said=say_labels(names.values()),
        reasons=[(reason.value, reason.label) for reason in ClosureReason],
        errors=bound.errors,
        raw=bound.raw,
        free_href=asked.path("beds.board.show") + "?state=free" if ways_out(refusal) else None,
    )


async def _claim_form(
    asked: Asked, claim_id: int, form: str, bound: Bound[Any], refusal: DomainError | None = None
) -> Response:
    claim = await queries.get_claim(asked.session, asked.home.scope, asked.home.institution_id, claim_id)
    template = f"beds/{form}/_panel.html" if is_partial(asked.request) else f"beds/{form}/new.html"
    return await render(
        asked.request,
        template,
        status=status_of(bound, refusal),
        institution=asked.institution,
        claim=claim,
        said=await _names(asked, [claim.bed_id]),
        errors=bound.errors,
        raw=bound.raw,
        changes=await changes_said(asked, refusal),
        version=getattr(refusal, "version", claim.version),
        free_href=asked.path("beds.board.show") + "?state=free" if ways_out(refusal) else None,
    )
