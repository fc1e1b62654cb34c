"""The answer of the family, and taking an offer back: the bed goes on or stays, the place on the list follows the rule."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.queries.claims import get_claim
from app.beds.rules.home import Home
from app.beds.service import CLAIM_REFUSALS
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing, touched
from app.core.i18n import _
from app.offers.errors import OfferRefused
from app.offers.models import BedOffer
from app.offers.rules.kinds import OfferState, RefusalReason
from app.offers.rules.steps import need_state
from app.offers.service.following import consequence_json
from app.offers.service.holding import release_hold
from app.offers.service.locking import Locked, lock_offer
from app.waitlist.service import accept_offer, answer_no, take_offer_back

__all__ = ["AnswerDraft", "answer", "withdraw_offer"]

LIVE = (OfferState.OPEN, OfferState.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDraft:
    """What the family said: yes, or no with a reason."""

    accept: bool
    reason: RefusalReason | None = None
    note: str = ""


async def answer(
    session: AsyncSession, actor: Actor, home: Home, offer_id: int, draft: AnswerDraft, *, version: int | None = None
) -> BedOffer:
    """Write the answer down; a couple answers for both beds at once.

    An answer after the last day still counts as long as the offer has not lapsed: the bed was kept. Who has said yes
    may still say no before the admission.
    """
    authorize(actor, "offers.make", home)
    locked = await lock_offer(session, home, offer_id, version=version)
    for offer in locked.offers:
        need_state(offer, *((OfferState.OPEN,) if draft.accept else LIVE))
    if draft.accept:
        await _accept(session, actor, home, locked, draft)
    else:
        await _refuse(session, actor, home, locked, draft)
    return locked.first


async def _accept(session: AsyncSession, actor: Actor, home: Home, locked: Locked, draft: AnswerDraft) -> None:
    at = await now(session)
    async with refusing(session):
        for offer in locked.offers:
            offer.state, offer.answered_at, offer.answered_by = OfferState.ACCEPTED, at, actor.user_id
            offer.note = draft.note.strip()
            # Nobody knows yet when they come: the hold has no end in sight.
            claim = await get_claim(session, home.scope, home.institution_id, offer.claim_id)
            claim.planned_end_on = None
    for offer in locked.offers:
        entry = locked.entries[offer.entry_id]
        await accept_offer(session, actor, entry, home_id=home.institution_id, reason=draft.note.strip())
        audit.record(session, actor, "offers.accepted", offer, entry_id=offer.entry_id, bed_id=offer.bed_id)
    touched(session, home.county, home.institution_id, await business_date(session))


async def _refuse(session: AsyncSession, actor: Actor, home: Home, locked: Locked, draft: AnswerDraft) -> None:
    if draft.reason is None or draft.reason is RefusalReason.NOT_REACHED:
        raise OfferRefused(_("请选择不接受的原因"), field="reason")
    at, today = await now(session), await business_date(session)
    for offer in locked.offers:
        follows = await answer_no(
            session, actor, locked.entries[offer.entry_id], draft.reason, home_id=home.institution_id,
            note_text=draft.note,
        )  # fmt: skip
        kept = consequence_json(follows)
        async with refusing(session, CLAIM_REFUSALS):
            await release_hold(session, actor, home, offer, today)
            offer.state, offer.ended_at = OfferState.REFUSED, at
            offer.answered_at, offer.answered_by = at, actor.user_id
            offer.answer_reason, offer.note, offer.consequence = draft.reason, draft.note.strip(), kept
        audit.record(
            session, actor, "offers.refused", offer, entry_id=offer.entry_id, reason=draft.reason,
            consequence=kept,
        )  # fmt: skip


async def withdraw_offer(
    session: AsyncSession, actor: Actor, home: Home, offer_id: int, *, reason: str, version: int | None = None
) -> BedOffer:
    """Take an offer back with a reason: the bed is free again, and the place on the list is as it was."""
    authorize(actor, "offers.make", home)
    locked = await lock_offer(session, home, offer_id, version=version)
    at, today = await now(session), await business_date(session)
    for offer in locked.offers:
        need_state(offer, *LIVE)
        async with refusing(session, CLAIM_REFUSALS):
            await release_hold(session, actor, home, offer, today)
            offer.state, offer.ended_at, offer.note = OfferState.WITHDRAWN, at, reason.strip()
        entry = locked.entries[offer.entry_id]
        await take_offer_back(session, actor, entry, home_id=home.institution_id, reason=reason.strip())
        audit.record(session, actor, "offers.withdrawn", offer, entry_id=offer.entry_id, reason=reason.strip())
    return locked.first
