"""Stays that an import has made or changed, when it is to be taken back."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries.days import live
from app.beds.rules.home import Home
from app.core.scope import within
from app.imports.queries.taking_back import among
from app.stays.models import Stay, StayChange

__all__ = ["change_by_id", "elders_of_stays", "first_change_of"]

CHUNK = 1_000


async def elders_of_stays(session: AsyncSession, home: Home, stay_ids: Sequence[int]) -> dict[int, int]:
    """Give whose these stays are, voided ones too."""
    found: dict[int, int] = {}
    for start in range(0, len(stay_ids), CHUNK):
        rows = select(Stay.id, Stay.elder_id).where(within(Stay, home.scope))
        part = rows.where(among(Stay.id, stay_ids[start : start + CHUNK]))
        found |= {row[0]: row[1] for row in await session.execute(part)}
    return found


async def change_by_id(session: AsyncSession, home: Home, change_id: int) -> StayChange | None:
    """Give a live change of terms of the home."""
    change = StayChange
    mine = select(change).where(within(change, home.scope), live(change), change.id == change_id)
    found: StayChange | None = await session.scalar(mine.execution_options(populate_existing=True))
    return found


async def first_change_of(session: AsyncSession, home: Home, change_ids: Sequence[int]) -> date | None:
    """Give the first day from which one of these changes of terms holds."""
    days = []
    for start in range(0, len(change_ids), CHUNK):
        mine = within(StayChange, home.scope), among(StayChange.id, change_ids[start : start + CHUNK])
        days.append(await session.scalar(select(func.min(StayChange.from_on)).where(*mine)))
    return min((day for day in days if day), default=None)
