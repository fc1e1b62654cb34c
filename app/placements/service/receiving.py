"""What the receiving home does with an order: say yes or no, keep a bed, sign the agreement, and fill it with a stay."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.service import Upload, keep_upload
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.core.keys import sealer
from app.placements.errors import OrderRefused
from app.placements.models import PlacementOrder
from app.placements.rules.drafts import AgreementDraft
from app.placements.rules.kinds import OrderState
from app.placements.service.holding import end_hold, hold_bed
from app.placements.service.locking import REFUSALS, lock_order, refuse_unless

__all__ = [
    "decline_order", "hold_for_order", "order_admitted", "receive_order", "release_order_bed", "sign_agreement",
]  # fmt: skip

UNDER_WAY = (OrderState.DECIDED, OrderState.RECEIVED)


async def receive_order(
    session: AsyncSession, actor: Actor, home: Home, order_id: int, *, bed_id: int | None = None
) -> PlacementOrder:
    """Say for the home that it takes the person in, and keep a bed at once where one is named."""
    authorize(actor, "placements.receive", home)
    order, elder = await lock_order(session, home, order_id)
    refuse_unless(order, (OrderState.DECIDED,), _("这份安置通知已答复过，请刷新后再看"))
    claim = await hold_bed(session, home, elder, bed_id, on=await business_date(session)) if bed_id else None
    async with refusing(session):
        order.received_at, order.received_by = await now(session), actor.user_id
        order.received_name, order.state = actor.name, OrderState.RECEIVED
        if claim is not None:
            order.claim_id, order.bed_id = claim.id, claim.bed_id
    audit.record(session, actor, "placements.received", order, elder_id=elder.id, bed_id=bed_id)
    return order


async def decline_order(
    session: AsyncSession, actor: Actor, home: Home, order_id: int, *, reason: str
) -> PlacementOrder:
    """Say that the home cannot take the person in; the order ends and the county chooses another home."""
    authorize(actor, "placements.receive", home)
    order, _elder = await lock_order(session, home, order_id)
    refuse_unless(order, (OrderState.DECIDED,), _("已接收的安置通知要由县级经办撤销"))
    async with refusing(session):
        order.cancelled_at, order.cancelled_by = await now(session), actor.user_id
        order.cancel_reason = _("机构答复不能接收：{reason}").format(reason=reason.strip())[:200]
        order.state = OrderState.CANCELLED
    audit.record(session, actor, "placements.declined", order, elder_id=order.elder_id, reason=reason)
    return order


async def hold_for_order(
    session: AsyncSession, actor: Actor, home: Home, order_id: int, *, bed_id: int
) -> PlacementOrder:
    """Keep a bed for the person, or another one than before."""
    authorize(actor, "placements.receive", home)
    order, elder = await lock_order(session, home, order_id)
    refuse_unless(order, UNDER_WAY, _("只有县级已决定、还没入住的才能预留床位"))
    today = await business_date(session)
    if order.bed_id == bed_id:
        return order
    if order.claim_id is not None:
        await end_hold(session, actor, home, order.claim_id, on=today)
    claim = await hold_bed(session, home, elder, bed_id, on=today)
    async with refusing(session):
        order.claim_id, order.bed_id = claim.id, claim.bed_id
    audit.record(session, actor, "placements.bed_held", order, elder_id=elder.id, bed_id=bed_id)
    return order


async def release_order_bed(session: AsyncSession, actor: Actor, home: Home, order_id: int) -> PlacementOrder:
    """Let the held bed go; the order goes on."""
    authorize(actor, "placements.receive", home)
    order, _elder = await lock_order(session, home, order_id)
    refuse_unless(order, UNDER_WAY, _("这份安置通知已办完或已撤销，请刷新后再看"))
    if order.claim_id is None:
        raise OrderRefused(_("这份安置通知没有预留床位，请刷新后再看"))
    bed_id = await end_hold(session, actor, home, order.claim_id, on=await business_date(session))
    async with refusing(session):
        order.claim_id = order.bed_id = None
    audit.record(session, actor, "placements.bed_released", order, elder_id=order.elder_id, bed_id=bed_id)
    return order


async def sign_agreement(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    order_id: int,
    draft: AgreementDraft,
    *,
    upload: Upload | None = None,
    guardian: Upload | None = None,
) -> PlacementOrder:
    """Record the agreement of township, home and person; a guardian signs on a paper that makes them one."""
    authorize(actor, "placements.receive", home)
    order, _elder = await lock_order(session, home, order_id)
    refuse_unless(order, (OrderState.RECEIVED,), _("请先接收，再登记三方协议"))
    if draft.agreement_on > await business_date(session):
        raise OrderRefused(_("签字日期还没到，请核对日期"), field="agreement_on")
    if order.decided_on is not None and draft.agreement_on < order.decided_on:
        raise OrderRefused(_("三方协议在县级决定之后签，请核对日期"), field="agreement_on")
    keys = await sealer(session, home.county)
    where = home.keys
    kept = await keep_upload(session, actor, **where, upload=upload, purpose="placements") if upload else None
    paper = await keep_upload(session, actor, **where, upload=guardian, purpose="placements") if guardian else None
    async with refusing(session, REFUSALS):
        order.agreement_on, order.agreement_by = draft.agreement_on, draft.agreement_by
        order.agreement_signer = keys.seal("placement_orders", "agreement_signer", order.seal, draft.signer.strip())
        order.agreement_home_signer = draft.home_signer.strip()
        order.agreement_id = kept.id if kept else order.agreement_id
        order.guardian_id = paper.id if paper else order.guardian_id
    audit.record(session, actor, "placements.agreed", order, elder_id=order.elder_id, by=draft.agreement_by)
    return order


async def order_admitted(session: AsyncSession, order: PlacementOrder, stay_id: int) -> None:
    """Say that the person has moved in. The caller has been authorized, holds the locks and writes the audit line."""
    refuse_unless(order, (OrderState.RECEIVED,), _("这份安置通知还没接收，或已办完，请刷新后再看"))
    async with refusing(session):
        order.stay_id, order.state = stay_id, OrderState.ADMITTED
        order.claim_id = order.bed_id = None
