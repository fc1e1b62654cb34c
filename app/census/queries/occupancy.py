"""Occupancy of homes on any day: the one door through which every other storey asks for it.

Opened days are read from the census; a day that is not open yet, such as one to come, is counted from the rows. A home
that has no rows of its own by that day is known by what it reported.
"""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries.days import counted_days, kept_homes, openings
from app.census.queries.facts import facts_between, first_days
from app.census.queries.onpaper import homes_on_paper
from app.census.queries.rulings import rulings_between
from app.census.rules.occupancy import HomeOccupancy, occupancy_of
from app.census.rules.read import occupancy_read
from app.census.rules.rulings import answers_on
from app.census.rules.speaking import HomeOnPaper, spoken
from app.core.scope import Scope

__all__ = ["occupancy", "occupancy_series"]

Home = tuple[int, int]
Found = dict[Home, dict[date, HomeOccupancy]]


async def occupancy(
    session: AsyncSession,
    scope: Scope,
    as_of: date,
    *,
    institution_id: int | None = None,
    county: int | None = None,
) -> list[HomeOccupancy]:
    """Give every home of the scope at the end of a day, in the order of county and code; a few statements for all.

    Homes that are closed, not yet open, without a document or without any figure are there too: their `standing` says
    so, and their `source` says whether their own rows or their newest report speaks.
    """
    homes = await homes_on_paper(session, scope, as_of, institution_id=institution_id, county=county)
    found = await _between(session, homes, as_of, as_of)
    return [found[(home.county, home.institution_id)].get(as_of) or spoken(home, as_of) for home in homes]


async def occupancy_series(
    session: AsyncSession, scope: Scope, institution_id: int, first: date, last: date
) -> list[HomeOccupancy]:
    """Give one home day by day, both ends included, by as many statements as a single day takes."""
    homes = await homes_on_paper(session, scope, last, institution_id=institution_id, since=first)
    found = await _between(session, homes, first, last)
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return [
        found[(home.county, home.institution_id)].get(day) or spoken(home, day) for home in homes for day in days
    ]  # fmt: skip


async def _between(session: AsyncSession, homes: list[HomeOnPaper], first: date, last: date) -> Found:
    """Give the days on which homes have rows of their own: counted ones from the census, the others from the rows."""
    keys = [(home.county, home.institution_id) for home in homes]
    named = dict(zip(keys, homes, strict=True))
    found: Found = {key: {} for key in keys}
    if not keys:
        return found
    opened = await openings(session, {home.county for home in homes})
    kept = await kept_homes(session, keys) if opened else {}
    for key, days in (await counted_days(session, kept, first, last) if kept else {}).items():
        found[key] = {day: occupancy_read(named[key], counted) for day, counted in days.items()}
    open_to = {key: min(kept[key][1], opened[key[0]]) if key in kept else first - timedelta(days=1) for key in keys}
    live = [key for key in keys if open_to[key] < last]
    if live:
        await _count(session, live, {key: max(first, open_to[key] + timedelta(days=1)) for key in live}, last, found)
    return found


async def _count(
    session: AsyncSession, live: Collection[Home], begin: dict[Home, date], last: date, found: Found
) -> None:
    first = min(begin.values())
    own = await first_days(session, list(live))
    facts = await facts_between(session, Scope(homes=frozenset(live)), first, last)
    rulings = await rulings_between(session, {county for county, _home in live}, first, last)
    for home in facts:
        key = (home.county, home.institution_id)
        since = own.get(key)
        for step in range((last - begin[key]).days + 1 if since is not None else 0):
            day = begin[key] + timedelta(days=step)
            if since is not None and since <= day:
                found[key][day] = occupancy_of(home, answers_on(rulings.get(home.county, ()), day), day)
