"""Homes on one day: their own rows in one statement, and in a second what the silent ones reported."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau.queries.silent import ASKED, Home, newest
from app.bureau.queries.tables import DAY, days, home_spans, homes, locations, papers, regions
from app.bureau.rules.homes import HomeOn
from app.bureau.rules.telling import Own, Span, Told, told
from app.census.rules.flags import flags_of
from app.census.rules.measures import LYING, MARKED, OUT
from app.census.rules.reported import Reported

__all__ = ["Untold", "home_begins", "home_on", "homes_on", "silent_home", "untold_on"]

PLAIN = (
    "in_residence", "on_leave", "in_hospital", "existing", "closed", "slept", "private", "held", "extra_slept",
)  # fmt: skip
NUMBERS = (*PLAIN, *MARKED, *LYING, *OUT)
MARKS_AT, LYING_AT, OUT_AT = len(PLAIN), len(PLAIN) + len(MARKED), len(PLAIN) + len(MARKED) + len(LYING)
ABOUT = 9
"""Columns before those of the day."""

_HERE = (locations.c.county == homes.c.county) & (locations.c.institution_id == homes.c.institution_id)
_STANDS = locations.join(regions, regions.c.code == locations.c.region_code, isouter=True)
_HOMES = (
    select(
        homes.c.county, homes.c.county_name, homes.c.institution_id, homes.c.code, homes.c.name,
        locations.c.region_code, regions.c.name, homes.c.opened_on, homes.c.closed_on,
        days.c.standing, days.c.registered, days.c.counted, *(days.c[name] for name in NUMBERS),
    )
    .select_from(homes)
    .outerjoin(days, (days.c.county == homes.c.county) & (days.c.institution_id == homes.c.institution_id) & (days.c.day == DAY))
    .outerjoin(_STANDS, _HERE & (locations.c.from_on <= DAY) & (locations.c.to_on > DAY))
    .order_by(homes.c.county, homes.c.code)
)  # fmt: skip


def _untold(how_many: int) -> Select[Any]:
    """Read what else speaks for homes given one by one: the paper, and so many of the newest reports."""
    said = newest(ASKED, how_many)
    here = (home_spans.c.county == ASKED.c.county) & (home_spans.c.institution_id == ASKED.c.institution_id)
    held = (papers.c.county == ASKED.c.county) & (papers.c.institution_id == ASKED.c.institution_id)
    return (
        select(
            ASKED.c.institution_id, home_spans.c.first_on, papers.c.value, said.c.as_of, said.c.registered,
            said.c.occupied, said.c.available, said.c.admitted,
        )
        .select_from(ASKED)
        .outerjoin(home_spans, here)
        .outerjoin(papers, held & (papers.c.from_on <= DAY) & (papers.c.to_on > DAY))
        .outerjoin(said, true())
        .order_by(ASKED.c.institution_id, said.c.as_of.desc())
    )  # fmt: skip


_UNTOLD, _UNTOLD_WITH_BEFORE = _untold(1), _untold(2)


class Untold(NamedTuple):
    """What else speaks for a home whose day has no row."""

    first_on: date | None
    paper: int | None
    reports: list[Reported]


async def homes_on(session: AsyncSession, day: date, county: int | None = None) -> list[HomeOn]:
    """Give every home of the caller's counties at the end of a day, in the order of county and code."""
    wanted = _HOMES if county is None else _HOMES.where(homes.c.county == county)
    return await _homes(session, day, (await session.execute(wanted, {"day": day})).all())


async def home_on(session: AsyncSession, institution_id: int, day: date) -> HomeOn | None:
    """Give one home at the end of a day; None where the caller's counties have no such home."""
    wanted = _HOMES.where(homes.c.institution_id == bindparam("home"))
    found = (await session.execute(wanted, {"day": day, "home": institution_id})).all()
    return next(iter(await _homes(session, day, found)), None)


async def _homes(session: AsyncSession, day: date, rows: Sequence[Any]) -> list[HomeOn]:
    untold = await untold_on(session, day, [(row[0], row[2]) for row in rows if row[ABOUT] is None])
    return [
        _own(day, row) if row[ABOUT] is not None else silent_home(row[:7], day, (row[7], row[8]), untold[row[2]])
        for row in rows
    ]


async def untold_on(
    session: AsyncSession, day: date, asked: Iterable[Home], *, with_before: bool = True
) -> dict[int, Untold]:
    """Give what else speaks for homes whose day has no row: since when they have rows, the paper, the newest reports."""
    wanted = list(asked)
    found: dict[int, Untold] = {home: Untold(None, None, []) for _county, home in wanted}
    if not wanted:
        return found
    statement = _UNTOLD_WITH_BEFORE if with_before else _UNTOLD
    asking = {"counties": [one[0] for one in wanted], "ids": [one[1] for one in wanted], "day": day}
    for home, first_on, paper, *said in await session.execute(statement, asking):
        before = found[home].reports
        found[home] = Untold(first_on, paper, before if said[0] is None else [*before, Reported(*said)])
    return found


def _own(day: date, row: Any) -> HomeOn:
    numbers = row[ABOUT + 3 :]
    known = told(day, Span(), Own(*row[ABOUT : ABOUT + 4]))
    fields: tuple[Any, ...] = (
        *home_begins(row[:7], day, known), None, False, (),
        *numbers[:MARKS_AT], numbers[MARKS_AT:LYING_AT], numbers[LYING_AT:OUT_AT], numbers[OUT_AT:],
    )  # fmt: skip
    return HomeOn(*fields)


def silent_home(about: Sequence[Any], day: date, operates: tuple[date | None, date | None], rest: Untold) -> HomeOn:
    """Put together a home whose day has no row: its names as HomeOn begins with them, and what else speaks for it."""
    report = rest.reports[0] if rest.reports else None
    known = told(day, Span(*operates, rest.first_on), None, report, rest.paper)
    if known.reported_on is None or report is None:
        return HomeOn(*home_begins(about, day, known))._replace(pending=known.pending)
    before = rest.reports[1] if len(rest.reports) > 1 else None
    flags = flags_of(report, today=day, before=before)
    return HomeOn(*home_begins(about, day, known))._replace(said=report, flags=flags)


def home_begins(about: Sequence[Any], day: date, known: Told) -> tuple[Any, ...]:
    """Give the fields a home begins with: where it is, what it is called, and what is told of it on the day."""
    county, county_name, home, code, name, township, township_name = about
    return county, county_name or "", home, code, name, township, township_name or "", day, *known[:6]
