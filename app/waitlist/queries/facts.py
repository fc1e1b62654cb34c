"""The facts of entries as they are and as they were at any instant, read once for each event."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import BigInteger, BindParameter, any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope
from app.waitlist.models import WaitlistEntry, WaitlistEvent
from app.waitlist.queries.entries import seen_by
from app.waitlist.queries.kept import kept_here
from app.waitlist.rules.facts import EntryFacts, from_json
from app.waitlist.rules.steps import LIVE, EntryState

__all__ = ["Newest", "entries_facts", "facts_after", "newest_events"]


async def entries_facts(
    session: AsyncSession,
    scope: Scope,
    county: int,
    *,
    home: int | None = None,
    at: datetime | None = None,
    states: Collection[EntryState] = LIVE,
) -> list[EntryFacts]:
    """Give the facts of the entries in these states: as they are, or as they were at an instant, from their events.

    `home` keeps those who wish for that home. The order is left to `rank`.
    """
    found = await newest_events(session, scope, county, home=home, at=at, states=states)
    return await facts_after(session, county, found, home=home, at=at, states=states)


Newest = list[tuple[int, int]]
"""Entries with their newest events, by the entry's id."""


async def newest_events(
    session: AsyncSession,
    scope: Scope,
    county: int,
    *,
    home: int | None = None,
    at: datetime | None = None,
    states: Collection[EntryState] = LIVE,
) -> Newest:
    """Give the entries the scope reaches with the newest event of each, up to an instant: what their facts rest on.

    Of a past instant every entry is given: its state and wishes of then stand in the event.
    """
    one, event = WaitlistEntry, WaitlistEvent
    mine = select(one.id, one.last_event_id.label("event_id")).where(one.county == county, seen_by(scope))
    if at is None:
        mine = mine.where(one.state.in_(sorted(states)))
        if home is not None:
            mine = mine.where(or_(one.institution_id == home, one.wish_2 == home, one.wish_3 == home, one.any_home))
    else:
        seen = mine.with_only_columns(one.id)
        mine = (
            select(event.entry_id.label("id"), event.id.label("event_id"))
            .ext(distinct_on(event.entry_id))
            .where(event.county == county, event.at <= at, event.entry_id.in_(seen))
            .order_by(event.entry_id, event.seq.desc())
        )
    rows = mine.subquery()
    together = select(
        func.array_agg(aggregate_order_by(rows.c.id, rows.c.id)),
        func.array_agg(aggregate_order_by(rows.c.event_id, rows.c.id)),
    )
    ids, events = (await session.execute(together)).one()
    return list(zip(ids or (), events or (), strict=True))


async def facts_after(
    session: AsyncSession,
    county: int,
    newest: Newest,
    *,
    home: int | None = None,
    at: datetime | None = None,
    states: Collection[EntryState] = LIVE,
) -> list[EntryFacts]:
    """Give the facts after these events: those that were not read before are read now."""
    kept = kept_here()
    unread = {entry_id: event_id for entry_id, event_id in newest if not event_id or event_id not in kept.facts}
    read: dict[int, EntryFacts] = {}
    for chunk in batched(unread, AT_ONCE):
        one, event = WaitlistEntry, WaitlistEvent
        rows = (
            select(one.id, one.last_event_id, one.facts).where(one.county == county, one.id == any_(_array(chunk)))
            if at is None
            else select(event.entry_id, event.id, event.after).where(
                event.county == county, event.id == any_(_array([unread[entry_id] for entry_id in chunk]))
            )
        )
        # What was written between the two questions is newer, and is kept under its own event.
        for entry_id, event_id, facts in await session.execute(rows):
            read[entry_id] = kept.keep_facts(event_id, from_json(facts, entry_id))
    found = [read[entry_id] if entry_id in read else kept.facts[event_id] for entry_id, event_id in newest
             if entry_id in read or event_id in kept.facts]  # fmt: skip
    return [each for each in found if each.state in states and (home is None or each.wants(home))]


AT_ONCE = 5_000


def batched(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    """Cut ids into lists of at most this many."""
    rest = iter(ids)
    while chunk := list(islice(rest, size)):
        yield chunk


def _array(ids: list[int]) -> BindParameter[list[int]]:
    """Hand ids over as one value: thousands of single ones would cost more to write down than to find."""
    return literal(ids, ARRAY(BigInteger))
