"""The locks of every act on an offer, always in one order: home, elders, entries, offers."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.scope import Scope
from app.institutions.queries import lock_home
from app.offers.errors import OfferChanged
from app.offers.models import BedOffer
from app.offers.queries.offers import get_offer, lock_offers, pair_of
from app.residents.queries import lock_elders
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries import lock_entries

__all__ = ["Locked", "lock_offer"]


@dataclass(frozen=True, slots=True)
class Locked:
    """An offer, or the two of a couple, with their entries, all of them locked and read afresh."""

    offers: tuple[BedOffer, ...]
    entries: dict[int, WaitlistEntry]

    @property
    def first(self) -> BedOffer:
        """The offer that speaks for both."""
        return self.offers[0]


async def lock_offer(
    session: AsyncSession, home: Home, offer_id: int, *, version: int | None = None, home_locked: bool = False
) -> Locked:
    """Lock everything an act on the offer may change; another version than the reader saw is a conflict."""
    if not home_locked:
        await lock_home(session, home.scope, home.institution_id)
    offers = await pair_of(session, home.scope, await get_offer(session, home.scope, offer_id))
    county = Scope(regions=frozenset({home.county}))
    await lock_elders(session, county, home.county, [offer.elder_id for offer in offers])
    entries = await lock_entries(session, home.county, sorted(offer.entry_id for offer in offers))
    locked = await lock_offers(session, home.scope, [offer.id for offer in offers])
    asked = next(offer for offer in locked if offer.id == offer_id)
    if version is not None and asked.version != version:
        raise OfferChanged
    return Locked(tuple(locked), entries)
