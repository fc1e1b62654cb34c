"""What offers and admissions do to an entry: low-level, for the storeys above, which hold its lock and were authorized."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.clock import business_date
from app.waitlist.models import WaitlistEntry, WaitlistEvent
from app.waitlist.queries.history import refusals_of
from app.waitlist.queries.policies import policy_on
from app.waitlist.rules.kinds import NoticeKind, RefusalReason
from app.waitlist.rules.refusals import Consequence, consequence
from app.waitlist.rules.steps import EntryState, EventKind
from app.waitlist.service.saying import say
from app.waitlist.service.seeing import seeing_county
from app.waitlist.service.telling import note

__all__ = ["accept_offer", "answer_no", "finish_admission", "note_offer", "take_offer_back"]


async def note_offer(
    session: AsyncSession, actor: Actor, entry: WaitlistEntry, *, home_id: int | None = None, reason: str = ""
) -> WaitlistEvent:
    """Say that a bed has been offered; the entry keeps its place until it is answered."""
    event = await say(session, actor, entry, EventKind.OFFERED, reason, home_id=home_id)
    await note(session, entry, NoticeKind.OFFERED, home=home_id)
    return event


async def accept_offer(
    session: AsyncSession, actor: Actor, entry: WaitlistEntry, *, home_id: int | None = None, reason: str = ""
) -> WaitlistEvent:
    """Say that the offer was accepted; the entry stands as offered until the person is admitted."""
    return await say(session, actor, entry, EventKind.ACCEPTED, reason, home_id=home_id)


async def answer_no(
    session: AsyncSession,
    actor: Actor,
    entry: WaitlistEntry,
    reason: RefusalReason,
    *,
    lapsed: bool = False,
    home_id: int | None = None,
    note_text: str = "",
) -> Consequence:
    """Say that the offer was refused or lapsed, with what the rules of the day make of it; the family is told."""
    if lapsed:
        reason = RefusalReason.NOT_REACHED
    today = await business_date(session)
    async with seeing_county(session, actor, entry.county):
        history = await refusals_of(session, entry.county, entry.elder_id)
    follows = consequence(await policy_on(session, entry.county, today), history, reason, today)
    state = EntryState.WAITING if follows.keeps_place else EntryState.REMOVED
    changed: dict[str, Any] = {"state": state, "last_answer": reason} | (
        {"banned_until": follows.banned_until} if follows.banned_until else {}
    )
    kind = EventKind.LAPSED if lapsed else EventKind.DECLINED
    said = "；".join(part for part in (reason.label, note_text.strip()) if part)
    await say(session, actor, entry, kind, said, home_id=home_id, **changed)
    told = {"reason": reason, "outcome": follows.outcome, "exits": follows.exits}
    until = {"until": str(follows.banned_until)} if follows.banned_until else {}
    if lapsed or not follows.keeps_place:
        await note(session, entry, NoticeKind.LAPSED if lapsed else NoticeKind.REMOVED, **told, **until)
    return follows


async def take_offer_back(
    session: AsyncSession, actor: Actor, entry: WaitlistEntry, *, home_id: int | None = None, reason: str
) -> WaitlistEvent:
    """Say that the home took its offer back, through no fault of the family's: the entry waits on in its place."""
    return await say(session, actor, entry, EventKind.OFFER_WITHDRAWN, reason, home_id=home_id)


async def finish_admission(
    session: AsyncSession, actor: Actor, entry: WaitlistEntry, *, home_id: int | None = None, reason: str = ""
) -> WaitlistEvent:
    """Say that the person has been admitted: the application is over."""
    return await say(session, actor, entry, EventKind.ADMITTED, reason, home_id=home_id)
