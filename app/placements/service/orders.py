"""Placement orders as the county's case officer writes them: drafted from the township's papers, decided, cancelled."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.service import Upload, keep_upload
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.core.uuid7 import uuid7
from app.institutions.queries import lock_home
from app.placements.errors import OrderRefused
from app.placements.models import PlacementOrder
from app.placements.queries.orders import next_number
from app.placements.rules.drafts import DecisionDraft, OrderDraft
from app.placements.rules.kinds import LIVE, OrderState
from app.placements.service.holding import end_hold
from app.placements.service.locking import REFUSALS, county_of, lock_order, refuse_unless
from app.residents.models import Elder
from app.residents.queries import lock_elders
from app.residents.queries.around import categories_of
from app.residents.rules.kinds import Category
from app.residents.service import share_file
from app.stays.queries.stays import stays_of_elder

__all__ = ["cancel_order", "change_order", "decide_order", "draft_order"]


async def draft_order(session: AsyncSession, actor: Actor, home: Home, draft: OrderDraft) -> PlacementOrder:
    """Write an order for a home from the township's papers; it gets the county's next number of the year."""
    authorize(actor, "placements.order", home)
    await lock_home(session, home.scope, home.institution_id)
    elder = (await lock_elders(session, county_of(home), home.county, [draft.elder_id]))[draft.elder_id]
    today = await business_date(session)
    await _refuse_person(session, home, elder, today)
    _refuse_future(draft.applied_on, draft.township_signed_on, today)
    async with refusing(session, REFUSALS):
        number = await next_number(session, home.county, today.year)
        order = PlacementOrder(
            **home.keys, elder_id=elder.id, seal=uuid7(), number=f"{home.county}-{today.year}-T{number:04d}",
            drafted_by=actor.user_id,
        )  # fmt: skip
        _write(order, draft)
        session.add(order)
    audit.record(session, actor, "placements.drafted", order, elder_id=elder.id, number=order.number)
    return order


async def change_order(
    session: AsyncSession, actor: Actor, home: Home, order_id: int, draft: OrderDraft, *, version: int | None = None
) -> PlacementOrder:
    """Change what the township said, before the county has decided."""
    authorize(actor, "placements.order", home)
    order, _elder = await lock_order(session, home, order_id)
    refuse_unless(order, (OrderState.DRAFTED,), _("县级已决定，不能再改。要改的请撤销后重新登记"))
    _refuse_changed(order, version)
    _refuse_future(draft.applied_on, draft.township_signed_on, await business_date(session))
    async with refusing(session, REFUSALS):
        _write(order, draft)
    audit.record(session, actor, "placements.changed", order, elder_id=order.elder_id)
    return order


async def decide_order(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    order_id: int,
    draft: DecisionDraft,
    *,
    upload: Upload | None = None,
    version: int | None = None,
) -> PlacementOrder:
    """Decide for the county that the home takes the person in; from then on the home sees the order and the file."""
    authorize(actor, "placements.order", home)
    order, elder = await lock_order(session, home, order_id)
    refuse_unless(order, (OrderState.DRAFTED,), _("这份安置通知已决定过，请刷新后再看"))
    _refuse_changed(order, version)
    today = await business_date(session)
    await _refuse_person(session, home, elder, today)
    _refuse_future(draft.decided_on, draft.township_signed_on, today)
    await _refuse_other_category(session, home, elder, draft.decided_on)
    kept = await _keep(session, actor, home, upload)
    async with refusing(session, REFUSALS):
        await share_file(session, elder, home)
        order.township_signed_on = draft.township_signed_on or order.township_signed_on
        order.township_signed_by = draft.township_signed_by or order.township_signed_by
        order.decided_on, order.decision_no = draft.decided_on, draft.decision_no.strip()
        order.decided_at, order.decided_by = await now(session), actor.user_id
        order.decided_name, order.evidence_id = actor.name, kept
        order.state = OrderState.DECIDED
    audit.record(session, actor, "placements.decided", order, elder_id=elder.id, on=draft.decided_on)
    return order


async def cancel_order(
    session: AsyncSession, actor: Actor, home: Home, order_id: int, *, reason: str
) -> PlacementOrder:
    """Take an order back before the person has moved in; a bed that was held for it goes free."""
    authorize(actor, "placements.order", home)
    order, _elder = await lock_order(session, home, order_id)
    refuse_unless(order, LIVE, _("这份安置通知已办完或已撤销，不能再撤销"))
    if order.claim_id is not None:
        await end_hold(session, actor, home, order.claim_id, on=await business_date(session))
    async with refusing(session):
        order.claim_id = order.bed_id = None
        order.cancelled_at, order.cancelled_by = await now(session), actor.user_id
        order.cancel_reason, order.state = reason.strip(), OrderState.CANCELLED
    audit.record(session, actor, "placements.cancelled", order, elder_id=order.elder_id, reason=reason)
    return order


def _write(order: PlacementOrder, draft: OrderDraft) -> None:
    order.township, order.applied_on, order.note = draft.township, draft.applied_on, draft.note
    order.township_signed_on, order.township_signed_by = draft.township_signed_on, draft.township_signed_by


async def _keep(session: AsyncSession, actor: Actor, home: Home, upload: Upload | None) -> int | None:
    if upload is None:
        return None
    kept = await keep_upload(session, actor, **home.keys, upload=upload, purpose="placements")
    return kept.id


async def _refuse_person(session: AsyncSession, home: Home, elder: Elder, day: date) -> None:
    """Refuse a file that is nobody's own any more, and somebody who is already looked after in a home."""
    if elder.merged_into_id is not None:
        raise OrderRefused(_("这份档案已并入另一份，请用保留的那一份办安置"), field="elder_id")
    if elder.died_on is not None:
        raise OrderRefused(_("这位老人已登记去世，不能再办安置。登记有误的，请先撤销"), field="elder_id")
    stays = await stays_of_elder(session, county_of(home), home.county, elder.id)
    if any(stay.from_on <= day < stay.to_on for stay in stays):
        raise OrderRefused(_("这位老人已在机构入住，不用再安置。要换机构的请办调院"), field="elder_id")


async def _refuse_other_category(session: AsyncSession, home: Home, elder: Elder, day: date) -> None:
    found = await categories_of(session, county_of(home), elder.id)
    if not any(row.kind is Category.EXTREME_POVERTY and row.from_on <= day < row.to_on for row in found):
        raise OrderRefused(
            _("决定那天档案上没有「特困」类别。请先在档案的「证件和类别」里登记认定，再决定"), field="decided_on"
        )


def _refuse_future(first: date, second: date | None, today: date) -> None:
    if first > today or (second is not None and second > today):
        raise OrderRefused(_("日期还没到，请核对日期"))


def _refuse_changed(order: PlacementOrder, version: int | None) -> None:
    if version is not None and version != order.version:
        raise OrderRefused(_("别人刚改过这份安置通知，请刷新看过最新内容再办"))
