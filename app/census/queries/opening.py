"""Which counties have a day to be opened."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.census.models import CensusOpening
from app.core.clock import business_date
from app.institutions.models import Institution

__all__ = ["counties_behind"]


async def counties_behind(session: AsyncSession) -> list[int]:
    """Name the counties that have homes and whose last opened day is before today."""
    today = await business_date(session)
    opened = select(CensusOpening.county).where(CensusOpening.opened_to >= today)
    rows = select(Institution.county).where(Institution.county.not_in(opened)).distinct().order_by(Institution.county)
    return list(await session.scalars(rows))
