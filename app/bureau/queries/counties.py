"""Counties on one day: their kept sums, and the homes that only report."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, Integer, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau.queries.silent import Silent, papers_between, silent_on
from app.bureau.queries.tables import DAY, counties, home_spans, homes, mine, openings, regions
from app.bureau.rules.counties import CountyOn, county_on
from app.bureau.rules.telling import Span, Told, told

__all__ = ["counties_on"]

# Asked name by name: a join would read every township of the country for a handful of counties.
_NAME = select(regions.c.name).where(regions.c.code == mine.c.county).scalar_subquery().label("name")
_COUNTIES = (
    select(
        mine.c.county, _NAME, openings.c.opened_to, counties.c.counted_homes, counties.c.registered,
        counties.c.counted, counties.c.left_homes, counties.c.left_people, counties.c.existing,
        (counties.c.existing - counties.c.closed).label("available"),
        (counties.c.slept + counties.c.private).label("occupied"), counties.c.in_residence,
    )
    .select_from(mine)
    .outerjoin(openings, openings.c.county == mine.c.county)
    .outerjoin(counties, (counties.c.county == mine.c.county) & (counties.c.day == DAY))
    .order_by(mine.c.county)
)  # fmt: skip
_PENDING = (
    select(homes.c.county, homes.c.institution_id, homes.c.opened_on, homes.c.closed_on, home_spans.c.first_on)
    .select_from(home_spans)
    .join(homes, (homes.c.county == home_spans.c.county) & (homes.c.institution_id == home_spans.c.institution_id))
    .where(home_spans.c.county == func.any(bindparam("lagging", type_=ARRAY(Integer))), home_spans.c.first_on <= DAY)
)


async def counties_on(session: AsyncSession, day: date) -> list[CountyOn]:
    """Give every county of the caller that has homes at the end of a day, in the order of codes."""
    rows = (await session.execute(_COUNTIES, {"day": day})).all()
    others = await _others(session, day, rows)
    return [
        county_on(row.county, row.name or "", day, row[3:], others.get(row.county, ()))
        for row in rows
        if row.counted_homes is not None or row.county in others
    ]


async def _others(session: AsyncSession, day: date, rows: Iterable[Any]) -> dict[int, list[Told]]:
    """Tell of the homes that have no row that day, by county."""
    unopened, lagging = [], []
    for row in rows:
        if row.opened_to is None:
            unopened.append(row.county)
        elif row.opened_to < day:
            lagging.append(row.county)
    silent = await silent_on(session, day, unopened)
    bare = [one for one in silent if one.report is not None and one.report.registered is None]
    papers = await papers_between(session, [(one.county, one.institution_id) for one in bare], day, day)
    found: dict[int, list[Told]] = {}
    for one in [*silent, *await _pending(session, day, lagging)]:
        paper = papers.get(one.institution_id)
        known = told(day, one.span, None, one.report, paper[0].value if paper else None)
        found.setdefault(one.county, []).append(known)
    return found


async def _pending(session: AsyncSession, day: date, lagging: list[int]) -> list[Silent]:
    """Name the homes whose own rows would speak if their county's day were open."""
    if not lagging:
        return []
    rows = await session.execute(_PENDING, {"day": day, "lagging": lagging})
    return [Silent(row[0], row[1], Span(*row[2:5])) for row in rows]
