"""An offer runs out: only past its last day, only when the family was really looked for, and rechecked under the locks."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.beds.service import CLAIM_REFUSALS
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.offers.models import BedOffer
from app.offers.queries.objections import holding_objections
from app.offers.queries.offers import attempts_of, lock_free_home
from app.offers.rules.attempts import counted_attempts
from app.offers.rules.kinds import OfferState, RefusalReason
from app.offers.rules.steps import may_lapse, refuse_early
from app.offers.service.following import consequence_json
from app.offers.service.holding import refuse_objected, release_hold
from app.offers.service.locking import Locked, lock_offer
from app.waitlist.service import answer_no

__all__ = ["attempts_counted", "lapse", "lapse_if_due"]


async def lapse(session: AsyncSession, actor: Actor, home: Home, offer_id: int) -> BedOffer:
    """Let an offer lapse, or say what is missing."""
    authorize(actor, "offers.make", home)
    locked = await lock_offer(session, home, offer_id)
    at = await now(session)
    refuse_early(locked.first, at, await attempts_counted(session, home, locked.first))
    for offer in locked.offers:
        await refuse_objected(session, home, offer)
    await _lapse(session, actor, home, locked, at)
    return locked.first


async def lapse_if_due(session: AsyncSession, actor: Actor, home: Home, offer_id: int) -> bool:
    """The sweeper's way: give up when somebody works in the home, and look again under the locks before the act.

    An offer that was answered, extended or objected to meanwhile stays as it is.
    """
    if not await lock_free_home(session, home.scope, home.institution_id):
        return False
    locked = await lock_offer(session, home, offer_id, home_locked=True)
    at = await now(session)
    if not may_lapse(locked.first, at, await attempts_counted(session, home, locked.first)):
        return False
    for offer in locked.offers:
        if await holding_objections(session, home.scope, offer.id):
            return False
    await _lapse(session, actor, home, locked, at)
    return True


async def attempts_counted(session: AsyncSession, home: Home, offer: BedOffer) -> int:
    """How many attempts count; those for a couple's two offers count together."""
    tried = (await attempts_of(session, home.scope, [offer]))[offer.id]
    return counted_attempts((one.on_day, one.channel) for one in tried)


async def _lapse(session: AsyncSession, actor: Actor, home: Home, locked: Locked, at: datetime) -> None:
    today = await business_date(session)
    for offer in locked.offers:
        follows = await answer_no(
            session, actor, locked.entries[offer.entry_id], RefusalReason.NOT_REACHED, lapsed=True,
            home_id=home.institution_id,
        )  # fmt: skip
        kept = consequence_json(follows)
        async with refusing(session, CLAIM_REFUSALS):
            await release_hold(session, actor, home, offer, today)
            offer.state, offer.ended_at, offer.consequence = OfferState.LAPSED, at, kept
        audit.record(session, actor, "offers.lapsed", offer, entry_id=offer.entry_id, consequence=kept)
