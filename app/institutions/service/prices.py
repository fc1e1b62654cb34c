"""The price list 收费标准: published, dated, never changed backwards."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor, authorize
from app.core.clock import now
from app.core.db import refusing
from app.institutions import queries
from app.institutions.errors import beside
from app.institutions.models import PriceItem
from app.institutions.rules.drafts import PriceDraft, plain

__all__ = ["end_price", "record_price", "void_price"]

REFUSALS = beside("price_items")


async def record_price(session: AsyncSession, actor: Actor, institution_id: int, draft: PriceDraft) -> PriceItem:
    """Record what an item costs from a day on; its open price before ends on that day."""
    home = await queries.lock_home(session, actor.scope("institutions.see"), institution_id)
    authorize(actor, "institutions.edit", home)
    earlier = await queries.prices_of(session, actor.scope("institutions.edit"), home.id, draft.item)
    before = next((row for row in earlier if row.from_on < draft.from_on and row.to_on == date.max), None)
    row = PriceItem(county=home.county, institution_id=home.id, recorded_by=actor.user_id, **plain(draft))
    async with refusing(session, REFUSALS):
        if before is not None:
            before.to_on = draft.from_on
            await session.flush()
        session.add(row)
    if before is not None:
        audit.record(session, actor, "institutions.price_ended", before, to_on=draft.from_on, instead=row.id)
    audit.record(
        session, actor, "institutions.price_recorded", row, item=row.item, unit=row.unit, amount=row.amount,
        before=before.amount if before else None, from_on=row.from_on,
    )  # fmt: skip
    return row


async def end_price(
    session: AsyncSession, actor: Actor, institution_id: int, price_id: int, *, to_on: date | None
) -> PriceItem:
    """Say from which day on an item is no longer charged; None takes an end back."""
    home = await queries.lock_home(session, actor.scope("institutions.see"), institution_id)
    authorize(actor, "institutions.edit", home)
    row = await queries.get_price(session, actor.scope("institutions.edit"), home.id, price_id)
    before = row.to_on
    async with refusing(session, REFUSALS):
        row.to_on = to_on or date.max
    audit.record(session, actor, "institutions.price_ended", row, item=row.item, before=before, to_on=row.to_on)
    return row


async def void_price(
    session: AsyncSession, actor: Actor, institution_id: int, price_id: int, *, reason: str
) -> PriceItem:
    """Void a price that was never asked, with the reason; the row stays."""
    home = await queries.lock_home(session, actor.scope("institutions.see"), institution_id)
    authorize(actor, "institutions.edit", home)
    row = await queries.get_price(session, actor.scope("institutions.edit"), home.id, price_id)
    async with refusing(session, REFUSALS):
        row.void(actor.user_id, await now(session), reason.strip())
    audit.record(session, actor, "institutions.price_voided", row, item=row.item, reason=row.void_reason)
    return row
