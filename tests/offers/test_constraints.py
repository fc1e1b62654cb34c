"""Every named constraint of offers has a sentence, and refuses with it what must not be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import refusing
from app.core.errors import DomainError, Refused
from app.offers.errors import OFFER_REFUSALS, SENTENCES
from app.offers.models import BedExplanation, BedOffer, Objection, OfferAttempt, OfferSkip, SpotCheck, WorkingDay
from tests.offers.door import MONDAY, Door, a_door
from tests.support.clock import Clock
from tests.support.constraints import county_comes_first, named, write

MODELS = (BedOffer, OfferAttempt, OfferSkip, BedExplanation, Objection, SpotCheck)
NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
NOBODY = 99_999_999


@dataclass
class Rows:
    """Valid rows to bend: one live offer stands."""

    door: Door
    offer: BedOffer

    @property
    def keys(self) -> dict[str, int]:
        return self.door.house.home.keys

    def an_offer(self, **changes: Any) -> BedOffer:
        like = self.offer
        given = {
            "entry_id": like.entry_id, "elder_id": like.elder_id, "bed_id": like.bed_id, "claim_id": like.claim_id,
            "state": "withdrawn", "note": "试", "sent_at": NOON, "on_day": MONDAY, "working_days": 5,
            "attempts_needed": 3, "due_on": MONDAY + timedelta(days=7), "due_at": NOON, "rank": 1, "out_of": 1,
            "ladder": {}, "policy_no": 0, "ended_at": NOON,
        }  # fmt: skip
        return BedOffer(**self.keys, **(given | changes))

    def a_live(self, **changes: Any) -> BedOffer:
        return self.an_offer(**({"state": "open", "ended_at": None} | changes))

    def an_attempt(self, **changes: Any) -> OfferAttempt:
        given = {
            "offer_id": self.offer.id, "at": NOON, "on_day": MONDAY, "channel": "phone", "result": "reached",
            "seal": uuid4(),
        }  # fmt: skip
        return OfferAttempt(**self.keys, **(given | changes))

    def a_skip(self, **changes: Any) -> OfferSkip:
        given = {
            "bed_id": self.offer.bed_id, "entry_id": self.offer.entry_id, "position": 1, "reason": "hospital",
            "note": "住院", "offered_by": 1,
        }  # fmt: skip
        return OfferSkip(**self.keys, **(given | changes))

    def checked(self, **changes: Any) -> OfferSkip:
        given = {"verdict": "agreed", "checked_at": NOON, "checked_by": 2, "valid_until": MONDAY}
        return self.a_skip(**(given | changes))

    def an_objection(self, **changes: Any) -> Objection:
        given = {
            "code": uuid4().hex[:12], "received_on": MONDAY, "source": "desk", "seal": uuid4(), "words": b"-",
            "due_on": MONDAY,
        }  # fmt: skip
        return Objection(**(self.keys | given | changes))

    def decided(self, **changes: Any) -> Objection:
        given = {"outcome": "rejected", "result": "照规则", "decided_at": NOON, "decided_by": 2}
        return self.an_objection(**(given | changes))

    def an_explanation(self, **changes: Any) -> BedExplanation:
        return BedExplanation(
            **(self.keys | {"bed_id": self.offer.bed_id, "on_day": MONDAY, "reason": "works"} | changes)
        )

    def a_spot(self, **changes: Any) -> SpotCheck:
        given = {
            "entry_id": self.offer.entry_id, "elder_id": self.offer.elder_id, "assessment_id": 1, "assessed_on": MONDAY,
            "share": 10, "lot": "0", "level_before": 2,
        }  # fmt: skip
        return SpotCheck(**(self.keys | given | changes))


@pytest.fixture
async def rows(session: AsyncSession, clock: Clock) -> Rows:
    door = await a_door(session, clock)
    await door.waits("王秀英")
    return Rows(door, await door.offer("301-1", "王秀英"))


def test_every_named_constraint_has_a_sentence() -> None:
    assert SENTENCES.keys() == named(model.__table__ for model in (*MODELS, WorkingDay))
    county_comes_first(model.__table__ for model in MODELS)


Bent = Callable[[Rows], list[Any]]
BREACHES: dict[str, Bent] = {
    "ck_bed_offers_ended": lambda r: [r.an_offer(ended_at=None)],
    "ck_bed_offers_answered": lambda r: [r.an_offer(state="refused", answer_reason="price")],
    "ck_bed_offers_refused": lambda r: [r.an_offer(answer_reason="price")],
    "ck_bed_offers_withdrawn": lambda r: [r.an_offer(note=" ")],
    "ck_bed_offers_extended": lambda r: [r.an_offer(extended_on=MONDAY)],
    "ck_bed_offers_rank": lambda r: [r.an_offer(rank=2)],
    "ck_bed_offers_due": lambda r: [r.an_offer(due_on=MONDAY)],
    "fk_bed_offers_bed": lambda r: [r.an_offer(bed_id=NOBODY)],
    "fk_bed_offers_entry": lambda r: [r.an_offer(entry_id=NOBODY)],
    "fk_bed_offers_elder": lambda r: [r.an_offer(elder_id=NOBODY)],
    "fk_bed_offers_claim": lambda r: [r.an_offer(claim_id=NOBODY)],
    "fk_bed_offers_stay": lambda r: [r.an_offer(stay_id=NOBODY)],
    "fk_offer_attempts_offer": lambda r: [r.an_attempt(offer_id=NOBODY)],
    "ck_offer_skips_note": lambda r: [r.a_skip(note=" ")],
    "ck_offer_skips_position": lambda r: [r.a_skip(position=0)],
    "ck_offer_skips_checked": lambda r: [r.a_skip(verdict="agreed")],
    "ck_offer_skips_outside": lambda r: [r.checked(checked_by=1)],
    "ck_offer_skips_used": lambda r: [r.checked(verdict="rejected", offer_id=r.offer.id)],
    "uq_offer_skips_open": lambda r: [r.a_skip(), r.a_skip()],
    "fk_offer_skips_offer": lambda r: [r.checked(offer_id=NOBODY)],
    "fk_offer_skips_bed": lambda r: [r.a_skip(bed_id=NOBODY)],
    "fk_offer_skips_entry": lambda r: [r.a_skip(entry_id=NOBODY)],
    "ck_objections_decided": lambda r: [r.an_objection(outcome="upheld")],
    "ck_objections_other_person": lambda r: [r.decided(offered_by=2)],
    "ck_objections_published": lambda r: [r.an_objection(published_at=NOON)],
    "ck_objections_home_of_offer": lambda r: [r.an_objection(institution_id=None, offer_id=r.offer.id)],
    "uq_objections_code": lambda r: [r.an_objection(code="SAME"), r.an_objection(code="SAME")],
    "fk_objections_offer": lambda r: [r.an_objection(offer_id=NOBODY)],
    "fk_objections_entry": lambda r: [r.an_objection(entry_id=NOBODY)],
    "ck_bed_explanations_note": lambda r: [r.an_explanation(reason="other")],
    "fk_bed_explanations_bed": lambda r: [r.an_explanation(bed_id=NOBODY)],
    "ck_spot_checks_share": lambda r: [r.a_spot(share=0)],
    "ck_spot_checks_done": lambda r: [r.a_spot(outcome="same")],
    "uq_spot_checks_assessment": lambda r: [r.a_spot(), r.a_spot()],
    "fk_spot_checks_entry": lambda r: [r.a_spot(entry_id=NOBODY)],
    "fk_spot_checks_elder": lambda r: [r.a_spot(elder_id=NOBODY)],
    "ck_working_days_name": lambda _r: [WorkingDay(day=date(2027, 1, 1), works=False, name=" ")],
    "pk_working_days": lambda _r: [WorkingDay(day=date(2026, 10, 1), works=False, name="国庆节")],
}


async def test_what_must_not_be_is_refused_by_name(rows: Rows) -> None:
    """One after the other on one offer: each is undone with its savepoint."""
    door, offer = rows.door, rows.offer
    found = {}
    for name, bent in BREACHES.items():
        await door.session.refresh(offer)
        wrong = bent(rows)
        try:
            await write(door.session, wrong)
            found[name] = "taken"
        except Refused as refusal:
            found[name] = refusal.constraint
    assert found == {name: name for name in BREACHES}


@pytest.mark.parametrize("name", sorted(OFFER_REFUSALS))
async def test_one_live_offer_is_the_partial_uniques_own_rule(rows: Rows, name: str) -> None:
    """Without the service, without the lock, and without the exclusion of the claims."""
    live = rows.a_live(bed_id=rows.door.house.beds["302-1"]) if name.endswith("entry") else rows.a_live()
    with pytest.raises(DomainError) as refused:
        async with refusing(rows.door.session, OFFER_REFUSALS):
            rows.door.session.add(live)
    assert isinstance(refused.value, tuple(OFFER_REFUSALS.values()))
