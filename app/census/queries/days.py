"""Reading and keeping the days of homes and the sums of counties. What is written here is derived, and proved elsewhere."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Integer,
    Select,
    SmallInteger,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    column,
    delete,
    func,
    select,
    tuple_,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.census.models import CensusHome, CensusOpening, census_counties, census_days
from app.census.rules.days import DayCount
from app.census.rules.measures import MEASURES
from app.census.rules.rollup import ROLLED

__all__ = [
    "COUNTED", "Home", "Lines", "add_to_counties", "counted_days", "day_count", "kept_homes", "lines_of",
    "open_county", "openings", "remove_days", "say_kept", "wait_for_acts", "wait_for_opening", "write_lines",
]  # fmt: skip

Home = tuple[int, int]
Lines = dict[str, list[Any]]
# The first half of the advisory lock on the opening of a county's days; nothing else takes it.
OPENING = 7_431
ROWS_AT_ONCE = 2_000
"""Rows of one statement: a county's ten years in one go would outlast the time a statement is given."""

COUNTED = (
    census_days.c.day, census_days.c.standing, census_days.c.registered, *(census_days.c[name] for name in MEASURES),
    census_days.c.flows,
)  # fmt: skip
"""The columns of a day in the order in which `day_count` reads them."""


def day_count(row: Sequence[Any]) -> DayCount:
    """Read a row of COUNTED."""
    return DayCount(row[0], row[1], row[2], tuple(row[3:-1]), row[-1])


async def openings(session: AsyncSession, counties: Collection[int]) -> dict[int, date]:
    """Give the last opened day of each county that has one."""
    wanted = select(CensusOpening.county, CensusOpening.opened_to).where(CensusOpening.county.in_(counties))
    return {row.county: row.opened_to for row in await session.execute(wanted)}


async def wait_for_opening(session: AsyncSession, counties: Collection[int]) -> None:
    """Hold back the opening of counties until this transaction ends, and wait for one that is under way."""
    for county in sorted(counties):
        await session.execute(select(func.pg_advisory_xact_lock_shared(OPENING, county)))


async def wait_for_acts(session: AsyncSession, county: int) -> None:
    """Wait for acts that hold back the opening of a county; those that come later wait for this transaction."""
    await session.execute(select(func.pg_advisory_xact_lock(OPENING, county)))
    # Homes that were made meanwhile are wanted at once, and not when the kept rights are looked up the next time.
    await session.execute(select(func.set_config("app.kept_homes", "", True)))


async def open_county(session: AsyncSession, county: int, opened_to: date) -> None:
    """Say that a county's days are open up to this one."""
    said = insert(CensusOpening).values(county=county, opened_to=opened_to)
    await session.execute(said.on_conflict_do_update(index_elements=["county"], set_={"opened_to": opened_to}))


async def kept_homes(session: AsyncSession, homes: Collection[Home]) -> dict[Home, tuple[date | None, date]]:
    """Give since when each home has rows of its own and up to which day it is counted."""
    columns = (CensusHome.county, CensusHome.institution_id, CensusHome.first_on, CensusHome.counted_to)
    rows = await session.execute(select(*columns).where(_among(CensusHome, homes)))
    return {(row[0], row[1]): (row[2], row[3]) for row in rows}


async def say_kept(session: AsyncSession, kept: Mapping[Home, tuple[date | None, date]]) -> None:
    """Keep since when and up to when homes are counted."""
    if not kept:
        return
    row = insert(CensusHome)
    upsert = row.on_conflict_do_update(
        index_elements=["county", "institution_id"],
        set_={"first_on": row.excluded.first_on, "counted_to": row.excluded.counted_to},
    )
    values = [
        {"county": county, "institution_id": home, "first_on": first, "counted_to": to}
        for (county, home), (first, to) in sorted(kept.items())
    ]
    await session.execute(upsert, values)


async def counted_days(
    session: AsyncSession, homes: Collection[Home], first: date, last: date
) -> dict[Home, dict[date, DayCount]]:
    """Give the counted days of homes, both ends included."""
    days = census_days.c
    wanted = select(days.county, days.institution_id, *COUNTED).where(
        _among(days, homes), days.day >= first, days.day <= last
    )
    found: dict[Home, dict[date, DayCount]] = {home: {} for home in homes}
    for row in await session.execute(wanted):
        found[(row[0], row[1])][row[2]] = day_count(row[2:])
    return found


def lines_of(rows: Mapping[Home, Iterable[DayCount]]) -> list[Lines]:
    """Lay days out as lists of values by column, so many at once as one statement takes."""
    lines = [_line(home, day) for home, days in sorted(rows.items()) for day in days]
    return [_together(WRITTEN, lines[at : at + ROWS_AT_ONCE]) for at in range(0, len(lines), ROWS_AT_ONCE)]


async def write_lines(session: AsyncSession, lines: Lines) -> None:
    """Write days over whatever stood there: many in one statement, which asks for the caller's rights once."""
    await session.execute(WRITE_DAYS, lines)


async def remove_days(session: AsyncSession, home: Home, days: Collection[date]) -> None:
    """Take away days on which a home turns out to have had no rows."""
    county, institution_id = home
    column = census_days.c
    await session.execute(
        delete(census_days).where(
            column.county == county, column.institution_id == institution_id, column.day.in_(days)
        )
    )


async def add_to_counties(session: AsyncSession, sums: Mapping[tuple[int, date], Sequence[int]]) -> None:
    """Add differences to the sums of counties, in the order of county and day: whoever does so waits in the same queue."""
    lines = [(county, day, *gained) for (county, day), gained in sorted(sums.items())]
    for at in range(0, len(lines), ROWS_AT_ONCE):
        await session.execute(GROW_COUNTIES, _together(GROWN, lines[at : at + ROWS_AT_ONCE]))


def _line(home: Home, day: DayCount) -> tuple[Any, ...]:
    flows = None if day.flows is None else json.dumps(day.flows)
    return (*home, day.day, str(day.standing), day.registered, *day.numbers, flows)


def _together(names: Sequence[str], lines: Sequence[Sequence[Any]]) -> Lines:
    """One list of values per column."""
    return {f"all_{name}": list(values) for name, values in zip(names, zip(*lines, strict=True), strict=True)}


def _given(table: Table, names: Sequence[str]) -> Select[Any]:
    """Rows that come as one list per column."""
    sent = {name: _sent_as(table.c[name].type) for name in names}
    lists = [bindparam(f"all_{name}", type_=ARRAY(kind)) for name, kind in sent.items()]
    given = func.unnest(*lists).table_valued(*(column(name, kind) for name, kind in sent.items()), name="given")
    rows = given.render_derived()
    return select(*(cast(rows.c[name], JSONB) if name == "flows" else rows.c[name] for name in names))


def _sent_as(kind: Any) -> Any:
    return kind if isinstance(kind, SmallInteger | Integer | BigInteger | Date) else Text()


WRITTEN = ("county", "institution_id", "day", "standing", "registered", *MEASURES, "flows")
_days = insert(census_days).from_select(WRITTEN, _given(census_days, WRITTEN))
WRITE_DAYS = _days.on_conflict_do_update(
    index_elements=["county", "institution_id", "day"], set_={name: _days.excluded[name] for name in WRITTEN[3:]}
)
GROWN = ("county", "day", *ROLLED)
_sums = insert(census_counties).from_select(GROWN, _given(census_counties, GROWN))
GROW_COUNTIES = _sums.on_conflict_do_update(
    index_elements=["county", "day"], set_={name: census_counties.c[name] + _sums.excluded[name] for name in ROLLED}
)


def _among(table: Any, homes: Collection[Home]) -> ColumnElement[bool]:
    if len(homes) == 1:
        ((county, home),) = homes
        return and_(table.county == county, table.institution_id == home)
    return tuple_(table.county, table.institution_id).in_(sorted(homes))
