"""Objections as rows."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope, within
from app.offers.errors import ObjectionNotFound
from app.offers.models import Objection

__all__ = ["get_objection", "holding_objections", "objections_in", "objections_of_offer"]

MOST = 200


async def get_objection(session: AsyncSession, scope: Scope, objection_id: int, *, lock: bool = False) -> Objection:
    """The objection, if the caller may see it."""
    mine = select(Objection).where(within(Objection, scope), Objection.id == objection_id)
    mine = mine.with_for_update(key_share=True) if lock else mine
    found = await session.scalar(mine.execution_options(populate_existing=True))
    if found is None:
        raise ObjectionNotFound
    return found


async def objections_in(
    session: AsyncSession, scope: Scope, *, institution_id: int | None = None, open_only: bool = False
) -> list[Objection]:
    """Objections of a home, or of all the reader sees: undecided ones by their last day, then the newest."""
    one = Objection
    mine = select(one).where(within(one, scope))
    mine = mine if institution_id is None else mine.where(one.institution_id == institution_id)
    mine = mine.where(one.decided_at.is_(None)) if open_only else mine
    order = (one.decided_at.is_not(None), one.due_on, one.received_at.desc(), one.id)
    return list(await session.scalars(mine.order_by(*order).limit(MOST)))


async def objections_of_offer(session: AsyncSession, scope: Scope, offer_id: int) -> list[Objection]:
    """Objections to one offer, the newest first."""
    mine = select(Objection).where(within(Objection, scope), Objection.offer_id == offer_id)
    return list(await session.scalars(mine.order_by(Objection.received_at.desc(), Objection.id)))


async def holding_objections(session: AsyncSession, scope: Scope, offer_id: int) -> list[int]:
    """The undecided objections by which an offer's bed waits: against the offer, where the policy says so."""
    one = Objection
    waits = (one.decided_at.is_(None), one.holds_bed, one.offer_id == offer_id)
    return list(await session.scalars(select(one.id).where(within(one, scope), *waits)))
