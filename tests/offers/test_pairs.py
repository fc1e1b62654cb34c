"""A couple gets one offer of two beds: one answer, one clock, one end."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.rules.kinds import ClosureReason, Sex, SexRule
from app.beds.service import close_beds
from app.core.clock import business_date
from app.offers.errors import OfferRefused
from app.offers.models import BedOffer
from app.offers.queries.offers import attempts_of, pair_of
from app.offers.rules.kinds import Channel, OfferState, RefusalReason
from app.waitlist.queries import notices_of
from app.waitlist.rules.kinds import EntryState, LinkKind, NoticeKind
from app.waitlist.service import link_entries
from tests.offers.door import Door, a_door, an_officer
from tests.support.clock import Clock
from tests.waitlist.papers import related


@pytest.fixture
async def door(session: AsyncSession, clock: Clock) -> Door:
    """Four free beds in two rooms of one sex each, and a couple between two others on the list."""
    built = await a_door(session, clock, sex_rule=SexRule.SAME)
    await built.waits("何永昌", Sex.MALE)
    await built.waits("李国忠", Sex.MALE)
    await built.waits("王秀英")
    await built.waits("陈桂芳")
    one, other = built.entries["李国忠"], built.entries["王秀英"]
    await related(session, one, other)
    await link_entries(session, an_officer(), one.id, other.id, kind=LinkKind.COUPLE)
    return built


async def both(door: Door) -> list[BedOffer]:
    """Offer the couple a room, once the one before them has a bed."""
    await door.offer("301-1", "何永昌")
    offer = await door.offer("302-1", "李国忠", pair="302-2")
    return await pair_of(door.session, door.house.home.scope, offer)


async def test_two_beds_of_one_room_in_one_offer(door: Door) -> None:
    one, other = await both(door)
    assert isinstance(one.pair_id, UUID)
    assert one.pair_id == other.pair_id
    assert {one.bed_id, other.bed_id} == set(door.house.ids("302-1", "302-2"))
    held = await door.session.scalars(select(BedClaim).where(BedClaim.id.in_([one.claim_id, other.claim_id])))
    assert [claim.shares_room for claim in held] == [True, True], "the room's rule is lifted for husband and wife"
    assert [door.entries[name].state for name in ("李国忠", "王秀英")] == [EntryState.OFFERED] * 2


@pytest.mark.parametrize(("accept", "state"), [(True, OfferState.ACCEPTED), (False, OfferState.REFUSED)])
async def test_one_answer_for_both(door: Door, accept: bool, state: OfferState) -> None:
    one, other = await both(door)
    await door.answer(other, accept=accept, reason=None if accept else RefusalReason.HOSPITAL)
    assert (one.state, other.state) == (state, state)


async def test_an_attempt_counts_for_both_and_both_lapse(door: Door, clock: Clock) -> None:
    one, other = await both(door)
    await door.try_all(one, clock, "2026-06-02", "2026-06-03")
    await door.at(clock, "2026-06-09 09:00")
    await door.call(other, Channel.VISIT)
    tried = await attempts_of(door.session, door.house.home.scope, [one, other])
    assert [len(tried[offer.id]) for offer in (one, other)] == [3, 3]
    await door.lapse(other)
    assert (one.state, other.state) == (OfferState.LAPSED, OfferState.LAPSED)


async def test_neither_is_offered_a_bed_alone(door: Door) -> None:
    await door.offer("301-1", "何永昌")
    with pytest.raises(OfferRefused, match="连同室的另一张床"):
        await door.offer("302-1", "李国忠")
    with pytest.raises(OfferRefused, match="同室两张空床"):
        await door.offer("301-2", "李国忠")


async def test_nobody_else_is_offered_two_beds(door: Door) -> None:
    with pytest.raises(OfferRefused, match="只发一张床"):
        await door.offer("301-1", "何永昌", pair="301-2")


async def test_a_couple_ahead_is_skipped_only_with_consent(door: Door) -> None:
    await door.offer("301-1", "何永昌")
    with pytest.raises(OfferRefused, match="第 2 位"):
        await door.offer("302-1", "陈桂芳")
    await door.skipped("302-1", "李国忠")
    assert (await door.offer("302-1", "陈桂芳")).rank == 4


async def test_a_couple_passed_over_for_want_of_a_second_bed_is_told(door: Door) -> None:
    today = await business_date(door.session)
    await close_beds(
        door.session,
        door.house.actor,
        door.house.home,
        door.house.ids("302-2"),
        reason=ClosureReason.REPAIR,
        from_on=today,
    )
    await door.offer("301-1", "何永昌")
    offer = await door.offer("302-1", "陈桂芳")
    passed = {one["entry_id"] for one in offer.ladder["passed"]}
    told = {"李国忠": NoticeKind.SKIPPED, "王秀英": NoticeKind.SKIPPED, "何永昌": NoticeKind.OFFERED}
    for name, kind in told.items():
        entry = door.entries[name]
        assert entry.id in passed
        assert [one.kind for one in await notices_of(door.session, entry.county, entry.id)] == [kind]
