"""What the bureau watches: free beds explained, objections decided by others, second looks drawn by lot, the audit."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedMark
from app.beds.rules.kinds import MarkKind
from app.core.errors import NotAllowed, Refused
from app.core.scope import Scope
from app.offers.errors import ObjectionNotFound, OfferRefused
from app.offers.queries.audit import ageing_beds, free_lines, late_changes, stay_lines
from app.offers.queries.spots import self_assessed, shares_of
from app.offers.rules.calendar import Calendar
from app.offers.rules.kinds import ExplainReason, ObjectionOutcome, SpotOutcome
from app.offers.rules.lots import is_drawn, lot_of
from app.offers.service.explaining import explain_bed
from app.offers.service.objecting import (
    ObjectionDraft,
    Place,
    decide_objection,
    objection_words,
    publish_objection,
    receive_objection,
)
from app.offers.service.watching import draw_spot_checks, finish_spot_check
from app.stays.rules.kinds import Ground
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.offers.door import MONDAY, Door, a_door, an_officer
from tests.support.clock import Clock

COUNTY = Scope(regions=frozenset({510302}))


@pytest.fixture
async def door(session: AsyncSession, clock: Clock) -> Door:
    built = await a_door(session, clock)
    await built.waits("王秀英")
    return built


async def test_an_objection_is_decided_by_somebody_else_and_published_without_names(door: Door) -> None:
    offer = await door.offer("301-1", "王秀英")
    place = Place(offer.county, offer.institution_id)
    draft = ObjectionDraft(place=place, words="她家里有房", offer_id=offer.id, name="李某", phone="13800000000")
    objection_id = (await receive_objection(door.session, door.director, draft)).id
    with pytest.raises(ObjectionNotFound):
        await decide_objection(
            door.session, door.director, objection_id, outcome=ObjectionOutcome.REJECTED, result="照规则"
        )
    with pytest.raises(Refused, match="换一位经办人"):
        await decide_objection(
            door.session, an_officer(7001), objection_id, outcome=ObjectionOutcome.REJECTED, result="照规则"
        )
    with pytest.raises(Refused, match="还没有处理"):
        await publish_objection(door.session, an_officer(), objection_id)
    decided = await decide_objection(
        door.session, an_officer(), objection_id, outcome=ObjectionOutcome.REJECTED, result="按受理先后，查无房产"
    )
    with pytest.raises(OfferRefused, match="已经处理过"):
        await decide_objection(door.session, an_officer(), objection_id, outcome=ObjectionOutcome.UPHELD, result="改判")
    assert (await publish_objection(door.session, an_officer(), objection_id)).published_at is not None
    assert await objection_words(door.session, decided) == {
        "name": "李某", "phone": "13800000000", "words": "她家里有房",
    }  # fmt: skip
    assert "李某".encode() not in (decided.name or b"")


async def test_an_objection_to_the_whole_list_belongs_to_the_county(door: Door) -> None:
    place = Place(door.house.home.county)
    objection = await receive_objection(door.session, an_officer(), ObjectionDraft(place=place, words="名单没有公示"))
    assert (objection.institution_id, objection.holds_bed, objection.due_on) == (None, False, date(2026, 6, 8))
    with pytest.raises(NotAllowed):
        await receive_objection(door.session, door.director, ObjectionDraft(place=place, words="名单没有公示"))


async def test_a_free_bed_is_offered_or_explained_in_time_or_shown(door: Door, clock: Clock) -> None:
    home, since = door.house.home, {door.house.home.institution_id: MONDAY}
    await explain_bed(door.session, door.director, home, door.house.beds["301-2"], reason=ExplainReason.WORKS)
    offer = await door.offer("301-1", "王秀英")
    await door.withdraw(offer)
    await door.at(clock, "2026-06-10 09:00")
    today = date(2026, 6, 10)
    lines = {
        line.name: line for line in await free_lines(door.session, COUNTY, since, today, days=5, calendar=Calendar())
    }
    assert {name: line.is_late(today) for name, line in lines.items()} == {
        "301-1": False, "301-2": False, "302-1": True, "302-2": True,
    }  # fmt: skip
    assert lines["302-1"].due_on == date(2026, 6, 8)
    held = await door.offer("302-1", "王秀英")
    with pytest.raises(OfferRefused, match="不是空床"):
        await explain_bed(door.session, door.director, home, held.bed_id, reason=ExplainReason.WORKS)


async def test_every_stay_is_shown_beside_what_bears_it_out(door: Door) -> None:
    home = door.house.home
    grounds = {Ground.DIRECT: True, Ground.OFFER: True, Ground.PLACEMENT: True, Ground.EMERGENCY: False}
    for ground in grounds:
        elder = await an_elder(door.session, home)
        await a_stay(door.session, home, elder, from_on=MONDAY, ground=ground, ground_note="试", late_reason=None)
    before = await an_elder(door.session, home)
    await a_stay(door.session, home, before, from_on=date(2025, 12, 1), ground=Ground.DIRECT)
    lines = await stay_lines(door.session, home.scope, date(2025, 1, 1))
    assert {line.ground: line.is_open for line in lines if line.from_on == MONDAY} == grounds
    assert not next(line for line in lines if line.from_on < MONDAY).is_open, "before 轮候 a home admits directly"


async def test_a_rule_changed_shortly_before_an_offer_is_flagged(door: Door) -> None:
    home = door.house.home
    for bed, day in (("301-1", MONDAY - timedelta(days=3)), ("302-1", MONDAY - timedelta(days=300))):
        row = BedMark(**home.keys, bed_id=door.house.beds[bed], kind=MarkKind.INCLUSIVE, basis="改", from_on=day)
        door.session.add(row)
    await door.session.flush()
    await door.waits("陈桂芳")
    await door.offer("301-1", "王秀英")
    await door.offer("302-1", "陈桂芳")
    (line,) = await late_changes(door.session, home.scope, MONDAY, 30)
    assert (line.bed, line.what, line.days) == ("301-1", "普惠", 3)


async def test_closures_age(door: Door) -> None:
    assert await ageing_beds(door.session, COUNTY, {door.house.home.institution_id}, MONDAY) == []


def test_a_lot_is_drawn_the_same_by_everybody_and_by_its_share() -> None:
    lots = [lot_of(510302, "2026-06", number) for number in range(2000)]
    assert lots == [lot_of(510302, "2026-06", number) for number in range(2000)]
    assert 150 < sum(is_drawn(lot, 10) for lot in lots) < 250
    assert not any(is_drawn(lot, 0) for lot in lots)
    assert all(is_drawn(lot, 100) for lot in lots)


async def test_a_share_of_whom_the_home_assessed_itself_is_looked_at_again(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = door.house.home
    own = {"assessor_home_id": home.institution_id, "level_scale": "gbt42195-2022"}
    for number, name in enumerate(("陈桂芳", "周明秀"), 1):
        await door.waits(name, **own, assessment_id=number)
    (line,) = await shares_of(door.session, home.scope, home.county)
    assert (line.own, line.all, line.percent) == (2, 3, 67)
    monkeypatch.setattr("app.offers.service.watching.is_drawn", lambda lot, share: share == 10 and lot < "f")
    drawn = await draw_spot_checks(door.session, an_officer(), home.county)
    assert drawn
    again = await draw_spot_checks(door.session, an_officer(), home.county)
    assert not {one.assessment_id for one in drawn} & {one.assessment_id for one in again}
    assert any(one.drawn for one in await self_assessed(door.session, COUNTY, home.county))
    done = await finish_spot_check(door.session, an_officer(), drawn[0].id, level_after=0)
    assert done.outcome is SpotOutcome.MILDER
