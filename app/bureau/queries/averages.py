"""Average occupancy over a range: sums of bed-days, divided by whoever shows them."""

from datetime import date
from typing import Literal

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau.queries.tables import FIRST, LAST, counties, days, homes, regions
from app.bureau.rules.averages import Average
from app.bureau.rules.telling import SHUT

__all__ = ["averages"]


_SHUT = days.c.standing.in_([standing.value for standing in SHUT])
_USED, _OPEN = func.sum(days.c.slept + days.c.private), func.sum(days.c.existing - days.c.closed)
# A county's kept sums hold its closed homes too. Only homes that ever close or open have such days: they are few.
_OF_SHUT = (
    select(homes.c.county, _USED.label("used"), _OPEN.label("open"))
    .select_from(homes.join(days, (days.c.county == homes.c.county) & (days.c.institution_id == homes.c.institution_id)))
    .where(or_(homes.c.closed_on <= LAST, homes.c.opened_on > FIRST), days.c.day >= FIRST, days.c.day <= LAST, _SHUT)
    .group_by(homes.c.county)
    .subquery("of_shut")
)  # fmt: skip
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
        days.c.county, days.c.institution_id, _USED.label("used"), _OPEN.label("open"),
        func.count().filter(days.c.existing > days.c.closed).label("days"),
    )
    .where(days.c.day >= FIRST, days.c.day <= LAST, ~_SHUT)
    .group_by(days.c.county, days.c.institution_id)
)  # fmt: skip


async def averages(
    session: AsyncSession, first: date, last: date, by: Literal["home", "county"], county: int | None = None
) -> list[Average]:
    """Give bed-days used and open of each home or county over the open days of a range, both ends included.

    Only homes with rows of their own are in it, a county's average is that of such homes. In the order of codes. The
    days of a home are those on which it had an open bed: one that closed in May is not averaged over the year, and what
    stands in its rooms after that is nobody's bed.
    """
    asking = {"first": first, "last": last}
    if by == "county":
        sums = (_BY_COUNTY if county is None else _BY_COUNTY.where(counties.c.county == county)).subquery()
        named = select(
            sums.c.county, func.coalesce(regions.c.name, ""), sums.c.used - func.coalesce(_OF_SHUT.c.used, 0),
            sums.c.open - func.coalesce(_OF_SHUT.c.open, 0), sums.c.days,
        ).select_from(
            sums.outerjoin(regions, regions.c.code == sums.c.county)
            .outerjoin(_OF_SHUT, _OF_SHUT.c.county == sums.c.county)
        )  # fmt: skip
        return [Average(*row) for row in await session.execute(named.order_by(sums.c.county), asking)]
    sums = (_BY_HOME if county is None else _BY_HOME.where(days.c.county == county)).subquery()
    here = (homes.c.county == sums.c.county) & (homes.c.institution_id == sums.c.institution_id)
    named = select(homes.c.institution_id, homes.c.name, sums.c.used, sums.c.open, sums.c.days).select_from(
        sums.join(homes, here)
    )
    return [Average(*row) for row in await session.execute(named.order_by(homes.c.county, homes.c.code), asking)]
