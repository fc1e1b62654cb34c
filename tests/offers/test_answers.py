"""From the sending to the end: the answer and what follows by rule, more time, taking back, running out."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.queries import count_free
from app.core.db import refusing
from app.core.errors import Refused
from app.offers.errors import OfferChanged, OfferRefused
from app.offers.models import BedOffer
from app.offers.queries.offers import attempts_of
from app.offers.rules.kinds import Channel, OfferState, RefusalReason
from app.offers.service.answering import AnswerDraft, answer
from app.offers.service.attempting import extend_offer, whom_of
from app.offers.service.holding import hold_to_stay, stay_began
from app.offers.service.lapsing import lapse_if_due
from app.offers.service.objecting import ObjectionDraft, Place, receive_objection
from app.residents.models import Elder
from app.waitlist.models import WaitlistNotice
from app.waitlist.queries import refusals_of
from app.waitlist.rules.kinds import EntryState
from tests.factories.waitlist import an_entry
from tests.offers.door import MONDAY, Door, a_door
from tests.support.clock import Clock


@pytest.fixture
async def door(session: AsyncSession, clock: Clock) -> Door:
    built = await a_door(session, clock)
    for name in ("王秀英", "陈桂芳"):
        await built.waits(name)
    return built


async def free(door: Door) -> int:
    return await count_free(door.session, door.house.home.scope, door.house.home.institution_id, MONDAY)


async def hold(door: Door, offer: BedOffer) -> BedClaim:
    found = await door.session.get(BedClaim, (offer.county, offer.claim_id), populate_existing=True)
    assert found is not None
    return found


async def test_yes_keeps_the_bed_until_the_admission(door: Door) -> None:
    offer = await door.offer("301-1", "王秀英")
    await door.answer(offer, accept=True)
    claim = await hold(door, offer)
    assert (offer.state, claim.to_on, claim.planned_end_on) == (OfferState.ACCEPTED, date.max, None)
    assert door.entries["王秀英"].state is EntryState.OFFERED
    with pytest.raises(OfferRefused, match="已接受"):
        await door.answer(offer, accept=True)


async def test_a_justified_no_keeps_the_place_once_and_the_next_one_leaves_the_list(door: Door, clock: Clock) -> None:
    offer = await door.offer("301-1", "王秀英")
    await door.answer(offer, accept=False, reason=RefusalReason.HOSPITAL)
    assert (offer.state, offer.consequence["outcome"]) == (OfferState.REFUSED, "keeps_place")
    assert door.entries["王秀英"].state is EntryState.WAITING
    assert await free(door) == 4
    again = await door.offer("301-1", "王秀英")
    assert again.rank == 1
    await door.answer(again, accept=False, reason=RefusalReason.HOSPITAL)
    assert again.consequence["outcome"] == "exit"
    assert door.entries["王秀英"].state is EntryState.REMOVED
    assert (await door.offer("301-1", "陈桂芳")).rank == 1


async def test_three_exits_within_a_year_keep_somebody_out(door: Door, clock: Clock) -> None:
    offer = await door.offer("301-1", "王秀英")
    entry = door.entries["王秀英"]
    await door.answer(offer, accept=False, reason=RefusalReason.PRICE)
    assert (offer.consequence["outcome"], offer.consequence["exits"]) == ("exit", 1)
    person = await door.session.get_one(Elder, (entry.county, entry.elder_id))
    for exits in (2, 3):
        door.entries["王秀英"] = await an_entry(door.session, door.house.home, elder=person, minutes_ago=2000, level=1)
        offer = await door.offer("301-1", "王秀英")
        await door.answer(offer, accept=False, reason=RefusalReason.OTHER_HOME)
        assert offer.consequence["exits"] == exits
    assert offer.consequence == {
        "outcome": "exit_and_ban", "kept_before": 0, "exits": 3, "banned_until": "2027-06-01",
    }  # fmt: skip
    assert door.entries["王秀英"].banned_until == date(2027, 6, 1)
    assert len(await refusals_of(door.session, entry.county, entry.elder_id)) == 3


async def test_no_needs_a_reason_and_not_reached_is_none(door: Door) -> None:
    offer = await door.offer("301-1", "王秀英")
    for reason in (None, RefusalReason.NOT_REACHED):
        with pytest.raises(OfferRefused, match="请选择不接受的原因"):
            await door.answer(offer, accept=False, reason=reason)


async def test_taking_it_back_costs_nobody_the_place(door: Door) -> None:
    offer = await door.offer("301-1", "王秀英")
    await door.withdraw(offer)
    assert (offer.state, door.entries["王秀英"].state, await free(door)) == (
        OfferState.WITHDRAWN, EntryState.WAITING, 4,
    )  # fmt: skip
    assert await refusals_of(door.session, offer.county, offer.elder_id) == []


async def test_nothing_lapses_before_three_attempts_on_different_days_and_channels(door: Door, clock: Clock) -> None:
    offer = await door.offer("301-1", "王秀英")
    await door.try_all(offer, clock, "2026-06-02", "2026-06-03")
    await door.call(offer, Channel.PHONE)
    with pytest.raises(OfferRefused, match="期限还没到"):
        await door.lapse(offer)
    await door.at(clock, "2026-06-09 00:00:01")
    with pytest.raises(OfferRefused, match="只有 2 次联系能算数"):
        await door.lapse(offer)
    assert not await lapse_if_due(*door.args, offer.id), "逾期 keeps its bed until the family was looked for"
    await door.call(offer, Channel.VISIT)
    await door.lapse(offer)
    assert (offer.state, offer.consequence["outcome"]) == (OfferState.LAPSED, "exit")
    assert door.entries["王秀英"].state is EntryState.REMOVED
    kinds = set(
        await door.session.scalars(select(WaitlistNotice.kind).where(WaitlistNotice.entry_id == offer.entry_id))
    )
    assert "lapsed" in kinds
    assert (await hold(door, offer)).to_on == date(2026, 6, 9)


async def test_the_last_day_is_still_in_time_and_a_late_yes_counts_while_the_bed_is_kept(
    door: Door, clock: Clock
) -> None:
    offer = await door.offer("301-1", "王秀英")
    await door.try_all(offer, clock, "2026-06-02", "2026-06-03", "2026-06-04")
    await door.at(clock, "2026-06-08 23:59:59")
    assert not await lapse_if_due(*door.args, offer.id)
    await door.at(clock, "2026-06-09 00:00:00")
    await door.answer(offer, accept=True)
    assert not await lapse_if_due(*door.args, offer.id), "the sweeper looks again under the lock"
    assert offer.state is OfferState.ACCEPTED


async def test_more_time_once_and_the_hold_follows(door: Door, clock: Clock) -> None:
    offer = await door.offer("301-1", "王秀英")
    await extend_offer(*door.args, offer.id, days=3, reason="女儿出差", version=offer.version)
    assert (offer.extended_on, (await hold(door, offer)).planned_end_on) == (date(2026, 6, 11), date(2026, 6, 11))
    with pytest.raises(OfferRefused, match="已经延长过一次"):
        await extend_offer(*door.args, offer.id, days=1, reason="再等", version=offer.version)


async def test_two_people_on_one_offer_hear_of_each_other(door: Door) -> None:
    offer = await door.offer("301-1", "王秀英")
    seen = offer.version
    await extend_offer(*door.args, offer.id, days=3, reason="女儿出差", version=seen)
    with pytest.raises(OfferChanged):
        await answer(*door.args, offer.id, AnswerDraft(accept=True), version=seen)


async def test_whom_was_called_is_sealed(door: Door) -> None:
    offer = await door.offer("301-1", "王秀英")
    await door.call(offer, Channel.PHONE)
    (attempt,) = (await attempts_of(door.session, door.house.home.scope, [offer]))[offer.id]
    assert attempt.whom
    assert "女儿".encode() not in attempt.whom
    assert await whom_of(door.session, offer.county, [attempt]) == {attempt.id: "女儿"}


async def test_the_hold_becomes_the_stay(door: Door) -> None:
    offer = await door.offer("301-1", "王秀英")
    with pytest.raises(OfferRefused, match="等答复"):
        await hold_to_stay(*door.args, offer.id, on=MONDAY)
    await door.answer(offer, accept=True)
    with pytest.raises(OfferRefused, match="早于这张床开始预留"):
        await hold_to_stay(*door.args, offer.id, on=date(2026, 5, 31))
    async with refusing(door.session):
        held = await hold_to_stay(*door.args, offer.id, on=MONDAY)
    assert (held.bed_id, held.elder_id, held.shares_room) == (offer.bed_id, offer.elder_id, False)
    assert (offer.state, (await hold(door, offer)).to_on, await free(door)) == (OfferState.ADMITTED, MONDAY, 4)


async def test_an_objection_that_holds_the_bed_stops_admission_and_lapse(door: Door, clock: Clock) -> None:
    offer = await door.offer("301-1", "王秀英")
    place = Place(offer.county, offer.institution_id)
    draft = ObjectionDraft(place=place, words="她家里有房", offer_id=offer.id, name="李某", phone="13800000000")
    objection = await receive_objection(door.session, door.director, draft)
    assert objection.holds_bed
    assert objection.due_on == date(2026, 6, 8)
    assert objection.offered_by == 7001
    await door.try_all(offer, clock, "2026-06-02", "2026-06-03", "2026-06-04")
    await door.at(clock, "2026-06-09 08:00")
    assert not await lapse_if_due(*door.args, offer.id)
    with pytest.raises(OfferRefused, match="提出异议"):
        await door.lapse(offer)
    await door.answer(offer, accept=True)
    with pytest.raises(OfferRefused, match="提出异议"):
        await hold_to_stay(*door.args, offer.id, on=date(2026, 6, 9))


async def test_the_stay_is_named_on_the_offer(door: Door) -> None:
    offer = await door.offer("301-1", "王秀英")
    with pytest.raises(Refused, match="没有找到这次入住"):
        await stay_began(door.session, door.house.home, offer.id, 99)
