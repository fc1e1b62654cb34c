"""The hold behind an offer: it ends with the offer, or gives the bed over to the stay in the same transaction."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.queries.claims import chain_of, get_claim
from app.beds.rules.home import Home
from app.beds.service.claims import end_claim
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing, touched
from app.core.i18n import _
from app.offers.errors import OfferRefused
from app.offers.models import BedOffer
from app.offers.queries.objections import holding_objections
from app.offers.queries.offers import lock_offers
from app.offers.rules.kinds import OfferState
from app.offers.rules.steps import need_state

__all__ = ["HeldBed", "hold_to_stay", "release_hold", "stay_began"]


@dataclass(frozen=True, slots=True)
class HeldBed:
    """What an accepted offer gives over: whose bed it is, and whether husband and wife share its room."""

    offer_id: int
    entry_id: int
    elder_id: int
    bed_id: int
    shares_room: bool
    held_from_on: date
    pair_id: UUID | None


async def hold_to_stay(session: AsyncSession, actor: Actor, home: Home, offer_id: int, *, on: date) -> HeldBed:
    """Give the bed of an accepted offer over to the stay that begins on the day, in the same transaction.

    The caller has been authorized, holds the locks of the home, the elder and the entry, and stands inside
    `refusing()`; afterwards the stay takes the bed, the entry is said to be admitted, and `stay_began` names the stay.
    """
    (offer,) = await lock_offers(session, home.scope, [offer_id])
    need_state(offer, OfferState.ACCEPTED)
    await refuse_objected(session, home, offer)
    claim = await get_claim(session, home.scope, home.institution_id, offer.claim_id)
    if on < claim.from_on:
        raise OfferRefused(_("入住日期早于这张床开始预留的日期，请核对日期"), field="from_on")
    held = HeldBed(
        offer.id, offer.entry_id, offer.elder_id, offer.bed_id, claim.shares_room, claim.from_on, offer.pair_id
    )
    await release_hold(session, actor, home, offer, on)
    offer.state, offer.ended_at = OfferState.ADMITTED, await now(session)
    await session.flush()
    audit.record(session, actor, "offers.admitted", offer, elder_id=offer.elder_id, bed_id=offer.bed_id, on=on)
    return held


async def stay_began(session: AsyncSession, home: Home, offer_id: int, stay_id: int) -> None:
    """Name the stay that an offer led to."""
    (offer,) = await lock_offers(session, home.scope, [offer_id])
    async with refusing(session):
        offer.stay_id = stay_id


async def release_hold(session: AsyncSession, actor: Actor, home: Home, offer: BedOffer, on: date) -> None:
    """End the hold of an offer on the day, every piece of it. Stands inside `refusing()`, under the home's lock."""
    claim = await get_claim(session, home.scope, home.institution_id, offer.claim_id)
    for piece in reversed(await chain_of(session, home.scope, claim)):
        if piece.to_on > on:
            await end_claim(session, actor, piece, on)
    await session.flush()
    touched(session, home.county, home.institution_id, min(claim.from_on, on))


async def refuse_objected(session: AsyncSession, home: Home, offer: BedOffer) -> None:
    """Refuse to go on while an objection that holds the bed is undecided."""
    if await holding_objections(session, home.scope, offer.id):
        raise OfferRefused(_("有人对这份通知提出异议，正在处理，床位先留着。请等处理结果出来再办"))
