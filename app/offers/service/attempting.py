"""Reaching the family: every attempt is kept, and the time to answer may be extended once with a reason."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.queries.claims import get_claim
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.offers.errors import OfferRefused
from app.offers.models import BedOffer, OfferAttempt
from app.offers.queries.calendar import working_calendar
from app.offers.rules.calendar import due_after, due_instant
from app.offers.rules.kinds import AttemptResult, Channel, OfferState
from app.offers.rules.steps import need_state
from app.offers.service.locking import lock_offer

__all__ = ["LONGEST_EXTENSION", "AttemptDraft", "extend_offer", "record_attempt", "whom_of"]

LONGEST_EXTENSION = 5
"""So many working days an answer may be waited for beyond the policy's, once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptDraft:
    """How somebody was tried to be reached, and what came of it."""

    channel: Channel
    result: AttemptResult
    whom: str = ""
    note: str = ""


async def record_attempt(
    session: AsyncSession, actor: Actor, home: Home, offer_id: int, draft: AttemptDraft
) -> OfferAttempt:
    """Keep one attempt, at this instant by the database's clock: nobody writes yesterday's call today."""
    authorize(actor, "offers.make", home)
    locked = await lock_offer(session, home, offer_id)
    need_state(locked.first, OfferState.OPEN)
    seal, whom = uuid7(), draft.whom.strip()
    keys = await sealer(session, home.county)
    attempt = OfferAttempt(
        **home.keys, offer_id=offer_id, at=await now(session), on_day=await business_date(session),
        channel=draft.channel, result=draft.result, seal=seal,
        whom=keys.seal("offer_attempts", "whom", seal, whom) if whom else None, note=draft.note.strip(),
        by=actor.user_id, by_name=actor.name[:60],
    )  # fmt: skip
    async with refusing(session):
        session.add(attempt)
        await session.flush()
    audit.record(session, actor, "offers.tried", locked.first, channel=draft.channel, result=draft.result)
    return attempt


async def whom_of(session: AsyncSession, county: int, attempts: list[OfferAttempt]) -> dict[int, str]:
    """Open whom each attempt was to reach; whoever asks leaves a line of the look."""
    if not any(attempt.whom for attempt in attempts):
        return {}
    keys = await sealer(session, county)
    return {one.id: keys.open("offer_attempts", "whom", one.seal, one.whom) for one in attempts if one.whom}


async def extend_offer(
    session: AsyncSession, actor: Actor, home: Home, offer_id: int, *, days: int, reason: str, version: int
) -> BedOffer:
    """Wait longer for an answer, once and for a reason: the bed stays held so long."""
    authorize(actor, "offers.make", home)
    locked = await lock_offer(session, home, offer_id, version=version)
    need_state(locked.first, OfferState.OPEN)
    if locked.first.extended_on is not None:
        raise OfferRefused(_("这份通知已经延长过一次，不能再延。请登记答复，或等逾期后办理"))
    if not 1 <= days <= LONGEST_EXTENSION:
        raise OfferRefused(_("最多延长 {n} 个工作日，请改短一些").format(n=LONGEST_EXTENSION), field="days")
    later = due_after(locked.first.due_on, days, await working_calendar(session))
    async with refusing(session):
        for offer in locked.offers:
            offer.extended_on, offer.extend_reason, offer.due_at = later, reason.strip(), due_instant(later)
            claim = await get_claim(session, home.scope, home.institution_id, offer.claim_id)
            claim.planned_end_on = later
    audit.record(session, actor, "offers.extended", locked.first, due_on=later, reason=reason.strip())
    return locked.first
