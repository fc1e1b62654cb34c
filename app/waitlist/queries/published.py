"""Publications and figures as rows. Row security keeps them in the county of whoever publishes."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope
from app.residents.models import Elder
from app.waitlist.models import PublishedList, WaitlistCount, WaitlistEntry, WaitlistEvent
from app.waitlist.queries.facts import entries_facts
from app.waitlist.queries.ranking import end_of
from app.waitlist.rules.facts import EntryFacts, from_json
from app.waitlist.rules.figures import FLOWS, Counted, Place
from app.waitlist.rules.publishing import Publication
from app.waitlist.rules.steps import EventKind

__all__ = [
    "counties_to_publish", "days_to_count", "facts_of_day", "forget_own_lines", "happened_on", "homes_published",
    "is_queued", "keep_counts", "keep_lists", "lock_publishing", "names_of",
]  # fmt: skip

LONGEST_GAP = timedelta(days=400)


async def lock_publishing(session: AsyncSession, county: int) -> None:
    """Let one at a time publish a county, so that an older order never stands over a newer one."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext("waitlist.publish"), county)))


async def is_queued(session: AsyncSession, name: str, payload: bytes) -> bool:
    """Tell whether the same job waits already; one that has begun may have read too early to count."""
    waits = text(
        "SELECT EXISTS (SELECT FROM pgqueuer WHERE entrypoint = :name AND status = 'queued' AND payload = :payload)"
    )
    return bool(await session.scalar(waits, {"name": name, "payload": payload}))


async def names_of(session: AsyncSession, county: int, elder_ids: Collection[int]) -> dict[int, str]:
    """Give the names of some people by file, for those whose families agreed."""
    rows = select(Elder.id, Elder.name).where(Elder.county == county, Elder.id.in_(sorted(set(elder_ids))))
    return {row.id: row.name for row in await session.execute(rows)}


async def homes_published(session: AsyncSession, county: int) -> list[int]:
    """List the homes that have ever had a list published: an empty one is published too."""
    rows = select(PublishedList.institution_id).where(PublishedList.county == county).distinct()
    return list(await session.scalars(rows))


async def keep_lists(session: AsyncSession, county: int, day: date, lists: Mapping[int, Publication]) -> None:
    """Write the lists of a day; the newest of each day stays.

    The row comes first and its contents after it: an upsert would have to read what only families are told.
    """
    one = PublishedList
    bare = {"county": county, "day": day, "policy_no": 0, "policy": {}, "entries": 0, "lines": [], "own": {}}
    new = insert(one).on_conflict_do_nothing(constraint="pk_published_lists")
    await session.execute(new, [bare | {"institution_id": home} for home in lists])
    of_home = (one.county == county, one.day == day, one.institution_id == bindparam("home"))
    told = update(one).where(*of_home).values(
        published_at=func.app_now(), policy_no=bindparam("no"), policy=bindparam("rules", type_=JSONB),
        entries=bindparam("many"), lines=bindparam("read", type_=JSONB), own=bindparam("kept", type_=JSONB),
    )  # fmt: skip
    rows = [
        {"home": home, "no": each.policy_no, "rules": each.policy, "many": len(each.lines), "read": each.lines,
         "kept": each.own}
        for home, each in lists.items()
    ]  # fmt: skip
    await (await session.connection()).execute(told, rows)


async def forget_own_lines(session: AsyncSession, county: int, day: date) -> None:
    """Empty what only families were told on earlier days; what everybody read stays as evidence."""
    one = PublishedList
    old = update(one).where(one.county == county, one.day < day, one.day >= day - LONGEST_GAP).values(own={})
    await session.execute(old.execution_options(synchronize_session=False))


async def days_to_count(session: AsyncSession, county: int, today: date) -> list[date]:
    """List the days that are not final: from the last one counted before it was over, up to today."""
    one = WaitlistCount
    last = await session.scalar(select(func.max(one.day)).where(one.county == county))
    if last is None:
        event = WaitlistEvent
        last = await session.scalar(select(func.min(event.on_day)).where(event.county == county)) or today
    first = max(last, today - LONGEST_GAP)
    return [first + timedelta(days=gone) for gone in range((today - first).days + 1)]


async def facts_of_day(session: AsyncSession, county: int, day: date) -> list[EntryFacts]:
    """Give the facts of the entries that were live when a day ended, and of those that ended on it, from the events."""
    here, at = Scope(regions=frozenset({county})), end_of(day)
    live = await entries_facts(session, here, county, at=at)
    known = {each.entry_id for each in live}
    event = WaitlistEvent
    moved = select(event.entry_id).where(event.county == county, event.on_day == day)
    rows = (
        select(event.entry_id, event.after)
        .ext(distinct_on(event.entry_id))
        .where(event.county == county, event.at <= at, event.entry_id.in_(moved))
        .order_by(event.entry_id, event.seq.desc())
    )
    ended = [from_json(after, entry) for entry, after in await session.execute(rows) if entry not in known]
    return [*live, *ended]


async def happened_on(session: AsyncSession, county: int, day: date) -> list[tuple[int, EventKind]]:
    """List what happened on a day: the entry and the kind of each event."""
    one = WaitlistEvent
    rows = select(one.entry_id, one.kind).where(one.county == county, one.on_day == day).order_by(one.id)
    return [(entry, kind) for entry, kind in await session.execute(rows)]


async def keep_counts(session: AsyncSession, county: int, day: date, counted: Mapping[Place, Counted]) -> None:
    """Put the figures of a day in the place of those that were there."""
    one = WaitlistCount
    await session.execute(delete(one).where(one.county == county, one.day == day))
    none = dict.fromkeys(FLOWS.values(), 0)
    rows: list[dict[str, Any]] = [
        {"county": county, "institution_id": home, "day": day, "tier": tier, "state": state,
         "tier_label": row.tier_label, "entries": row.entries, "waiting_days": row.waiting_days,
         "longest": row.longest, **none, **row.flows}
        for (home, tier, state), row in sorted(counted.items())
    ]  # fmt: skip
    if rows:
        await session.execute(insert(one), rows)


async def counties_to_publish(session: AsyncSession, today: date) -> list[int]:
    """List the counties whose list has changed since it was published, or has not been published today."""
    one, event, entry = PublishedList, WaitlistEvent, WaitlistEntry
    newest = select(func.max(one.published_at)).where(one.county == entry.county).scalar_subquery()
    on = select(func.max(one.day)).where(one.county == entry.county).scalar_subquery()
    later = select(event.id).where(event.county == entry.county, event.at > newest).exists()
    rows = select(entry.county).distinct().where(or_(on.is_(None), on < today, later))
    return list(await session.scalars(rows.order_by(entry.county)))
