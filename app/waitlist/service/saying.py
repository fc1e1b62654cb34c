"""The one writer of entries: an event is appended with everything that counts after it, and the row follows."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.errors import NotAllowed
from app.waitlist.errors import NotByThisStep
from app.waitlist.models import WaitlistEntry, WaitlistEvent
from app.waitlist.queries.entries import entry_of, facts_of, lock_entries
from app.waitlist.rules.columns import columns_of
from app.waitlist.rules.events import BrokenHistory, change_of, step
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.steps import EventKind
from app.waitlist.service.publishing import enqueue_publishing
from app.waitlist.service.seeing import PURPOSE

__all__ = ["entry_to_change", "may_on", "say"]

LONGEST = 200


async def say(
    session: AsyncSession,
    actor: Actor,
    entry: WaitlistEntry,
    kind: EventKind,
    reason: str = "",
    *,
    home_id: int | None = None,
    beside: Mapping[str, Any] | None = None,
    **changed: Any,
) -> WaitlistEvent:
    """Append an event to an entry and let its row follow: low-level.

    The caller has been authorized and holds the entry's lock; `changed` are fields of its facts, `beside` columns of the
    row that are none. The audit line stands in the chain of `home_id`, else of the first of its homes that the actor has,
    else of the county.
    """
    before = facts_of(entry) if entry.last_seq else None
    told = _with_state(before, kind, reason, changed)
    try:
        change = change_of(before.state if before else None, kind, told)
    except BrokenHistory:
        raise NotByThisStep from None
    after = step(before, kind, change, entry.id)
    kept = after.to_json()
    event = WaitlistEvent(
        county=entry.county, entry_id=entry.id, seq=entry.last_seq + 1, kind=kind, by=actor.user_id,
        by_name=_named(actor), reason=reason[:LONGEST], change=change, after=kept,
    )  # fmt: skip
    session.add(event)
    await session.flush()
    entry.facts, entry.last_seq, entry.last_event_id = kept, event.seq, event.id
    for name, value in (columns_of(after) | dict(beside or {})).items():
        if getattr(entry, name) != value:
            setattr(entry, name, value)
    await session.flush()
    enqueue_publishing(session, entry.county)
    audit.record(
        session, actor, "waitlist.recorded", entry.id, county=entry.county,
        institution_id=home_id or _chain(actor, after), kind="waitlist_entries", event=kind, number=entry.number,
        before=before.state if before else None, after=after.state, reason=reason[:LONGEST],
    )  # fmt: skip
    return event


async def entry_to_change(session: AsyncSession, actor: Actor, permission: str, entry_id: int) -> WaitlistEntry:
    """Let the actor change this entry, and let nobody else change it meanwhile."""
    seen = await entry_of(session, actor.scope("waitlist.see"), entry_id)
    entry = (await lock_entries(session, seen.county, [seen.id]))[seen.id]
    may_on(actor, permission, entry)
    return entry


def may_on(actor: Actor, permission: str, entry: WaitlistEntry) -> Home:
    """Give the home of the entry's wishes in which the actor may do this, the first wish first; or refuse."""
    for wish in facts_of(entry).wishes:
        home = Home(entry.county, wish)
        try:
            authorize(actor, permission, home)
        except NotAllowed:
            continue
        return home
    raise NotAllowed


def _with_state(before: EntryFacts | None, kind: EventKind, reason: str, changed: dict[str, Any]) -> dict[str, Any]:
    """Say what always goes with a change of state: its reason, and no day of a deferral that is over."""
    if before is None:
        return changed
    told = dict(changed)
    if kind in _ENDING or "state" in changed:
        told.setdefault("state_reason", reason[:LONGEST])
    if before.state_until is not None and kind in _LEAVING:
        told.setdefault("state_until", None)
    return told


_ENDING = {EventKind.DEFERRED, EventKind.RESUMED, EventKind.WITHDRAWN, EventKind.REMOVED, EventKind.INELIGIBLE,
           EventKind.REINSTATED, EventKind.MERGED, EventKind.LISTED, EventKind.ADMITTED, EventKind.LAPSED,
           EventKind.DECLINED}  # fmt: skip
_LEAVING = (_ENDING - {EventKind.DEFERRED}) | {EventKind.OFFERED}


def _named(actor: Actor) -> str:
    return " / ".join((actor.name, *actor.on_behalf_of))[:80]


def _chain(actor: Actor, facts: EntryFacts) -> int | None:
    """The first of the entry's homes that the actor has. A moment that is the system's is the county's own: when the
    line is chained, the caller's rights hold again, and they may not reach any of these homes.
    """
    if actor.purpose == PURPOSE:
        return None
    scope = actor.scope("waitlist.see")
    homes: Collection[int] = facts.wishes
    return next((home for home in homes if scope.covers(facts.county, home)), None)
