"""Keeping the census: the days of every home an act touches are counted anew inside the act's own transaction.

The homes' locks are held by whoever touched them, so nobody else writes their days. The sums of a county are wanted by
all of its homes at once: they are added in one order and at the very last moment before COMMIT.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.census import queries
from app.census.queries import days as kept
from app.census.queries.days import Home
from app.census.queries.facts import facts_between, first_days
from app.census.rules.days import DayCount, days_of
from app.census.rules.rollup import ROLLED, difference
from app.core.clock import business_date
from app.core.db import closer, last_closer, uncounted_homes
from app.core.scope import Scope
from app.institutions.queries import homes_in, lock_homes

__all__ = ["add_up_counties", "count_touched", "open_days"]

HOMES_AT_ONCE = 40
"""Homes read together: enough to spare statements, few enough to hold their years in memory."""

Sums = dict[tuple[int, date], tuple[int, ...]]


@dataclass(slots=True)
class Work:
    """What one home has to be counted for: from `begin` to `end`, where `first_on` is its first day with rows."""

    home: Home
    first_on: date | None
    begin: date
    end: date
    days: list[DayCount] = field(default_factory=list)


@closer
async def count_touched(session: AsyncSession) -> None:
    """Count the touched homes' opened days anew, before the answer shows them."""
    touched = {(each.county, each.institution_id): each.since for each in uncounted_homes(session)}
    if not touched:
        return
    opened = await kept.openings(session, {county for county, _home in touched})
    since = {home: day for home, day in touched.items() if home[0] in opened}
    if since:
        await _keep(session, since, opened)


@last_closer
async def add_up_counties(session: AsyncSession) -> None:
    """Add what the homes' days gained to their counties' sums."""
    sums: Sums = session.sync_session.info.pop("census_sums", {})
    await kept.add_to_counties(session, {key: gained for key, gained in sums.items() if any(gained)})


async def open_days(session: AsyncSession, county: int) -> int:
    """Open a county's days up to today for all its homes at once, and give how many days were opened.

    Homes are locked in ascending order, so that a day is opened on what is committed. Whoever calls acts in the whole
    county.
    """
    today = await business_date(session)
    before = (await kept.openings(session, [county])).get(county)
    scope = Scope(regions=frozenset({county}))
    ids = [home.id for home in await homes_in(session, scope)]
    if not ids or (before is not None and before >= today):
        return 0
    homes = [(county, home.id) for home in await lock_homes(session, scope, ids)]
    await _keep(session, dict.fromkeys(homes, today), {county: today})
    await kept.open_county(session, county, today)
    return (today - before).days if before else 1


async def _keep(session: AsyncSession, since: Mapping[Home, date], opened: Mapping[int, date]) -> None:
    homes = sorted(since)
    stood = await kept.kept_homes(session, homes)
    firsts = await first_days(session, homes)
    works = [_work(home, since[home], opened[home[0]], firsts.get(home), stood.get(home)) for home in homes]
    for begin, end in sorted({(work.begin, work.end) for work in works}):
        together = [work for work in works if (work.begin, work.end) == (begin, end)]
        for at in range(0, len(together), HOMES_AT_ONCE):
            await _count(session, together[at : at + HOMES_AT_ONCE], begin, end)
    changed = {work.home: (work.first_on, work.end) for work in works}
    await kept.say_kept(session, {home: said for home, said in changed.items() if stood.get(home) != said})


def _work(
    home: Home, since: date, opened_to: date, first_on: date | None, stood: tuple[date | None, date] | None
) -> Work:
    """Say from which day a home is counted: where the act began, where counting stopped, or where its rows begin."""
    first_on = first_on if first_on is not None and first_on <= opened_to else None
    stood_first, counted_to = stood or (None, opened_to)
    earliest = min((day for day in (stood_first, first_on) if day is not None), default=None)
    if earliest is None:
        return Work(home, None, opened_to + timedelta(days=1), opened_to)
    begin = min(since, counted_to + timedelta(days=1)) if stood_first == first_on else earliest
    return Work(home, first_on, max(begin, earliest), opened_to)


async def _count(session: AsyncSession, works: list[Work], begin: date, end: date) -> None:
    """Count the days from begin to end of some homes, write what differs, and note what their counties gain."""
    if begin > end:
        return
    homes = [work.home for work in works]
    before = await kept.counted_days(session, homes, begin, end)
    after = await _counted(session, [work for work in works if work.first_on is not None], begin, end)
    sums: Sums = session.sync_session.info.setdefault("census_sums", {})
    changed: dict[Home, list[DayCount]] = {}
    for home in homes:
        old, new = before[home], after.get(home, {})
        changed[home] = [day for day in new.values() if old.get(day.day) != day]
        gone = sorted(old.keys() - new.keys())
        if gone:
            await kept.remove_days(session, home, gone)
        for day in [*(each.day for each in changed[home]), *gone]:
            _add(sums, (home[0], day), difference(old.get(day), new.get(day)))
    await kept.write_days(session, changed)


async def _counted(
    session: AsyncSession, works: list[Work], begin: date, end: date
) -> dict[Home, dict[date, DayCount]]:
    if not works:
        return {}
    homes = [work.home for work in works]
    firsts = {work.home: max(begin, work.first_on or begin) for work in works}
    # What moved on the first day shows only beside the day before it.
    eve = begin - timedelta(days=1)
    scope = Scope(homes=frozenset(homes))
    facts = await facts_between(session, scope, eve, end)
    rulings = await queries.rulings_between(session, {county for county, _home in homes}, eve, end)
    found: dict[Home, dict[date, DayCount]] = {}
    for home in facts:
        key = (home.county, home.institution_id)
        counted = days_of(home, rulings.get(home.county, ()), firsts[key], end)
        found[key] = {day.day: day for day in counted}
    return found


def _add(sums: Sums, key: tuple[int, date], gained: tuple[int, ...]) -> None:
    standing = sums.get(key) or (0,) * len(ROLLED)
    sums[key] = tuple(one + more for one, more in zip(standing, gained, strict=True))
