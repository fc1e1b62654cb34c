"""What must be true after a race, counted row by row in plain Python by the owner, who sees every row."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.beds.models import BedClaim
from app.beds.rules.kinds import ClaimKind
from app.core.postgres.urls import Urls
from app.offers.models import BedOffer
from app.offers.rules.kinds import LIVE, OfferState
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries import verify_entries
from app.waitlist.rules.kinds import EntryState
from tests.prove.races import owner_of

__all__ = ["count_breaches"]

ENDS = {"lapse": OfferState.LAPSED, "refuse": OfferState.REFUSED, "withdraw": OfferState.WITHDRAWN}


async def count_breaches(urls: Urls, said: Mapping[int, Sequence[str]]) -> Counter[str]:
    """Count what is broken; `said` is what each client was told it had done."""
    async with owner_of(urls) as owner:
        offers = list(await owner.scalars(select(BedOffer)))
        claims = [claim for claim in await owner.scalars(select(BedClaim)) if claim.voided_at is None]
        entries = {entry.id: entry for entry in await owner.scalars(select(WaitlistEntry))}
        unfolded = await verify_entries(owner)
    found: Counter[str] = Counter()
    live = [offer for offer in offers if offer.state in LIVE]
    found["two live offers on a bed"] = _doubles(offer.bed_id for offer in live)
    found["two live offers for an applicant"] = _doubles(offer.entry_id for offer in live)
    found["a bed claimed twice"] = _overlaps(claims)
    found["a live offer without its hold"] = sum(not _held(offer, claims) for offer in live)
    found["a lost bed: held by nobody's offer"] = _lost(live, claims)
    found["an entry out of step with its offers"] = _out_of_step(live, entries)
    found["an offer that ended twice"] = sum(_ended_twice(acts) for acts in said.values())
    found["an answer that was not kept"] = sum(not _kept(offer, said.get(offer.id, ())) for offer in offers)
    found["an entry that is not the fold of its events"] = len(unfolded)
    return Counter({rule: count for rule, count in found.items() if count})


def _doubles(keys: Any) -> int:
    return sum(count - 1 for count in Counter(keys).values())


def _overlaps(claims: Sequence[BedClaim]) -> int:
    by_bed: dict[int, list[BedClaim]] = defaultdict(list)
    for claim in claims:
        if claim.from_on < claim.to_on:
            by_bed[claim.bed_id].append(claim)
    return sum(
        one.from_on < other.to_on and other.from_on < one.to_on
        for same in by_bed.values()
        for number, one in enumerate(same)
        for other in same[number + 1 :]
    )


def _held(offer: BedOffer, claims: Sequence[BedClaim]) -> bool:
    return any(
        claim.id == offer.claim_id and claim.to_on == date.max and claim.bed_id == offer.bed_id for claim in claims
    )


def _lost(live: Sequence[BedOffer], claims: Sequence[BedClaim]) -> int:
    wanted = {offer.claim_id for offer in live}
    return sum(claim.kind is ClaimKind.HOLD and claim.to_on == date.max and claim.id not in wanted for claim in claims)


def _out_of_step(live: Sequence[BedOffer], entries: Mapping[int, WaitlistEntry]) -> int:
    offered = {offer.entry_id for offer in live}
    return sum((entry.state is EntryState.OFFERED) is not (entry.id in offered) for entry in entries.values())


def _ended_twice(acts: Sequence[str]) -> bool:
    return sum(act in ENDS for act in acts) > 1


def _kept(offer: BedOffer, acts: Sequence[str]) -> bool:
    """Whether the offer stands where the last of what was acknowledged put it."""
    ends = [act for act in acts if act in ENDS]
    if ends:
        return offer.state is ENDS[ends[-1]]
    return offer.state is (OfferState.ACCEPTED if "accept" in acts else OfferState.OPEN)
