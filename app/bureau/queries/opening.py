"""Which days are open, and which places the caller's figures cover."""

from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau.queries.tables import MINE, TODAY, counties, homes, mine, openings, regions, reports
from app.bureau.rules.places import DaysOpen, Place
from app.census.rules.reported import ReportedKind
from app.regions.rules import Level

__all__ = ["days_open", "newest_day", "places"]


def _first(day: Any, *where: Any) -> ScalarSelect[date]:
    """Give a county's first day by the end of its index."""
    return select(day).where(*where).order_by(day).limit(1).scalar_subquery()


_OF_COUNTY = reports.c.county == mine.c.county, reports.c.kind == ReportedKind.RESIDENTIAL.value
# Asked name by name: a join would read every township of the country for a handful of counties.
_NAME = select(regions.c.name).where(regions.c.code == mine.c.county).scalar_subquery()
_NEWEST = select(func.coalesce(select(func.max(openings.c.opened_to)).scalar_subquery(), TODAY))
_DAYS = (
    select(
        mine.c.county, func.coalesce(_NAME, "").label("name"), openings.c.opened_to,
        func.least(
            _first(counties.c.day, counties.c.county == mine.c.county), _first(reports.c.as_of, *_OF_COUNTY)
        ).label("first"),
        TODAY.label("today"),
    )
    .select_from(mine)
    .outerjoin(openings, openings.c.county == mine.c.county)
    .order_by(mine.c.county)
)  # fmt: skip
_REGION = (regions.c.code, regions.c.name, regions.c.level, regions.c.parent_code)
_WITH_HOMES = select(*_REGION).where(
    regions.c.code == MINE,
    select(homes.c.county).where(homes.c.county == regions.c.code).exists(),
)
_ABOVE = select(*_REGION).where(
    regions.c.code.in_(bindparam("codes", expanding=True)), regions.c.level == Level.CITY.value
)


async def days_open(session: AsyncSession) -> DaysOpen:
    """Say which days can be asked for, and which counties are behind the others."""
    rows = (await session.execute(_DAYS)).all()
    today = rows[0].today if rows else (await session.execute(select(TODAY))).scalar_one()
    last = max((row.opened_to for row in rows if row.opened_to), default=None)
    first = min((row.first for row in rows if row.first), default=None)
    lagging = [(row.name, row.opened_to) for row in rows if row.opened_to and last and row.opened_to < last]
    return DaysOpen(first, last, today, lagging)


async def newest_day(session: AsyncSession) -> date:
    """Give the newest day that can be asked for: the last one open anywhere, today where none is."""
    day: date = (await session.execute(_NEWEST)).scalar_one()
    return day


async def places(session: AsyncSession) -> list[Place]:
    """List the caller's counties that have homes, and the cities above them, in the order of codes."""
    rows = (await session.execute(_WITH_HOMES)).all()
    codes = {row.parent_code for row in rows if row.level == Level.COUNTY and row.parent_code}
    above = (await session.execute(_ABOVE, {"codes": sorted(codes)})).all() if codes else []
    every = {row.code: Place(row.code, row.name, Level(row.level), holds_homes=False) for row in above}
    every |= {row.code: Place(row.code, row.name, Level(row.level)) for row in rows}
    return [every[code] for code in sorted(every)]
