"""Making an offer: the first on the list whom the bed fits, under the locks, with everything that made it right kept.

What the database refuses is not asked before: one live offer for a bed, one for an applicant, one claim on a bed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind
from app.beds.service import CLAIM_REFUSALS, Claimant, claim_bed
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing, touched
from app.core.i18n import _
from app.core.scope import Scope
from app.core.uuid7 import uuid7
from app.institutions.queries import lock_home
from app.offers.errors import OFFER_REFUSALS, OfferRefused
from app.offers.models import BedOffer
from app.offers.queries.calendar import working_calendar
from app.offers.queries.choosing import look_around
from app.offers.rules.around import Around
from app.offers.rules.calendar import due_after, due_instant
from app.offers.rules.candidates import Candidate, left_for_want_of_pair, passed_over
from app.offers.rules.checks import refuse_unfit
from app.offers.rules.drafts import OfferDraft
from app.offers.rules.hurdles import Hurdle
from app.offers.rules.kinds import OfferState
from app.residents.models import Elder
from app.residents.queries import lock_elders
from app.stays.queries.couples import couples_among
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries import entry_of, is_switched_on, lock_entries
from app.waitlist.queries.entries import entries_linked
from app.waitlist.queries.notices import keep_notices
from app.waitlist.rules.kinds import NoticeKind
from app.waitlist.rules.ladder import explain
from app.waitlist.service import note_offer

__all__ = ["make_offer"]


@dataclass(frozen=True, slots=True)
class Part:
    """One bed for one person: an offer is one of these, or two for a pair."""

    candidate: Candidate
    bed_id: int
    elder: Elder
    entry: WaitlistEntry


@dataclass(frozen=True, slots=True)
class Sending:
    """One offer about to be made: by whom, where, and everything it is decided by."""

    actor: Actor
    home: Home
    around: Around
    chosen: Candidate
    draft: OfferDraft


async def make_offer(session: AsyncSession, actor: Actor, home: Home, draft: OfferDraft) -> BedOffer:
    """Offer a bed, or to a pair two beds of one room; gives the offer, of two the first."""
    authorize(actor, "offers.make", home)
    await lock_home(session, home.scope, home.institution_id)
    today = await business_date(session)
    if not await is_switched_on(session, home.county, home.institution_id, today):
        raise OfferRefused(_("本院没有启用轮候，有空床可直接办入住，不用发通知"))
    elders, entries = await _lock_people(session, home, draft)
    around = await look_around(session, home, draft.bed_id, today)
    chosen = around.candidate(draft.entry_id)
    refuse_unfit(around, chosen, draft)
    parts = [_part(chosen, draft.bed_id, elders, entries)]
    if chosen.partner is not None and draft.pair_bed_id is not None:
        parts.append(_part(chosen.partner, draft.pair_bed_id, elders, entries))
    return await _send(session, Sending(actor, home, around, chosen, draft), parts)


async def _lock_people(
    session: AsyncSession, home: Home, draft: OfferDraft
) -> tuple[dict[int, Elder], dict[int, WaitlistEntry]]:
    """Lock the files, then the entries, of everybody the offer is for: the one named, and whoever is linked."""
    seen = await entry_of(session, home.scope, draft.entry_id)
    ids = {seen.id}
    if seen.link_no:
        ids |= set(await entries_linked(session, home.county, seen.link_no))
    people = [(await entry_of(session, home.scope, entry_id)).elder_id for entry_id in sorted(ids)]
    elders = await lock_elders(session, Scope(regions=frozenset({home.county})), home.county, people)
    return elders, await lock_entries(session, home.county, sorted(ids))


def _part(candidate: Candidate, bed_id: int, elders: dict[int, Elder], entries: dict[int, WaitlistEntry]) -> Part:
    facts = candidate.facts
    return Part(candidate, bed_id, elders[facts.elder_id], entries[facts.entry_id])


async def _send(session: AsyncSession, sending: Sending, parts: Sequence[Part]) -> BedOffer:
    actor, home, around = sending.actor, sending.home, sending.around
    married = await couples_among(session, home.county, [part.elder.id for part in parts])
    base = await _base(session, sending, pair=len(parts) > 1)
    offers = []
    async with refusing(session, {**CLAIM_REFUSALS, **OFFER_REFUSALS}):
        for part in parts:
            claim_id = await _hold(session, home, part, around, base["due_on"], shares=part.elder.id in married)
            offers.append(_row(sending, part, claim_id, base))
            session.add(offers[-1])
        await session.flush()
        await _tell_skipped(session, sending, offers[0])
    for part, offer in zip(parts, offers, strict=True):
        await note_offer(session, actor, part.entry, home_id=home.institution_id, reason=around.bed.name)
        audit.record(
            session, actor, "offers.made", offer, entry_id=offer.entry_id, bed_id=offer.bed_id, rank=offer.rank,
            due_on=offer.due_on,
        )  # fmt: skip
    touched(session, home.county, home.institution_id, around.day)
    return offers[0]


async def _tell_skipped(session: AsyncSession, sending: Sending, offer: BedOffer) -> None:
    """Bind the skips that were agreed to to the offer that used them, and have each family told.

    Told as well is who was passed over because no two beds stood free together: the reason stands in the offer.
    """
    told: dict[int, dict[str, Any]] = {
        one.facts.entry_id: {
            "home": sending.home.institution_id,
            "cause": str(Hurdle.LINKED),
            "position": one.position,
        }
        for one in left_for_want_of_pair(sending.around.candidates, sending.chosen)
    }
    for skip in _used_skips(sending):
        skip.offer_id = offer.id
        told[skip.entry_id] = {
            "home": sending.home.institution_id,
            "reason": str(skip.reason),
            "position": skip.position,
        }
    await keep_notices(session, sending.home.county, NoticeKind.SKIPPED, told)


async def _base(session: AsyncSession, sending: Sending, *, pair: bool) -> dict[str, Any]:
    """What both offers of a pair have in common: when it was sent, by when it is to be answered, by which rules."""
    around = sending.around
    days = around.policy.offer.working_days
    due_on = due_after(around.day, days, await working_calendar(session))
    return {
        "sent_at": await now(session), "on_day": around.day, "working_days": days, "due_on": due_on,
        "due_at": due_instant(due_on), "attempts_needed": around.policy.offer.attempts, "policy_no": around.policy.no,
        "pair_id": uuid7() if pair else None, "offered_by": sending.actor.user_id,
        "offered_name": sending.actor.name[:60],
    }  # fmt: skip


async def _hold(session: AsyncSession, home: Home, part: Part, around: Around, due_on: Any, *, shares: bool) -> int:
    """Hold the bed: open-ended, because no clock takes it away; the planned end is the last day of the answer."""
    shares = shares and around.bed.sex_rule is not around.bed.sex_rule.NONE
    claims = await claim_bed(
        session, home, part.bed_id, kind=ClaimKind.HOLD, from_on=around.day, planned_end_on=due_on,
        claimant=Claimant(part.elder.id, part.elder.sex, shares_room=shares),
    )  # fmt: skip
    return claims[0].id


def _row(sending: Sending, part: Part, claim_id: int, base: dict[str, Any]) -> BedOffer:
    facts, around = part.candidate.facts, sending.around
    ladder = explain(around.policy, around.ranking, facts.entry_id, around.day)
    return BedOffer(
        **sending.home.keys, **base, entry_id=facts.entry_id, elder_id=facts.elder_id, bed_id=part.bed_id,
        claim_id=claim_id, state=OfferState.OPEN, rank=part.candidate.position, out_of=len(around.ranking),
        ladder={"ladder": ladder.to_json() if ladder else {}, **_kept(sending)},
    )  # fmt: skip


def _kept(sending: Sending) -> dict[str, Any]:
    """What made the offer right on its day, besides the ladder."""
    around, chosen = sending.around, sending.chosen
    return {
        "bed": around.bed.name,
        "reserve": around.reserve.to_json(),
        "passed": passed_over(around.candidates, chosen),
        "skipped": [skip.entry_id for skip in _used_skips(sending)],
        "evidence": around.evidence(chosen),
        "movers": [mover.stay_id for mover in around.movers],
        "internal_reason": sending.draft.internal_reason.strip(),
    }


def _used_skips(sending: Sending) -> list[Any]:
    around = sending.around
    return [around.skips[one.facts.entry_id] for one in around.ahead(sending.chosen)]
