"""Homes without rows of their own on a day: what they reported last, and the paper on their beds.

They are found through the index on `census_homes`, never by reading all homes: every home of an open county has a row
there, so only counties that have never been opened are read as a whole.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Date,
    FromClause,
    Integer,
    Select,
    bindparam,
    cast,
    func,
    null,
    or_,
    select,
    true,
    union_all,
)  # fmt: skip
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau.queries.tables import DAY, FIRST, LAST, home_spans, homes, papers, reports
from app.bureau.rules.telling import Span
from app.census.rules.reported import Reported, ReportedKind

__all__ = [
    "ASKED", "Home", "Paper", "Silent", "newest", "papers_between", "reports_between", "silent_between", "silent_on",
]  # fmt: skip

Home = tuple[int, int]
UNOPENED = bindparam("unopened", type_=ARRAY(Integer))
COUNTIES, IDS = bindparam("counties", type_=ARRAY(Integer)), bindparam("ids", type_=ARRAY(BigInteger))
ASKED = func.unnest(COUNTIES, IDS).table_valued("county", "institution_id", name="asked").render_derived()
"""Homes that a statement is given one by one."""


class Silent(NamedTuple):
    """A home that has no rows of its own yet, and its newest report where one day is asked for."""

    county: int
    institution_id: int
    span: Span
    report: Reported | None = None


class Paper(NamedTuple):
    """A registered figure 核定 as a paper says it."""

    value: int
    from_on: date
    to_on: date


def newest(home: FromClause, how_many: int) -> FromClause:
    """Give the newest reports of a home of that day or before, by an index that stops after so many."""
    said = reports.c
    return (
        select(said.as_of, said.registered, said.occupied, said.available, said.admitted)
        .where(
            said.county == home.c.county,
            said.institution_id == home.c.institution_id,
            *_of_the_rate(),
            said.as_of <= DAY,
        )
        .order_by(said.as_of.desc())
        .limit(how_many)
        .lateral("newest")
    )


def _of_the_rate() -> Any:
    """Only reports of all residential beds make the occupancy; special kinds of the source stand apart."""
    return reports.c.kind == ReportedKind.RESIDENTIAL.value, reports.c.code == ""


def _silent(since: Any) -> Select[Any]:
    """Name the homes that have no rows of their own on the first day asked for."""
    known = home_spans.c
    late = select(known.county, known.institution_id, known.first_on).where(
        or_(known.first_on.is_(None), known.first_on > since)
    )
    unopened = select(homes.c.county, homes.c.institution_id, cast(null(), Date)).where(
        homes.c.county == func.any(UNOPENED)
    )
    found = union_all(late, unopened).subquery("silent")
    here = (homes.c.county == found.c.county) & (homes.c.institution_id == found.c.institution_id)
    return select(
        homes.c.county, homes.c.institution_id, homes.c.opened_on, homes.c.closed_on, found.c.first_on
    ).select_from(found.join(homes, here))


_NEWEST = newest(homes, 1)
_SILENT_ON = (
    _silent(DAY)
    .add_columns(_NEWEST.c.as_of, _NEWEST.c.registered, _NEWEST.c.occupied, _NEWEST.c.available)
    .outerjoin(_NEWEST, true())
)
_SILENT_BETWEEN = _silent(FIRST)


async def silent_on(session: AsyncSession, day: date, unopened: Collection[int]) -> list[Silent]:
    """Give the homes without rows of their own on a day, each with its newest report; `unopened` are counties."""
    rows = await session.execute(_SILENT_ON, {"day": day, "unopened": sorted(unopened)})
    return [
        Silent(row[0], row[1], Span(*row[2:5]), None if row[5] is None else Reported(*row[5:9]))
        for row in rows
    ]  # fmt: skip


async def silent_between(
    session: AsyncSession, first: date, unopened: Collection[int], county: int | None = None
) -> list[Silent]:
    """Give the homes that had no rows of their own on the first of some days; with or without reports."""
    wanted = _SILENT_BETWEEN if county is None else _SILENT_BETWEEN.where(homes.c.county == county)
    rows = await session.execute(wanted, {"first": first, "unopened": sorted(unopened)})
    return [Silent(row[0], row[1], Span(*row[2:5])) for row in rows]


def _of_asked(table: Any, *columns: Any) -> Select[Any]:
    here = (table.c.county == ASKED.c.county) & (table.c.institution_id == ASKED.c.institution_id)
    return select(table.c.institution_id, *columns).select_from(ASKED.join(table, here))


_PAPERS = _of_asked(papers, papers.c.value, papers.c.from_on, papers.c.to_on).where(
    papers.c.from_on <= LAST, papers.c.to_on > FIRST
)
_REPORTS = (
    _of_asked(reports, reports.c.as_of, reports.c.registered, reports.c.occupied, reports.c.available)
    .where(*_of_the_rate(), reports.c.as_of <= LAST)
    .order_by(reports.c.as_of)
)


async def papers_between(
    session: AsyncSession, asked: Collection[Home], first: date, last: date
) -> dict[int, list[Paper]]:
    """Give the papers of some homes that cover a day from the first to the last."""
    found: dict[int, list[Paper]] = {}
    if asked:
        for home, *paper in await session.execute(_PAPERS, _asking(asked) | {"first": first, "last": last}):
            found.setdefault(home, []).append(Paper(*paper))
    return found


async def reports_between(session: AsyncSession, asked: Collection[Home], last: date) -> dict[int, list[Reported]]:
    """Give what some homes have reported up to a day, the oldest first."""
    found: dict[int, list[Reported]] = {}
    if asked:
        for home, *said in await session.execute(_REPORTS, _asking(asked) | {"last": last}):
            found.setdefault(home, []).append(Reported(*said))
    return found


def _asking(asked: Collection[Home]) -> dict[str, list[int]]:
    homes_asked = list(asked)
    return {"counties": [county for county, _home in homes_asked], "ids": [home for _county, home in homes_asked]}
