"""Transfers as the case officer sees them 调院审批: what waits for approval first; names are masked on the list."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.stays import service
from app.stays.forms.transfers import CompleteForm, EndForm
from app.stays.models import Transfer
from app.stays.queries import transfers as queries
from app.stays.routes.asking import refused, status_of
from app.stays.routes.transfer_viewing import lines_of
from app.stays.rules.transfers import TransferState, state_of, steps_of
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/transfers")


@router.get("", name="stays.transfer_cases.index", access="transfers.approve")
async def list_transfer_cases(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Every transfer out of the county's homes."""
    found = await queries.transfers_in(session, actor.scope("transfers.approve"))
    lines = await lines_of(session, found, None)
    waiting = sum(line.waits_here for line in lines)
    return await render(request, "stays/transfer_cases/index.html", lines=lines, waiting=waiting)


@router.get("/{transfer_id}", name="stays.transfer_cases.show", access="transfers.approve")
async def show_transfer_case(request: Request, transfer_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """One transfer, with approval or refusal."""
    return await _show(request, session, actor, transfer_id, Bound(None))


@router.post("/{transfer_id}/approval", name="stays.transfer_approvals.create", access="transfers.approve")
async def create_approval(request: Request, transfer_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Approve; on its night, or after it, the transfer is carried out in the same transaction."""
    bound = bind(CompleteForm, await request.form())
    form = bound.values
    if form is None:
        return await _show(request, session, actor, transfer_id, bound)
    transfer = await queries.get_case(session, actor.scope("transfers.approve"), transfer_id)
    due = transfer.on <= await business_date(session)
    try:
        if await _first_time(session, actor, transfer, "stays.transfer_approved", form):
            if due:
                await service.approve_and_complete(
                    session, actor, transfer, version=form.version, medicine_handed=form.medicine_handed
                )
            else:
                await service.approve_transfer(session, actor, transfer, version=form.version)
    except DomainError as refusal:
        return await _show(request, session, actor, transfer_id, refused(bound, refusal), refusal)
    message = _("已批准，两院同时生效") if due else _("已批准，到当天由两院办理")
    return _back(request, transfer_id, message)


@router.post("/{transfer_id}/refusal", name="stays.transfer_case_refusals.create", access="transfers.approve")
async def create_case_refusal(request: Request, transfer_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Say no for the bureau, with the reason."""
    bound = bind(EndForm, await request.form())
    form = bound.values
    if form is None:
        return await _show(request, session, actor, transfer_id, bound)
    transfer = await queries.get_case(session, actor.scope("transfers.approve"), transfer_id)
    try:
        if await _first_time(session, actor, transfer, "stays.transfer_declined", form):
            await service.refuse_transfer(session, actor, transfer, reason=form.reason, version=form.version)
    except DomainError as refusal:
        return await _show(request, session, actor, transfer_id, refused(bound, refusal), refusal)
    return _back(request, transfer_id, _("已答复不同意，两院都能看到原因"))


async def _first_time(session: AsyncSession, actor: Actor, transfer: Transfer, action: str, form: Any) -> bool:
    body = form.model_dump(mode="json", exclude={"tap_id"}) | {"transfer": transfer.id}
    return await audit.first_time(
        session, actor, tap_id=form.tap_id, action=action, body=body, county=transfer.county
    )  # fmt: skip


def _back(request: Request, transfer_id: int, message: str) -> Response:
    path = str(request.app.url_path_for("stays.transfer_cases.show", transfer_id=transfer_id))
    return see_other(request, path, message=message)


async def _show(
    request: Request,
    session: AsyncSession,
    actor: Actor,
    transfer_id: int,
    bound: Bound[Any],
    refusal: DomainError | None = None,
) -> Response:
    transfer = await queries.get_case(session, actor.scope("transfers.approve"), transfer_id)
    people = await queries.people_of(session, transfer)
    needs = await service.needs_of(session, transfer, people)
    await audit.record_view(
        actor, county=transfer.county, institution_id=transfer.institution_id, kind="transfers",
        subjects=[transfer.id], fields=["name", "needs"], purpose=_("调院审批"),
    )  # fmt: skip
    state, today = state_of(transfer), await business_date(session)
    return await render(
        request, "stays/transfer_cases/show.html", status=status_of(bound, refusal), errors=bound.errors,
        raw=bound.raw, transfer=transfer, people=[(one, needs.get(one.elder_id, "")) for one in people], state=state,
        steps=steps_of(transfer), may_approve=state is TransferState.ACCEPTED,
        may_refuse=state in (TransferState.ASKED, TransferState.ACCEPTED), today=today,
        may_open=transfer.evidence_id is not None,
    )  # fmt: skip
