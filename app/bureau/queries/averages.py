"""Average occupancy over a range: sums of bed-days, divided by whoever shows them."""

from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau.queries.tables import FIRST, LAST, counties, days, homes, regions
from app.bureau.rules.averages import Average

__all__ = ["averages"]


_BY_COUNTY = (
    select(
        counties.c.county, func.sum(counties.c.slept + counties.c.private).label("used"),
        func.sum(counties.c.existing - counties.c.closed).label("open"), func.count().label("days"),
    )
    .where(counties.c.day >= FIRST, counties.c.day <= LAST)
    .group_by(counties.c.county)
)  # fmt: skip
_BY_HOME = (
    select(
        days.c.county, days.c.institution_id, func.sum(days.c.slept + days.c.private).label("used"),
        func.sum(days.c.existing - days.c.closed).label("open"), func.count().label("days"),
    )
    .where(days.c.day >= FIRST, days.c.day <= LAST)
    .group_by(days.c.county, days.c.institution_id)
)  # fmt: skip


async def averages(
    session: AsyncSession, first: date, last: date, by: Literal["home", "county"], county: int | None = None
) -> list[Average]:
    """Give bed-days used and open of each home or county over the open days of a range, both ends included.

    Only homes with rows of their own are in it, a county's average is that of such homes. In the order of codes.
    """
    asking = {"first": first, "last": last}
    if by == "county":
        sums = (_BY_COUNTY if county is None else _BY_COUNTY.where(counties.c.county == county)).subquery()
        named = select(
            sums.c.county, func.coalesce(regions.c.name, ""), sums.c.used, sums.c.open, sums.c.days
        ).select_from(sums.outerjoin(regions, regions.c.code == sums.c.county))
        return [Average(*row) for row in await session.execute(named.order_by(sums.c.county), asking)]
    sums = (_BY_HOME if county is None else _BY_HOME.where(days.c.county == county)).subquery()
    here = (homes.c.county == sums.c.county) & (homes.c.institution_id == sums.c.institution_id)
    named = select(homes.c.institution_id, homes.c.name, sums.c.used, sums.c.open, sums.c.days).select_from(
        sums.join(homes, here)
    )
    return [Average(*row) for row in await session.execute(named.order_by(homes.c.county, homes.c.code), asking)]
