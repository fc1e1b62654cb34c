"""One counted day of one home and the sum of its county, by plain updates: what nearly every act changes, and no more.

The numbers come as one list each, in the order of the columns: a value for every column would cost more to send than to
keep.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries.days import Home
from app.census.rules.days import DayCount
from app.census.rules.measures import MEASURES
from app.census.rules.rollup import ROLLED
from app.core.asking import Asked

__all__ = ["grow_county", "write_day", "write_day_and_grow_county"]

_numbers = ", ".join(f"{name} = (CAST(:numbers AS smallint[]))[{at}]" for at, name in enumerate(MEASURES, 1))
_gains = ", ".join(f"{name} = {name} + (CAST(:gained AS integer[]))[{at}]" for at, name in enumerate(ROLLED, 1))
WRITE = f"""
UPDATE census_days
   SET standing = :standing, registered = :registered, flows = CAST(CAST(:flows AS text) AS jsonb), {_numbers}
 WHERE county = :county AND institution_id = :home AND day = :day
"""  # noqa: S608  (names of columns, no word of anybody's)
GROW = f"UPDATE census_counties SET {_gains}"  # noqa: S608
WHERE = "WHERE county = :county AND day = :day"

WRITE_DAY, GROW_COUNTY = Asked(f"{WRITE} RETURNING 1"), Asked(f"{GROW} {WHERE} RETURNING 1")
# The county's row comes out of the day's, so it is locked after it and last of all.
BOTH = Asked(f"WITH written AS ({WRITE} RETURNING 1) {GROW} FROM written {WHERE} RETURNING 1")


async def write_day(session: AsyncSession, home: Home, day: DayCount) -> bool:
    """Write a day over the one that stands there; False where none does."""
    return await _one(session, WRITE_DAY, _line(home, day))


async def grow_county(session: AsyncSession, county: int, day: date, gained: Sequence[int]) -> bool:
    """Add a difference to a sum of a county that stands there; False where none does."""
    return await _one(session, GROW_COUNTY, {"county": county, "day": day, "gained": list(gained)})


async def write_day_and_grow_county(session: AsyncSession, home: Home, day: DayCount, gained: Sequence[int]) -> bool:
    """Do both at once; False where one of them does not stand there, and then the county gained nothing."""
    return await _one(session, BOTH, {**_line(home, day), "gained": list(gained)})


async def _one(session: AsyncSession, statement: Asked, values: Mapping[str, Any]) -> bool:
    return (await statement.ask(session, values)).first() is not None


def _line(home: Home, day: DayCount) -> dict[str, Any]:
    county, institution_id = home
    return {
        "county": county,
        "home": institution_id,
        "day": day.day,
        "standing": str(day.standing),
        "registered": day.registered,
        "numbers": list(day.numbers),
        "flows": None if day.flows is None else json.dumps(day.flows),
    }
