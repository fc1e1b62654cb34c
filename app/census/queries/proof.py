"""The proof of the census: every kept day counted again from the rows, every county's sums added up again."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Integer, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.census.models import CensusHome, CensusOpening, census_counties, census_days
from app.census.queries.days import Home, counted_days
from app.census.queries.facts import facts_between, first_days
from app.census.queries.rulings import rulings_between
from app.census.rules.days import DayCount, days_of, reconcile
from app.census.rules.measures import MEASURES
from app.census.rules.occupancy import Standing
from app.census.rules.rollup import ROLLED
from app.core.scope import Scope
from app.institutions.models import Institution

__all__ = ["WrongDay", "wrong_days", "wrong_sums"]

HOMES_AT_ONCE = 40


class WrongDay(NamedTuple):
    """One place where the census does not say what the rows say; `home` is None where a county's sum is wrong."""

    county: int
    home: int | None
    day: date | None
    measure: str
    kept: object
    counted: object


async def wrong_days(session: AsyncSession) -> AsyncIterator[WrongDay]:
    """Name every kept day that differs from its rows, is missing, is too many, or does not follow from the day before."""
    opened = {row[0]: row[1] for row in await session.execute(select(CensusOpening.county, CensusOpening.opened_to))}
    for county, opened_to in sorted(opened.items()):
        rows = select(Institution.id).where(Institution.county == county).order_by(Institution.id)
        homes = [(county, home) for home in await session.scalars(rows)]
        for at in range(0, len(homes), HOMES_AT_ONCE):
            async for wrong in _of_homes(session, homes[at : at + HOMES_AT_ONCE], opened_to):
                yield wrong


async def _of_homes(session: AsyncSession, homes: list[Home], opened_to: date) -> AsyncIterator[WrongDay]:
    firsts = await first_days(session, homes)
    own = {home: first for home in homes if (first := firsts.get(home)) is not None and first <= opened_to}
    kept = await counted_days(session, homes, date.min, date.max)
    for wrong in [*await _since(session, homes, own, opened_to)]:
        yield wrong
    counted = await _counted(session, own, opened_to)
    for home in homes:
        for wrong in _differences(home, kept[home], counted.get(home, {})):
            yield wrong


async def _since(session: AsyncSession, homes: list[Home], own: dict[Home, date], opened_to: date) -> list[WrongDay]:
    """Compare since when and up to when each home is said to be counted."""
    columns = (CensusHome.institution_id, CensusHome.first_on, CensusHome.counted_to)
    rows = await session.execute(select(*columns).where(CensusHome.county == homes[0][0]))
    said = {row[0]: (row[1], row[2]) for row in rows}
    return [
        WrongDay(county, home, None, "first_on, counted_to", said.get(home), (own.get((county, home)), opened_to))
        for county, home in homes
        if said.get(home) != (own.get((county, home)), opened_to)
    ]


async def _counted(session: AsyncSession, own: dict[Home, date], opened_to: date) -> dict[Home, dict[date, DayCount]]:
    if not own:
        return {}
    eve = min(own.values()) - timedelta(days=1)
    facts = await facts_between(session, Scope(homes=frozenset(own)), eve, opened_to)
    rulings = await rulings_between(session, {county for county, _home in own}, eve, opened_to)
    found: dict[Home, dict[date, DayCount]] = {}
    for home in facts:
        key = (home.county, home.institution_id)
        days = days_of(home, rulings.get(home.county, ()), own[key], opened_to)
        found[key] = {day.day: day for day in days}
    return found


def _differences(home: Home, kept: dict[date, DayCount], counted: dict[date, DayCount]) -> list[WrongDay]:
    wrong: list[WrongDay] = []
    before: DayCount | None = None
    for day in sorted(kept.keys() | counted.keys()):
        stands, right = kept.get(day), counted.get(day)
        if stands is None or right is None:
            wrong.append(WrongDay(*home, day, "day", "kept" if stands else "missing", "counted" if right else "none"))
            continue
        wrong += [
            WrongDay(*home, day, name, one, other) for name, one, other in _measures(stands, right) if one != other
        ]
        wrong += [WrongDay(*home, day, measure, "does not follow", "") for measure in reconcile(before, stands)]
        before = stands
    return wrong


def _measures(stands: DayCount, right: DayCount) -> list[tuple[str, object, object]]:
    plain: list[tuple[str, object, object]] = [
        ("standing", stands.standing, right.standing),
        ("registered", stands.registered, right.registered),
        ("flows", stands.flows, right.flows),
    ]
    return [*plain, *zip(MEASURES, stands.numbers, right.numbers, strict=True)]


async def wrong_sums(session: AsyncSession) -> list[WrongDay]:
    """Name every county's day whose sums are not those of its homes' days."""
    days = census_days.c
    part = case((days.standing == Standing.COUNTED, 1), else_=0)
    sums = {name: func.sum(days[name]) for name in MEASURES} | {
        "homes": func.count(),
        "counted_homes": func.sum(part),
        "left_homes": func.sum(case((days.standing == Standing.NO_DOCUMENT, 1), else_=0)),
        "left_people": func.sum((1 - part) * days.in_residence),
        "registered": func.sum(part * func.coalesce(days.registered, 0)),
        "counted": func.sum(part * days.counted),
    }
    columns = [cast(sums[name], Integer).label(name) for name in ROLLED]
    right = select(days.county, days.day, *columns).group_by(days.county, days.day).subquery()
    kept = census_counties.c
    zero = tuple(0 for _name in ROLLED)
    both = select(
        func.coalesce(kept.county, right.c.county), func.coalesce(kept.day, right.c.day),
        *(func.coalesce(kept[name], 0) for name in ROLLED), *(func.coalesce(right.c[name], 0) for name in ROLLED),
    ).select_from(
        census_counties.outerjoin(right, (kept.county == right.c.county) & (kept.day == right.c.day), full=True)
    )  # fmt: skip
    wrong: list[WrongDay] = []
    for row in await session.execute(both):
        stands, counted = tuple(row[2 : 2 + len(zero)]), tuple(row[2 + len(zero) :])
        wrong += [
            WrongDay(row[0], None, row[1], name, one, other)
            for name, one, other in zip(ROLLED, stands, counted, strict=True)
            if one != other
        ]
    return wrong
