"""Facts follow the files: when something about a person changes, their application says so in an event of its own."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.clock import business_date
from app.core.db import closer
from app.core.i18n import _
from app.core.people_changed import changed_people
from app.waitlist.errors import EntryRefused
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries.entries import (
    entries_of_people,
    facts_of,
    live_entry_of,
    lock_entries,
    people_of_entries,
    waits_somewhere,
)
from app.waitlist.queries.people import Person, people_of
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.steps import EntryState, EventKind
from app.waitlist.service.linking import merge_into
from app.waitlist.service.parting import part_again
from app.waitlist.service.saying import say
from app.waitlist.service.seeing import over_county
from app.waitlist.service.telling import noting_drops

__all__ = ["file_differs", "reread_changed", "reread_entries"]


@closer
async def reread_changed(session: AsyncSession) -> None:
    """Read anew what counts of the people whose files this transaction changed, before the answer is drawn.

    The application may be with homes the caller does not see, so this moment is the system's, in the county alone.
    """
    people = changed_people(session)
    if not people:
        return
    await session.flush()
    for county in sorted({county for county, _elder in people}):
        elders = sorted(elder for at, elder in people if at == county)
        if not await waits_somewhere(session, county, elders):
            continue
        async with over_county(session, county) as system:
            ids = await entries_of_people(session, county, elders)
            if await part_again(session, system, county, elders, ids):
                ids = await entries_of_people(session, county, elders)
            if ids:
                await reread_entries(session, system, county, ids)


async def reread_entries(session: AsyncSession, actor: Actor, county: int, ids: list[int]) -> list[WaitlistEntry]:
    """Take what people's files say now into their applications: low-level, under the county's eyes.

    Gives those that changed. Who died leaves the list, unless an offer is open: that is settled first.
    """
    locked = await _locked(session, county, ids)
    people = await people_of(
        session, county, [entry.elder_id for entry in locked.values()], await business_date(session)
    )
    changed = [(entry, told) for entry in locked.values() if (told := _differences(entry, people.get(entry.elder_id)))]
    moved = [(entry, people[entry.elder_id]) for entry in locked.values() if _is_moved(people.get(entry.elder_id))]
    if not changed and not moved:
        return []
    first = (changed[0][0] if changed else moved[0][0]).number
    async with noting_drops(session, actor, county, cause="facts", number=first):
        for entry, told in changed:
            await say(session, actor, entry, EventKind.FACTS_CHANGED, _("档案有变化"), **told)
            await _let_the_dead_go(session, actor, entry)
        for entry, person in moved:
            await _follow_file(session, actor, entry, person)
    return [entry for entry, _told in changed]


async def _locked(session: AsyncSession, county: int, ids: list[int]) -> dict[int, WaitlistEntry]:
    """Lock the entries, and with them those of the files that theirs were merged into: all at once, in one order."""
    people = await people_of(
        session, county, await people_of_entries(session, county, ids), await business_date(session)
    )
    kept = [person.merged_into_id for person in people.values() if person.merged_into_id is not None]
    return await lock_entries(session, county, {*ids, *(await entries_of_people(session, county, kept))})


async def file_differs(session: AsyncSession, entry: WaitlistEntry) -> dict[str, Any]:
    """Give what the person's file says now and the entry does not: nothing is read while an entry is over."""
    people = await people_of(session, entry.county, [entry.elder_id], await business_date(session))
    return _differences(entry, people.get(entry.elder_id))


def _differences(entry: WaitlistEntry, person: Person | None) -> dict[str, Any]:
    if person is None or person.merged_into_id is not None:
        return {}
    standing: EntryFacts = facts_of(entry)
    told = person.told(standing.categories_checked_at)
    return {name: value for name, value in told.items() if getattr(standing, name) != value}


def _is_moved(person: Person | None) -> bool:
    return person is not None and person.merged_into_id is not None


async def _let_the_dead_go(session: AsyncSession, actor: Actor, entry: WaitlistEntry) -> None:
    if facts_of(entry).died_on is not None and entry.state is not EntryState.OFFERED:
        await say(session, actor, entry, EventKind.REMOVED, _("老人去世"))


async def _follow_file(session: AsyncSession, actor: Actor, entry: WaitlistEntry, person: Person) -> None:
    """Go with a file into the one it was merged into; of two applications the one accepted first stays."""
    county, kept_id = entry.county, person.merged_into_id
    if kept_id is None:
        return
    scope = actor.scope("waitlist.see")
    there = await live_entry_of(session, scope, county, kept_id)
    if EntryState.OFFERED in {entry.state, there.state if there else None}:
        raise EntryRefused(_("这位老人有一份床位通知没有了结。请先办完或收回通知，再合并档案"))
    kept = (await people_of(session, county, [kept_id], await business_date(session)))[kept_id]
    reason = _("两份档案合并")
    if there is not None:
        first, second = sorted((entry, there), key=lambda one: (one.accepted_at, one.receipt_year, one.receipt_no))
        await merge_into(session, actor, first, second, reason)
        entry = first
    told = kept.told(facts_of(entry).categories_checked_at)
    await say(session, actor, entry, EventKind.FACTS_CHANGED, reason, elder_id=kept_id, **told)
