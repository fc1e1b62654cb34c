"""The kept days of one home in a row: light ones for lines and averages, whole ones for the account of a month."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.census.models import CensusHome, census_days
from app.census.queries.days import COUNTED, day_count
from app.census.rules.averages import DayLine
from app.census.rules.days import DayCount
from app.core.scope import Scope, within

__all__ = ["Kept", "day_lines", "days_between", "kept_days_of"]


@dataclass(frozen=True, slots=True)
class Kept:
    """From which day to which a home's days are there; None where it has no rows of its own, or nothing is counted."""

    first_on: date | None = None
    to: date | None = None

    def inside(self, first: date, last: date) -> tuple[date, date] | None:
        """Give the part of a range that is there."""
        if self.first_on is None or self.to is None:
            return None
        begin, end = max(first, self.first_on), min(last, self.to)
        return (begin, end) if begin <= end else None


async def kept_days_of(session: AsyncSession, scope: Scope, home: Home) -> Kept:
    """Tell from which day to which the home's days are counted."""
    wanted = select(CensusHome.first_on, CensusHome.counted_to).where(
        within(CensusHome, scope), CensusHome.county == home.county, CensusHome.institution_id == home.institution_id
    )
    row = (await session.execute(wanted)).one_or_none()
    return Kept(*row) if row else Kept()


async def day_lines(session: AsyncSession, scope: Scope, home: Home, first: date, last: date) -> list[DayLine]:
    """Read what lines and averages need of each day, in order; ten years are one statement."""
    wanted = select(*(census_days.c[name] for name in DayLine._fields))
    rows = await session.execute(_of(wanted, scope, home, first, last))
    return [DayLine(*row) for row in rows]


async def days_between(session: AsyncSession, scope: Scope, home: Home, first: date, last: date) -> list[DayCount]:
    """Read whole days with the flows of their splits, in order."""
    rows = await session.execute(_of(select(*COUNTED), scope, home, first, last))
    return [day_count(row) for row in rows]


def _of(wanted: Select[Any], scope: Scope, home: Home, first: date, last: date) -> Select[Any]:
    day = census_days.c
    mine = (within(day, scope), day.county == home.county, day.institution_id == home.institution_id)
    return wanted.where(*mine, day.day >= first, day.day <= last).order_by(day.day)
