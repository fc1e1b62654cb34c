"""Circumstances and checks of an entry."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.waitlist.errors import EntryNotFound
from app.waitlist.models import WaitlistCheck, WaitlistCircumstance
from app.waitlist.rules.kinds import CheckKind

__all__ = ["checks_of", "circumstances_of", "circumstances_of_entries", "get_circumstance"]


async def circumstances_of(session: AsyncSession, county: int, entry_id: int) -> list[WaitlistCircumstance]:
    """List the live circumstances of an entry in the order of their days."""
    return (await circumstances_of_entries(session, county, [entry_id])).get(entry_id, [])


async def circumstances_of_entries(
    session: AsyncSession, county: int, entry_ids: Collection[int]
) -> dict[int, list[WaitlistCircumstance]]:
    """Give the live circumstances of several entries by entry."""
    one = WaitlistCircumstance
    rows = (
        select(one)
        .where(one.county == county, one.entry_id.in_(sorted(set(entry_ids))), one.voided_at.is_(None))
        .order_by(one.entry_id, one.from_on, one.kind, one.id)
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[Any]] = {}
    for row in await session.scalars(rows):
        found.setdefault(row.entry_id, []).append(row)
    return found


async def get_circumstance(
    session: AsyncSession, county: int, entry_id: int, circumstance_id: int
) -> WaitlistCircumstance:
    """Give one live circumstance of an entry."""
    found = next((one for one in await circumstances_of(session, county, entry_id) if one.id == circumstance_id), None)
    if found is None:
        raise EntryNotFound
    return found


async def checks_of(session: AsyncSession, county: int, entry_id: int) -> dict[CheckKind, WaitlistCheck]:
    """Give the newest check of each kind; what was never checked is left out."""
    one = WaitlistCheck
    rows = select(one).where(one.county == county, one.entry_id == entry_id).order_by(one.id)
    return {row.kind: row for row in await session.scalars(rows)}
