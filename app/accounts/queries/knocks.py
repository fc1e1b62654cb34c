"""Counting knocks in the table of tries; names and addresses are keyed hashes there."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Attempt
from app.accounts.rules.knocking import Knocks, Limit
from app.accounts.rules.sign_ins import Outcome
from app.core.clock import now

__all__ = ["failures_of", "knocks_from"]


async def failures_of(session: AsyncSession, name_hash: bytes, limit: Limit) -> Knocks:
    """Count the failures at one name since it was last opened."""
    one, at = Attempt, await now(session)
    opened = select(func.max(one.id)).where(one.username_hash == name_hash, one.outcome == Outcome.OPENED)
    rows = select(func.count(), func.min(one.at)).where(
        one.username_hash == name_hash, one.outcome == Outcome.REFUSED, one.at > at - timedelta(seconds=limit.seconds),
        one.id > func.coalesce(opened.scalar_subquery(), 0),
    )  # fmt: skip
    row: Any = (await session.execute(rows)).one()
    count, oldest = row
    return Knocks(limit, count, (at - oldest).total_seconds() if oldest is not None else 0.0)


async def knocks_from(session: AsyncSession, address_hash: bytes, limit: Limit) -> Knocks:
    """Count the knocks from one address; each is noted as failed first, so those that opened come off."""
    one, at = Attempt, await now(session)
    rows = select(
        func.count().filter(one.outcome == Outcome.REFUSED),
        func.count().filter(one.outcome == Outcome.OPENED),
        func.min(one.at),
    ).where(
        one.address_hash == address_hash, one.outcome != Outcome.THROTTLED,
        one.at > at - timedelta(seconds=limit.seconds),
    )  # fmt: skip
    row: Any = (await session.execute(rows)).one()
    noted, came_in, oldest = row
    return Knocks(limit, max(0, noted - came_in), (at - oldest).total_seconds() if oldest is not None else 0.0)
