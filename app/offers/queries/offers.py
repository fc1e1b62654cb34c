"""Offers as rows, for the acts that change them and the pages that list them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope, within
from app.institutions.models import Institution
from app.offers.errors import OfferNotFound
from app.offers.models import BedOffer, OfferAttempt, OfferSkip
from app.offers.rules.kinds import LIVE, OfferState, SkipVerdict

__all__ = [
    "attempts_of", "due_offers", "get_offer", "get_skip", "live_offer_of_bed", "lock_free_home", "lock_offers",
    "offers_of_entry", "offers_of_home", "pair_of", "skips_of", "skips_of_bed", "waiting_skips",
]  # fmt: skip

FRESH = {"populate_existing": True}
MOST = 200


async def get_offer(session: AsyncSession, scope: Scope, offer_id: int) -> BedOffer:
    """The offer, if the caller may see it."""
    mine = select(BedOffer).where(within(BedOffer, scope), BedOffer.id == offer_id)
    found = await session.scalar(mine.execution_options(**FRESH))
    if found is None:
        raise OfferNotFound
    return found


async def pair_of(session: AsyncSession, scope: Scope, offer: BedOffer) -> list[BedOffer]:
    """The offer and, for a couple, the one that is answered with it, by id."""
    if offer.pair_id is None:
        return [offer]
    mine = select(BedOffer).where(within(BedOffer, scope), BedOffer.pair_id == offer.pair_id)
    return list(await session.scalars(mine.order_by(BedOffer.id).execution_options(**FRESH)))


async def lock_offers(session: AsyncSession, scope: Scope, offer_ids: Collection[int]) -> list[BedOffer]:
    """Lock offers in ascending order; homes, elders and entries have been locked before."""
    mine = select(BedOffer).where(within(BedOffer, scope), BedOffer.id.in_(set(offer_ids))).order_by(BedOffer.id)
    found = list(await session.scalars(mine.with_for_update(key_share=True).execution_options(**FRESH)))
    if len(found) != len(set(offer_ids)):
        raise OfferNotFound
    return found


async def offers_of_home(
    session: AsyncSession, scope: Scope, institution_id: int, *, live: bool, since: date | None = None
) -> list[BedOffer]:
    """The home's offers: those that hold a bed by their last day, or those that are over, the newest first."""
    state = BedOffer.state.in_(LIVE)
    mine = select(BedOffer).where(within(BedOffer, scope), BedOffer.institution_id == institution_id)
    if live:
        return list(await session.scalars(mine.where(state).order_by(BedOffer.due_at, BedOffer.id)))
    over = mine.where(~state) if since is None else mine.where(~state, BedOffer.on_day >= since)
    return list(await session.scalars(over.order_by(BedOffer.sent_at.desc(), BedOffer.id.desc()).limit(MOST)))


async def offers_of_entry(session: AsyncSession, scope: Scope, entry_id: int) -> list[BedOffer]:
    """Every offer an entry has had, the newest first."""
    mine = select(BedOffer).where(within(BedOffer, scope), BedOffer.entry_id == entry_id)
    return list(await session.scalars(mine.order_by(BedOffer.sent_at.desc(), BedOffer.id.desc())))


async def live_offer_of_bed(session: AsyncSession, scope: Scope, institution_id: int, bed_id: int) -> BedOffer | None:
    """The offer that holds a bed now."""
    mine = select(BedOffer).where(
        within(BedOffer, scope),
        BedOffer.institution_id == institution_id,
        BedOffer.bed_id == bed_id,
        BedOffer.state.in_(LIVE),
    )
    found: BedOffer | None = await session.scalar(mine)
    return found


async def attempts_of(session: AsyncSession, scope: Scope, offers: Sequence[BedOffer]) -> dict[int, list[OfferAttempt]]:
    """The attempts of these offers in time order, by offer; what was tried for one of a couple counts for both."""
    by_offer: dict[int, list[OfferAttempt]] = {offer.id: [] for offer in offers}
    if not offers:
        return by_offer
    answers = await _answered_with(session, scope, offers)
    mine = select(OfferAttempt).where(within(OfferAttempt, scope), OfferAttempt.offer_id.in_(answers))
    for attempt in await session.scalars(mine.order_by(OfferAttempt.at, OfferAttempt.id)):
        for offer_id in answers[attempt.offer_id]:
            by_offer[offer_id].append(attempt)
    return by_offer


async def _answered_with(session: AsyncSession, scope: Scope, offers: Sequence[BedOffer]) -> dict[int, list[int]]:
    """For each offer whose attempts count, the offers they count for."""
    found = {offer.id: [offer.id] for offer in offers}
    pairs = {offer.pair_id: offer.id for offer in offers if offer.pair_id}
    if pairs:
        twins = select(BedOffer.id, BedOffer.pair_id).where(within(BedOffer, scope), BedOffer.pair_id.in_(pairs))
        together = [(row.id, row.pair_id) for row in await session.execute(twins)]
        for twin_id, pair_id in together:
            found[twin_id] = [offer.id for offer in offers if offer.pair_id == pair_id]
    return found


async def due_offers(session: AsyncSession, scope: Scope, at: datetime) -> list[tuple[int, int, int]]:
    """Which offers wait beyond their last day: county, home and offer, the longest waiting first. Nothing is locked."""
    one = BedOffer
    mine = select(one.county, one.institution_id, one.id).where(
        within(one, scope), one.state == OfferState.OPEN, one.due_at <= at
    )
    return [(row[0], row[1], row[2]) for row in await session.execute(mine.order_by(one.due_at, one.id))]


async def lock_free_home(session: AsyncSession, scope: Scope, institution_id: int) -> bool:
    """Lock a home whose row nobody holds; False when somebody is at work there, and the clock comes again later."""
    mine = select(Institution.id).where(Institution.id == institution_id, within(Institution, scope, home="id"))
    return await session.scalar(mine.with_for_update(key_share=True, skip_locked=True)) is not None


async def get_skip(session: AsyncSession, scope: Scope, skip_id: int, *, lock: bool = False) -> OfferSkip:
    """The skip, if the caller may see it."""
    mine = select(OfferSkip).where(within(OfferSkip, scope), OfferSkip.id == skip_id)
    mine = mine.with_for_update(key_share=True) if lock else mine
    found = await session.scalar(mine.execution_options(**FRESH))
    if found is None:
        raise OfferNotFound
    return found


async def skips_of_bed(
    session: AsyncSession, scope: Scope, institution_id: int, bed_id: int, day: date
) -> dict[int, OfferSkip]:
    """The skips asked for a bed that are not used up, by entry: the newest of each, agreed ones only while they hold."""
    one = OfferSkip
    holds = or_(one.verdict.is_(None), one.verdict == SkipVerdict.REJECTED, one.valid_until >= day)
    mine = select(one).where(
        within(one, scope), one.institution_id == institution_id, one.bed_id == bed_id, one.offer_id.is_(None), holds
    )
    rows = await session.scalars(mine.order_by(one.asked_at, one.id).execution_options(**FRESH))
    return {skip.entry_id: skip for skip in rows}


async def skips_of(session: AsyncSession, scope: Scope, offer_id: int) -> list[OfferSkip]:
    """Who was passed over by an offer."""
    mine = select(OfferSkip).where(within(OfferSkip, scope), OfferSkip.offer_id == offer_id)
    return list(await session.scalars(mine.order_by(OfferSkip.position, OfferSkip.id)))


async def waiting_skips(session: AsyncSession, scope: Scope) -> list[OfferSkip]:
    """Skips that wait for somebody outside the home, the oldest first."""
    mine = select(OfferSkip).where(within(OfferSkip, scope), OfferSkip.checked_at.is_(None))
    return list(await session.scalars(mine.order_by(OfferSkip.asked_at, OfferSkip.id)))
