"""The counties there are, for households written in words."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.regions.models import Region

__all__ = ["county_names"]

LARGEST = 999_999


async def county_names(session: AsyncSession) -> list[tuple[int, int | None, str]]:
    """Give code, parent and name of every province, city and county that stands."""
    rows = select(Region.code, Region.parent_code, Region.name).where(Region.code <= LARGEST, Region.until_on.is_(None))
    return [(row.code, row.parent_code, row.name) for row in await session.execute(rows.order_by(Region.code))]
