"""Transfers as the two homes see them: asking, answering, taking back, and the act on its night."""

from typing import Any

from fastapi import Request, Response

from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.stays import service
from app.stays.forms.transfers import AcceptForm, AskForm, CompleteForm, EndForm
from app.stays.queries import transfers as queries
from app.stays.routes.asking import Asked, first_time, refused, status_of, the_home
from app.stays.routes.transfer_viewing import ask_facts, list_facts, show_facts
from app.stays.rules.transfers import TransferDraft, TransferState, state_of
from app.web.addresses import id_in
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/transfers")

MOST_PEOPLE = 10


@router.get("", name="stays.transfers.index", access="transfers.see")
async def list_transfers(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The home's transfers, out and in, those that wait for somebody first."""
    asked = await the_home(request, session, actor, institution_id, "transfers.see")
    return await render(request, "stays/transfers/index.html", **await list_facts(asked))


@router.get("/new", name="stays.transfers.new", access="transfers.ask")
async def new_transfer(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The form that asks another home."""
    asked = await the_home(request, session, actor, institution_id, "transfers.ask")
    return await _ask_form(asked, Bound(None), request.query_params.getlist("stay"))


@router.post("", name="stays.transfers.create", access="transfers.ask")
async def create_transfer(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Ask."""
    asked = await the_home(request, session, actor, institution_id, "transfers.ask")
    bound = bind(AskForm, await request.form())
    form = bound.values
    if form is None:
        return await _ask_form(asked, bound, bound.raw.get("stay_ids", []))
    try:
        if await first_time(asked, "stays.transfer_asked", form):
            scan = bound.files.get("evidence")
            made = await service.ask_transfer(session, actor, asked.home, _draft(form), upload=scan)
        else:
            return see_other(request, asked.path("stays.transfers.index"))
    except DomainError as refusal:
        return await _ask_form(asked, refused(bound, refusal), form.stay_ids, refusal)
    message = _("已向{home}提出调院，等对方答复").format(home=made.to_name)
    return see_other(request, asked.path("stays.transfers.show", transfer_id=made.id), message=message)


def _draft(form: AskForm) -> TransferDraft:
    needs = dict(zip(form.needs_of, form.needs, strict=False))
    return TransferDraft(
        to_county=form.to_county, to_institution_id=form.to_institution_id, stay_ids=tuple(form.stay_ids), on=form.on,
        reason=form.reason, consent_by=form.consent_by, consented_on=form.consented_on,
        late_reason=form.late_reason, needs=needs,
    )  # fmt: skip


@router.get("/{transfer_id}", name="stays.transfers.show", access="transfers.see")
async def show_transfer(
    request: Request, institution_id: RowId, transfer_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """One transfer: who, from where to where, its steps, and what this home may do now."""
    asked = await the_home(request, session, actor, institution_id, "transfers.see")
    return await _show(asked, transfer_id, Bound(None))


@router.post("/{transfer_id}/acceptance", name="stays.transfer_acceptances.create", access="transfers.accept")
async def create_acceptance(
    request: Request, institution_id: RowId, transfer_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take them in, each with a bed."""
    asked = await the_home(request, session, actor, institution_id, "transfers.accept")
    bound = bind(AcceptForm, await request.form())
    form = bound.values
    if form is None:
        return await _show(asked, transfer_id, bound)
    try:
        if await first_time(asked, "stays.transfer_accepted", form, transfer=transfer_id):
            await service.accept_transfer(
                session, actor, asked.home, transfer_id, form.beds, version=form.version
            )  # fmt: skip
    except DomainError as refusal:
        return await _show(asked, transfer_id, refused(bound, refusal), refusal)
    return _back(asked, transfer_id, _("已同意接收，等民政审批"))


@router.post("/{transfer_id}/refusal", name="stays.transfer_refusals.create", access="transfers.accept")
async def create_refusal(
    request: Request, institution_id: RowId, transfer_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Say no, with the reason."""
    asked = await the_home(request, session, actor, institution_id, "transfers.accept")
    return await _end(asked, transfer_id, "stays.transfer_declined", service.decline_transfer, _("已答复不接收"))


@router.post("/{transfer_id}/withdrawal", name="stays.transfer_withdrawals.create", access="transfers.ask")
async def create_withdrawal(
    request: Request, institution_id: RowId, transfer_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take the question back."""
    asked = await the_home(request, session, actor, institution_id, "transfers.ask")
    return await _end(asked, transfer_id, "stays.transfer_withdrawn", service.withdraw_transfer, _("已撤回调院"))


@router.post("/{transfer_id}/completion", name="stays.transfer_completions.create", access="transfers.see")
async def create_completion(
    request: Request, institution_id: RowId, transfer_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Carry an approved transfer out on its night; either of the two homes may press the button."""
    asked = await the_home(request, session, actor, institution_id, "transfers.see")
    bound = bind(CompleteForm, await request.form())
    form = bound.values
    if form is None:
        return await _show(asked, transfer_id, bound)
    transfer = await queries.get_transfer(session, asked.home.scope, transfer_id)
    try:
        if await first_time(asked, "stays.transfer_done", form, transfer=transfer_id):
            service.may_complete(actor, transfer)
            await service.complete_transfer(
                session, actor, transfer, version=form.version, medicine_handed=form.medicine_handed
            )
    except DomainError as refusal:
        return await _show(asked, transfer_id, refused(bound, refusal), refusal)
    return _back(asked, transfer_id, _("已调院，两家机构的床位和档案同时生效"))


async def _end(asked: Asked, transfer_id: int, action: str, act: Any, message: str) -> Response:
    bound = bind(EndForm, await asked.request.form())
    form = bound.values
    if form is None:
        return await _show(asked, transfer_id, bound)
    try:
        if await first_time(asked, action, form, transfer=transfer_id):
            await act(
                asked.session, asked.actor, asked.home, transfer_id, reason=form.reason, version=form.version
            )  # fmt: skip
    except DomainError as refusal:
        return await _show(asked, transfer_id, refused(bound, refusal), refusal)
    return _back(asked, transfer_id, message)


def _back(asked: Asked, transfer_id: int, message: str) -> Response:
    return see_other(asked.request, asked.path("stays.transfers.show", transfer_id=transfer_id), message=message)


async def _ask_form(
    asked: Asked, bound: Bound[AskForm], stays: list[Any], refusal: DomainError | None = None
) -> Response:
    listed = bound.raw.get("needs_of") or stays
    facts = await ask_facts(asked, _numbers(listed), _numbers(stays))
    needs = dict(zip(bound.raw.get("needs_of", []), bound.raw.get("needs", []), strict=False))
    return await render(
        asked.request, "stays/transfers/new.html", status=status_of(bound, refusal), errors=bound.errors,
        raw=bound.raw, needs=needs, today=await business_date(asked.session), **facts,
    )  # fmt: skip


def _numbers(words: list[Any]) -> list[int]:
    """The ids among words of an address; no home asks for more people at once."""
    return [one for word in words if (one := id_in(word)) is not None][:MOST_PEOPLE]


async def _show(asked: Asked, transfer_id: int, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    transfer = await queries.get_transfer(asked.session, asked.home.scope, transfer_id)
    facts = await show_facts(asked, transfer)
    status = status_of(bound, refusal)
    facts["waits"] = state_of(transfer) in (TransferState.ASKED, TransferState.ACCEPTED, TransferState.APPROVED)
    return await render(
        asked.request, "stays/transfers/show.html", status=status, errors=bound.errors, raw=bound.raw, **facts
    )
