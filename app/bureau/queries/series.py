"""Days one after the other: one index range of kept sums, and the steps of the homes without rows."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, Date, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import MarkKind
from app.bureau.queries.silent import Home, papers_between, reports_between, silent_between
from app.bureau.queries.silent import Silent as SilentHome
from app.bureau.queries.tables import FIRST, LAST, MINE, counties, days, home_spans, homes, mine, openings
from app.bureau.rules.series import MarksOn, SeriesDay, Summed, joined, month_ends, of_home
from app.bureau.rules.steps import History, Run, silent_runs
from app.bureau.rules.telling import Own, Span
from app.census.rules.measures import LYING, MARKED

__all__ = ["county_series", "home_series", "marks_over", "silent_series"]

_OPENINGS = select(mine.c.county, openings.c.opened_to).select_from(
    mine.outerjoin(openings, openings.c.county == mine.c.county)
)
SUMS = (
    counties.c.registered, counties.c.counted, counties.c.counted_homes, counties.c.left_homes, counties.c.left_people,
    counties.c.in_residence, counties.c.existing, counties.c.existing - counties.c.closed,
    counties.c.slept + counties.c.private,
)  # fmt: skip
MARKS = tuple(counties.c[name] for name in (*MARKED, *LYING))
_IN_RANGE = (counties.c.day >= FIRST, counties.c.day <= LAST)
# The row policy says the same, but only a condition written here finds a caller's few counties by their index.
_OF_MINE = counties.c.county == MINE
_ONE_COUNTY = select(counties.c.day, *SUMS, *MARKS).where(counties.c.county == bindparam("county"), *_IN_RANGE)
_ALL_COUNTIES = (
    select(counties.c.day, *(func.sum(number) for number in (*SUMS, *MARKS)))
    .where(_OF_MINE, *_IN_RANGE)
    .group_by(counties.c.day)
)
_MARKS = (
    select(counties.c.day, *(func.sum(number) for number in (counties.c.existing, counties.c.in_residence, *MARKS)))
    .where(counties.c.day == func.any(bindparam("days", type_=ARRAY(Date))))
    .group_by(counties.c.day)
    .order_by(counties.c.day)
)
_HOME = (
    select(homes.c.county, homes.c.opened_on, homes.c.closed_on, home_spans.c.first_on, openings.c.opened_to)
    .select_from(homes)
    .outerjoin(
        home_spans,
        (home_spans.c.county == homes.c.county) & (home_spans.c.institution_id == homes.c.institution_id),
    )
    .outerjoin(openings, openings.c.county == homes.c.county)
    .where(homes.c.institution_id == bindparam("home"))
)
_HOME_DAYS = select(
    days.c.day, days.c.standing, days.c.registered, days.c.counted, days.c.in_residence, days.c.existing,
    days.c.existing - days.c.closed, days.c.slept + days.c.private, *(days.c[name] for name in (*MARKED, *LYING)),
).where(
    days.c.county == bindparam("county"), days.c.institution_id == bindparam("home"), days.c.day >= FIRST,
    days.c.day <= LAST,
)  # fmt: skip


async def county_series(session: AsyncSession, county: int | None, first: date, last: date) -> list[SeriesDay]:
    """Give a county day by day, both ends included; None is all of the caller's counties together.

    It ends with the last day that is open in every county asked for, and days of which nothing is known are not there.
    """
    end, runs = await silent_series(session, county, first, last)
    if not runs:
        return []
    wanted = _ALL_COUNTIES if county is None else _ONE_COUNTY
    asking = {"first": first, "last": end} | ({} if county is None else {"county": county})
    kept = {row[0]: _summed(row) for row in await session.execute(wanted, asking)}
    return list(joined(kept, runs))


async def silent_series(session: AsyncSession, county: int | None, first: date, last: date) -> tuple[date, list[Run]]:
    """Say where a series ends, and what homes without rows of their own add to its days."""
    opened = {row[0]: row[1] for row in await session.execute(_OPENINGS) if county is None or row[0] == county}
    end = min([last, *(day for day in opened.values() if day is not None)]) if opened else date.min
    if end < first:
        return end, []
    unopened = [code for code, day in opened.items() if day is None]
    return end, await _runs(session, await silent_between(session, first, unopened, county), first, end)


async def home_series(session: AsyncSession, institution_id: int, first: date, last: date) -> list[SeriesDay]:
    """Give a home day by day, both ends included, as far as its county's days are open."""
    home = (await session.execute(_HOME, {"home": institution_id})).one_or_none()
    if home is None:
        return []
    last = min(last, home.opened_to or last)
    asking = {"county": home.county, "home": institution_id, "first": first, "last": last}
    kept = {row[0]: _own(row) for row in await session.execute(_HOME_DAYS, asking)}
    span = Span(home.opened_on, home.closed_on, home.first_on)
    late = span.first_on is None or span.first_on > first
    silent = [SilentHome(home.county, institution_id, span)] if late else []
    return list(joined(kept, await _runs(session, silent, first, last)))


async def marks_over(
    session: AsyncSession, county: int | None, first: date, last: date, *, monthly: bool = True
) -> list[MarksOn]:
    """Give beds and people by mark at the end of each month, or day by day; the last day is always there."""
    if not monthly:
        series = await county_series(session, county, first, last)
        return [MarksOn(one.day, one.existing, one.in_residence, one.beds, one.people_by_mark) for one in series]
    wanted = _MARKS if county is None else _MARKS.where(counties.c.county == county)
    rows = await session.execute(wanted, {"days": month_ends(first, last)})
    return [_marks(row) for row in rows]


def _marks(row: Any) -> MarksOn:
    beds, people = row[3 : 3 + len(MARKED)], row[3 + len(MARKED) :]
    return MarksOn(
        row[0], row[1], row[2], dict(zip(MarkKind, beds, strict=True)), dict(zip(MarkKind, people, strict=True))
    )


async def _runs(session: AsyncSession, silent: Sequence[SilentHome], first: date, last: date) -> list[Run]:
    """Add up what the homes without rows say."""
    if last < first:
        return []
    asked: Collection[Home] = [(one.county, one.institution_id) for one in silent]
    reports = await reports_between(session, asked, last)
    bare = {home for home, said in reports.items() if any(one.registered is None for one in said)}
    papers = await papers_between(session, [home for home in asked if home[1] in bare], first, last)
    histories = (
        History(one.span, reports.get(one.institution_id, ()), papers.get(one.institution_id, ())) for one in silent
    )
    return silent_runs(histories, first, last)


def _summed(row: Any) -> Summed:
    marks = 1 + len(SUMS)
    sums: tuple[Any, ...] = (*row[:marks], row[marks : marks + len(MARKED)], row[marks + len(MARKED) :])
    return Summed(*sums)


def _own(row: Any) -> Summed:
    return of_home(row[0], Own(*row[1:5]), row[5:8], row[8 : 8 + len(MARKED)], row[8 + len(MARKED) :])
