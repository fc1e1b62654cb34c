"""Keeping the census: the days of every home an act touches are counted anew inside the act's own transaction.

The homes' locks are held by whoever touched them, so nobody else writes their days. The sums of a county are wanted by
all of its homes at once: they are added in one order and at the very last moment before COMMIT.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.census import queries
from app.census.queries import days as kept
from app.census.queries.days import Home
from app.census.queries.facts import facts_between, first_days
from app.census.rules.days import days_of
from app.census.rules.facts import HomeFacts
from app.census.rules.rulings import Answer
from app.census.service.one_home import keep_one
from app.census.service.writing import Days, add_sums, beside, write_days, write_left
from app.core.clock import business_date
from app.core.db import closer, last_closer, uncounted_homes
from app.core.scope import Scope
from app.institutions.queries import homes_in, lock_homes

__all__ = ["add_up_counties", "count_touched", "open_days"]

HOMES_AT_ONCE, HOME_DAYS_AT_ONCE = 40, 4_000
"""What is read together: enough to spare statements, little enough that nobody waits while it is taken apart."""
Unseen = dict[Home, tuple[date, date | None]]
"""Homes that may be too new for whoever opens days to see: since when to count them, and what was open by then."""


@dataclass(slots=True)
class Work:
    """What one home has to be counted for: from `begin` to `end`, where `first_on` is its first day with rows."""

    home: Home
    first_on: date | None
    begin: date
    end: date


@closer
async def count_touched(session: AsyncSession) -> None:
    """Count the touched homes' opened days anew, before the answer shows them."""
    await write_left(session)
    touched = {(each.county, each.institution_id): each.since for each in uncounted_homes(session)}
    if not touched or (len(touched) == 1 and await keep_one(session, *next(iter(touched.items())))):
        return
    opened = await kept.openings(session, {county for county, _home in touched})
    since = {home: day for home, day in touched.items() if home[0] in opened}
    new = {home for home in touched if home not in since}
    if since:
        new |= await _keep(session, since, opened)
    unseen: Unseen = session.sync_session.info.setdefault("census_unseen", {})
    unseen |= {home: (touched[home], opened.get(home[0])) for home in new}


@last_closer
async def add_up_counties(session: AsyncSession) -> None:
    """Add what the homes' days gained to their counties' sums."""
    await write_left(session)
    await _catch_up(session)
    await add_sums(session)


async def _catch_up(session: AsyncSession) -> None:
    """Count homes again whose county was opened further meanwhile: nobody who opens days locks a home he cannot see yet."""
    unseen: Unseen = session.sync_session.info.pop("census_unseen", {})
    if not unseen:
        return
    counties = {county for county, _home in unseen}
    await kept.wait_for_opening(session, counties)
    opened = await kept.openings(session, counties)
    since = {home: day for home, (day, before) in unseen.items() if opened.get(home[0]) != before}
    if since:
        await _keep(session, since, opened)


async def open_days(session: AsyncSession, county: int) -> int:
    """Open a county's days up to today for all its homes at once, and give how many days were opened.

    Homes are locked in ascending order, so that a day is opened on what is committed. Whoever calls acts in the whole
    county.
    """
    today = await business_date(session)
    before = (await kept.openings(session, [county])).get(county)
    scope = Scope(regions=frozenset({county}))
    # A city that has homes of its own is a tenant too, and its code covers those of its counties.
    ids = [home.id for home in await homes_in(session, scope) if home.county == county]
    if not ids or (before is not None and before >= today):
        return 0
    await _open_homes(session, county, ids, today)
    # A home that was made meanwhile is either seen now, or its own act counts the new day.
    await kept.wait_for_acts(session, county)
    later = [home.id for home in await homes_in(session, scope) if home.county == county]
    if made := [home for home in later if home not in ids]:
        await _open_homes(session, county, made, today)
    await kept.open_county(session, county, today)
    return (today - before).days if before else 1


async def _open_homes(session: AsyncSession, county: int, ids: list[int], today: date) -> None:
    homes = await lock_homes(session, Scope(regions=frozenset({county})), ids)
    await _keep(session, dict.fromkeys([(county, home.id) for home in homes], today), {county: today})


async def _keep(session: AsyncSession, since: Mapping[Home, date], opened: Mapping[int, date]) -> set[Home]:
    """Count homes, and name those that had never been counted."""
    homes = sorted(since)
    stood = await kept.kept_homes(session, homes)
    firsts = await first_days(session, homes)
    works = [_work(home, since[home], opened[home[0]], firsts.get(home), stood.get(home)) for home in homes]
    for begin, end in sorted({(work.begin, work.end) for work in works}):
        together = [work for work in works if (work.begin, work.end) == (begin, end)]
        for some in _some_at_once(together, (end - begin).days + 1):
            await _count(session, some, begin, end)
    changed = {work.home: (work.first_on, work.end) for work in works}
    await kept.say_kept(session, {home: said for home, said in changed.items() if stood.get(home) != said})
    return set(homes) - set(stood)


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


def _some_at_once(works: list[Work], days: int) -> Iterator[list[Work]]:
    """Part homes that are counted for so many days each."""
    step = max(1, min(HOMES_AT_ONCE, HOME_DAYS_AT_ONCE // max(days, 1)))
    return (works[at : at + step] for at in range(0, len(works), step))


async def _count(session: AsyncSession, works: list[Work], begin: date, end: date) -> None:
    """Count the days from begin to end of some homes, write what differs, and note what their counties gain."""
    if begin > end:
        return
    homes = [work.home for work in works]
    before = await kept.counted_days(session, homes, begin, end)
    after = await _counted(session, [work for work in works if work.first_on is not None], begin, end)
    await write_days(session, homes, before, after)


async def _counted(session: AsyncSession, works: list[Work], begin: date, end: date) -> dict[Home, Days]:
    if not works:
        return {}
    homes = [work.home for work in works]
    # What moved on the first day shows only beside the day before it.
    eve = begin - timedelta(days=1)
    facts = await facts_between(session, Scope(homes=frozenset(homes)), eve, end)
    rulings = await queries.rulings_between(session, {county for county, _home in homes}, eve, end)
    return await _swept(works, facts, rulings, begin, end)


async def _swept(
    works: Sequence[Work],
    facts: Sequence[HomeFacts],
    rulings: Mapping[int, Sequence[Answer]],
    begin: date,
    end: date,
) -> dict[Home, Days]:
    firsts = {work.home: max(begin, work.first_on or begin) for work in works}

    def sweep() -> dict[Home, Days]:
        found: dict[Home, Days] = {}
        for home in facts:
            key = (home.county, home.institution_id)
            counted = days_of(home, rulings.get(home.county, ()), firsts[key], end)
            found[key] = {day.day: day for day in counted}
        return found

    return await beside(len(works) * ((end - begin).days + 1), sweep)
