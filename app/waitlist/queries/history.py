"""The log of an entry, and what a person answered to earlier offers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope
from app.waitlist.models import WaitlistEntry, WaitlistEvent
from app.waitlist.queries.entries import of_person, seen_by
from app.waitlist.rules.kinds import RefusalReason
from app.waitlist.rules.refusals import Refused
from app.waitlist.rules.steps import EntryState, EventKind

__all__ = ["EventLine", "deferrals_of", "events_of", "refusals_of", "was_listed"]


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event of an entry as its file lists it."""

    id: int
    seq: int
    kind: EventKind
    at: datetime
    on_day: date
    by: int | None
    by_name: str
    reason: str
    change: dict[str, Any]
    after: dict[str, Any]


async def events_of(session: AsyncSession, scope: Scope, entry_id: int) -> list[EventLine]:
    """List the events of an entry in their order."""
    one = WaitlistEvent
    mine = select(WaitlistEntry.county).where(WaitlistEntry.id == entry_id, seen_by(scope))
    rows = select(
        one.id, one.seq, one.kind, one.at, one.on_day, one.by, one.by_name, one.reason, one.change, one.after
    ).where(one.county.in_(mine), one.entry_id == entry_id)
    return [EventLine(*row) for row in await session.execute(rows.order_by(one.seq))]


async def deferrals_of(session: AsyncSession, county: int, entry_id: int) -> list[tuple[date, date]]:
    """List the deferrals of an entry, oldest first: the day each began, and the first day it no longer held."""
    one = WaitlistEvent
    rows = select(one.on_day, one.after["state"].astext, one.after["state_until"].astext).where(
        one.county == county, one.entry_id == entry_id
    )
    found: list[tuple[date, date]] = []
    for on, state, until in await session.execute(rows.order_by(one.seq)):
        if found and on < found[-1][1]:
            found[-1] = (found[-1][0], on)
        if state == EntryState.DEFERRED:
            found.append((on, date.fromisoformat(until)))
    return found


async def was_listed(session: AsyncSession, county: int, entry_id: int) -> bool:
    """Whether an entry has ever been taken into the list: its papers were looked at then."""
    one = WaitlistEvent
    listed = select(one.id).where(one.county == county, one.entry_id == entry_id, one.kind == EventKind.LISTED)
    return bool(await session.scalar(select(listed.exists())))


async def refusals_of(session: AsyncSession, county: int, elder_id: int) -> list[Refused]:
    """List what became of earlier offers to a person, over all of their applications in the county, oldest first."""
    one = WaitlistEvent
    mine = select(WaitlistEntry.id).where(WaitlistEntry.county == county, of_person(county, elder_id))
    rows = (
        select(one.on_day, one.kind, one.change, one.after["state"].astext)
        .where(one.county == county, one.entry_id.in_(mine), one.kind.in_([EventKind.DECLINED, EventKind.LAPSED]))
        .order_by(one.at, one.id)
    )
    return [
        Refused(on, _reason(kind, change), left=EntryState(state) is EntryState.REMOVED)
        for on, kind, change, state in await session.execute(rows)
    ]


def _reason(kind: EventKind, change: dict[str, Any]) -> RefusalReason:
    told = RefusalReason.NOT_REACHED if kind is EventKind.LAPSED else RefusalReason.OTHER
    return RefusalReason(change.get("last_answer") or told)
