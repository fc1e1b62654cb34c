"""Making an offer: the first whom the bed fits, nobody passed over in silence, the reserve and the papers respected."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.errors import BedTaken
from app.beds.models import BedClaim
from app.beds.rules.kinds import ClaimKind, Sex
from app.core.db import touched_homes
from app.core.errors import NotAllowed, Refused
from app.offers.errors import BedHasOffer, EntryHasOffer, OfferNotFound, OfferRefused
from app.offers.models import BedOffer, SpotCheck
from app.offers.queries.choosing import look_around
from app.offers.queries.offers import skips_of
from app.offers.rules.calendar import due_instant
from app.offers.rules.kinds import OfferState, SkipVerdict
from app.offers.service.offering import make_offer
from app.offers.service.skipping import check_skip
from app.waitlist.models import WaitlistNotice, WaitlistSwitch
from app.waitlist.rules.facts import Held
from app.waitlist.rules.kinds import EntryState
from tests.offers.door import MONDAY, Door, a_door, an_officer
from tests.support.clock import Clock


@pytest.fixture
async def door(session: AsyncSession, clock: Clock) -> Door:
    return await a_door(session, clock)


async def the_hold(door: Door, offer: BedOffer) -> BedClaim:
    found = await door.session.scalar(select(BedClaim).where(BedClaim.id == offer.claim_id))
    assert found is not None
    return found


async def test_an_offer_holds_the_bed_and_keeps_what_made_it_right(door: Door) -> None:
    await door.waits("王秀英")
    await door.waits("陈桂芳")
    offer = await door.offer("301-1", "王秀英")
    hold = await the_hold(door, offer)
    assert (hold.kind, hold.from_on, hold.to_on, hold.planned_end_on) == (
        ClaimKind.HOLD, MONDAY, date.max, date(2026, 6, 8),
    )  # fmt: skip
    assert (offer.state, offer.rank, offer.out_of, offer.due_on) == (OfferState.OPEN, 1, 2, date(2026, 6, 8))
    assert offer.due_at == due_instant(date(2026, 6, 8))
    assert offer.ladder["ladder"]["rungs"]
    assert offer.ladder["reserve"]["free"] == 4
    assert door.entries["王秀英"].state is EntryState.OFFERED
    kinds = await door.session.scalars(select(WaitlistNotice.kind).where(WaitlistNotice.entry_id == offer.entry_id))
    assert "offered" in set(kinds)
    assert door.house.home.institution_id in {one.institution_id for one in touched_homes(door.session)}


async def test_the_second_on_the_list_waits_for_the_first(door: Door) -> None:
    await door.waits("王秀英")
    await door.waits("陈桂芳")
    with pytest.raises(OfferRefused, match="第 1 位排在前面"):
        await door.offer("301-1", "陈桂芳")


async def test_a_skip_needs_somebody_outside_who_agrees(door: Door) -> None:
    await door.waits("王秀英")
    await door.waits("陈桂芳")
    skip_id = (await door.ask_skip("301-1", "王秀英")).id
    with pytest.raises(OfferRefused, match="院外核对"):
        await door.offer("301-1", "陈桂芳")
    with pytest.raises(OfferNotFound):
        await check_skip(door.session, door.director, skip_id, verdict=SkipVerdict.AGREED)
    with pytest.raises(Refused, match="不能自己核对"):
        await check_skip(door.session, an_officer(7001), skip_id, verdict=SkipVerdict.AGREED)
    both = replace(an_officer(7003), grants=(*an_officer().grants, *door.director.grants))
    with pytest.raises(OfferRefused, match="您在这家机构发床位通知"):
        await check_skip(door.session, both, skip_id, verdict=SkipVerdict.AGREED)
    await check_skip(door.session, an_officer(), skip_id, verdict=SkipVerdict.REJECTED, note="已出院")
    with pytest.raises(OfferRefused, match="院外核对"):
        await door.offer("301-1", "陈桂芳")
    await door.skipped("301-1", "王秀英")
    offer = await door.offer("301-1", "陈桂芳")
    assert [one.position for one in await skips_of(door.session, door.house.home.scope, offer.id)] == [1]
    assert offer.ladder["skipped"] == [door.entries["王秀英"].id]
    skipped = WaitlistNotice.entry_id == door.entries["王秀英"].id
    assert "skipped" in set(await door.session.scalars(select(WaitlistNotice.kind).where(skipped)))
    assert door.entries["王秀英"].state is EntryState.WAITING


async def test_an_agreed_skip_is_for_one_bed_once_and_for_some_days(door: Door, clock: Clock) -> None:
    await door.waits("王秀英")
    for name in ("陈桂芳", "周明秀"):
        await door.waits(name)
    await door.skipped("301-1", "王秀英")
    with pytest.raises(OfferRefused, match="第 1 位"):
        await door.offer("301-2", "陈桂芳")
    await door.at(clock, "2026-06-09 09:00")
    with pytest.raises(OfferRefused, match="第 1 位"):
        await door.offer("301-1", "陈桂芳")


async def test_whom_the_bed_does_not_fit_keeps_the_place_and_is_written_down(door: Door) -> None:
    await door.waits("王秀英", level=3)
    await door.waits("陈桂芳")
    offer = await door.offer("301-1", "陈桂芳")
    assert [(one["position"], one["why"]) for one in offer.ladder["passed"]] == [(1, "需要护理型床位")]
    await door.mark("302-1")
    assert (await door.offer("302-1", "王秀英", internal_reason="")).rank == 1


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"level": None}, "还没有能力评估"),
        ({"level": 1, "level_until": MONDAY}, "能力评估已过期"),
        ({"state": EntryState.DEFERRED}, "暂缓"),
        ({"level": 2}, "需要护理型床位"),
        ({"needs_single": True}, "需要单人间"),
    ],
)
async def test_who_cannot_be_called_is_refused_by_name(door: Door, facts: dict[str, Any], why: str) -> None:
    entry = await door.waits("王秀英", **facts)
    if "level_until" in facts:
        entry.facts = entry.facts | {"level_until": str(facts["level_until"])}
        await door.session.flush()
    with pytest.raises(OfferRefused, match=why):
        await door.offer("301-1", "王秀英")


async def test_papers_are_looked_at_on_the_day(door: Door) -> None:
    paper = (Held("minimum_living", date(2020, 1, 1)),)
    await door.waits("王秀英", level=2, categories=paper)
    await door.mark("301-1")
    with pytest.raises(OfferRefused, match="核对这一位的类别证明"):
        await door.offer("301-1", "王秀英", reverified=False)
    assert (await door.offer("301-1", "王秀英")).ladder["evidence"] == ["category:minimum_living"]


async def test_a_home_that_is_not_in_the_list_offers_nothing(door: Door) -> None:
    await door.waits("王秀英")
    for switch in await door.session.scalars(select(WaitlistSwitch)):
        switch.to_on = MONDAY
    await door.session.flush()
    with pytest.raises(OfferRefused, match="没有启用轮候"):
        await door.offer("301-1", "王秀英")


async def test_one_live_offer_for_a_bed_and_for_an_applicant(door: Door) -> None:
    for name in ("王秀英", "陈桂芳"):
        await door.waits(name)
    await door.offer("301-1", "王秀英")
    with pytest.raises((BedTaken, BedHasOffer)):
        await door.offer("301-1", "陈桂芳")
    with pytest.raises(EntryHasOffer):
        await door.offer("301-2", "王秀英")


async def test_nobody_but_who_runs_the_home_offers(door: Door) -> None:
    await door.waits("王秀英")
    with pytest.raises(NotAllowed):
        await make_offer(door.session, an_officer(), door.house.home, door.draft("301-1", "王秀英"))


async def test_who_was_drawn_for_a_second_look_waits_for_it(door: Door) -> None:
    entry = await door.waits("王秀英")
    drawn = SpotCheck(
        **door.house.home.keys, entry_id=entry.id, elder_id=entry.elder_id, assessment_id=1, assessed_on=MONDAY,
        share=10, lot="0" * 64, level_before=1,
    )  # fmt: skip
    door.session.add(drawn)
    await door.session.flush()
    with pytest.raises(OfferRefused, match="抽中复评"):
        await door.offer("301-1", "王秀英")


async def test_a_room_of_one_sex_is_offered_to_that_sex(door: Door) -> None:
    await door.waits("李国忠", Sex.MALE)
    await door.waits("王秀英")
    await door.offer("301-1", "李国忠")
    around = await look_around(door.session, door.house.home, door.house.beds["301-2"], MONDAY)
    assert around.next is not None
    assert around.next.facts.entry_id == door.entries["王秀英"].id, "a room without a rule takes both"


async def test_the_clock_of_the_answer_runs_by_the_policy(door: Door, clock: Clock) -> None:
    await door.waits("王秀英")
    await door.at(clock, "2026-06-17 09:00")
    offer = await door.offer("301-1", "王秀英")
    assert offer.due_on == date(2026, 6, 25), "the Dragon Boat day rests"
    assert offer.on_day + timedelta(days=8) == offer.due_on
