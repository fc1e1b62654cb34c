"""What the receiving home does with an order: say yes or no, hold a bed, and record the three-party agreement."""

from typing import Any

from fastapi import Request, Response

from app.core.i18n import _
from app.placements import service
from app.placements.errors import OrderRefused
from app.placements.forms.orders import AgreementForm, BedForm, ReasonForm, TapForm
from app.placements.routes.acting import carry_out
from app.stays.routes.asking import the_home
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/placements/{order_id}")
RECEIVE = "placements.receive"


@router.post("/receipt", name="placements.receipts.create", access=RECEIVE)
async def create_receipt(
    request: Request, institution_id: RowId, order_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Say yes, and hold a bed where one is chosen."""
    asked = await the_home(request, session, actor, institution_id, RECEIVE)

    async def receive(form: BedForm, _bound: Bound[Any]) -> None:
        await service.receive_order(session, actor, asked.home, order_id, bed_id=form.bed_id)

    return await carry_out(asked, order_id, BedForm, "received", receive, said=_("已接收，接着登记三方协议、办入院"))


@router.post("/refusal", name="placements.refusals.create", access=RECEIVE)
async def create_refusal(
    request: Request, institution_id: RowId, order_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Say no, with the reason; the county chooses another home."""
    asked = await the_home(request, session, actor, institution_id, RECEIVE)

    async def decline(form: ReasonForm, _bound: Bound[Any]) -> None:
        await service.decline_order(session, actor, asked.home, order_id, reason=form.reason)

    return await carry_out(asked, order_id, ReasonForm, "declined", decline, said=_("已答复，县级经办会另选机构"))


@router.post("/hold", name="placements.holds.create", access=RECEIVE)
async def create_hold(
    request: Request, institution_id: RowId, order_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Hold a bed, or another one than before."""
    asked = await the_home(request, session, actor, institution_id, RECEIVE)

    async def hold(form: BedForm, _bound: Bound[Any]) -> None:
        if form.bed_id is None:
            raise OrderRefused(_("请选一张床"), field="bed_id")
        await service.hold_for_order(session, actor, asked.home, order_id, bed_id=form.bed_id)

    return await carry_out(asked, order_id, BedForm, "bed_held", hold, said=_("已预留床位"))


@router.post("/release", name="placements.releases.create", access=RECEIVE)
async def create_release(
    request: Request, institution_id: RowId, order_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Let the held bed go."""
    asked = await the_home(request, session, actor, institution_id, RECEIVE)

    async def release(_form: TapForm, _bound: Bound[Any]) -> None:
        await service.release_order_bed(session, actor, asked.home, order_id)

    return await carry_out(asked, order_id, TapForm, "bed_released", release, said=_("预留的床已放开"))


@router.post("/agreement", name="placements.agreements.create", access=RECEIVE)
async def create_agreement(
    request: Request, institution_id: RowId, order_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Record the agreement of township, home and person."""
    asked = await the_home(request, session, actor, institution_id, RECEIVE)

    async def agree(form: AgreementForm, bound: Bound[Any]) -> None:
        scans = {"upload": bound.files.get("evidence"), "guardian": bound.files.get("guardian")}
        await service.sign_agreement(session, actor, asked.home, order_id, form.draft(), **scans)

    return await carry_out(asked, order_id, AgreementForm, "agreed", agree, said=_("已登记三方协议"))
