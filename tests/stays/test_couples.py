"""Husband and wife in a room with a sex rule: exempt on the days they are there together, and on no other day."""

import pytest
from sqlalchemy import func, update

from app.beds.errors import RoomOfOtherSex
from app.beds.rules.kinds import Sex, SexRule
from app.residents.models import ElderRelation
from app.stays import service
from app.stays.errors import CoupleThere, StayRefused
from app.stays.queries.proof import wrong_stays
from app.stays.rules.kinds import EndReason
from tests.stays.ward import LATE, Ward, a_ward, may
from tests.support.clock import Clock

pytestmark = pytest.mark.usefixtures("nothing_broken")


@pytest.fixture
async def couple(ward: Ward) -> tuple[int, int]:
    """王秀英 is in 301-1 since the first, her husband 刘德明 in 301-2 since the fifth."""
    await ward.person("王秀英")
    await ward.person("刘德明", Sex.MALE)
    await ward.marry("王秀英", "刘德明")
    wife = await ward.admit("王秀英", "301-1", may(1))
    husband = await ward.admit("刘德明", "301-2", may(5), sex=Sex.MALE, shares_room=True)
    return wife, husband


async def test_a_couple_shares_a_room(ward: Ward, couple: tuple[int, int]) -> None:
    assert await ward.beds(couple[0]) == [("301-1", 1, None, False)]
    assert await ward.beds(couple[1]) == [("301-2", 5, None, True)]


async def test_it_is_asked_for_and_said_how(ward: Ward) -> None:
    await ward.person("刘德明", Sex.MALE)
    await ward.person("王秀英")
    await ward.marry("王秀英", "刘德明")
    await ward.admit("王秀英", "301-1", may(1))
    with pytest.raises(RoomOfOtherSex, match="与配偶同住的请勾选「夫妻同住」"):
        await ward.admit("刘德明", "301-2", may(5), sex=Sex.MALE)


async def test_only_husband_and_wife_may_ask(ward: Ward) -> None:
    await ward.admit("王秀英", "301-1", may(1))
    with pytest.raises(StayRefused, match="夫妻关系"):
        await ward.admit("刘德明", "301-2", may(5), sex=Sex.MALE, shares_room=True)


async def test_asking_does_not_open_a_room_of_others(ward: Ward, couple: tuple[int, int]) -> None:
    await ward.admit("李桂芳", "302-1", may(1))
    with pytest.raises(RoomOfOtherSex, match="302 室"):
        await ward.move(couple[1], "302-2", may(10), shares_room=True)


async def test_nobody_else_comes_into_the_room_of_a_couple(session: object, clock: Clock) -> None:
    ward = await a_ward(session, clock, sex_rule=SexRule.SAME, beds="3")
    for name, sex in (("王秀英", Sex.FEMALE), ("刘德明", Sex.MALE)):
        await ward.person(name, sex)
    await ward.marry("王秀英", "刘德明")
    await ward.admit("王秀英", "301-1", may(1))
    await ward.admit("刘德明", "301-2", may(5), sex=Sex.MALE, shares_room=True)
    with pytest.raises(CoupleThere):
        await ward.admit("李桂芳", "301-3", may(8))
    with pytest.raises(RoomOfOtherSex):
        await ward.admit("周光荣", "301-3", may(8), sex=Sex.MALE)
    with pytest.raises(CoupleThere):
        await ward.past("李桂芳", "301-3", may(8), may(8))
    await ward.past("李桂芳", "301-3", may(1), may(5))


async def test_a_couple_does_not_come_into_a_room_of_a_third(session: object, clock: Clock) -> None:
    ward = await a_ward(session, clock, sex_rule=SexRule.SAME, beds="3")
    for name, sex in (("王秀英", Sex.FEMALE), ("刘德明", Sex.MALE)):
        await ward.person(name, sex)
    await ward.marry("王秀英", "刘德明")
    await ward.admit("王秀英", "301-1", may(1))
    await ward.admit("李桂芳", "301-3", may(20))
    with pytest.raises(CoupleThere):
        await ward.admit("刘德明", "301-2", may(5), sex=Sex.MALE, shares_room=True)


async def test_when_one_goes_the_rule_comes_back(ward: Ward, couple: tuple[int, int]) -> None:
    await ward.end(couple[0], may(15), EndReason.DEATH)
    assert await ward.beds(couple[1]) == [("301-2", 5, 15, True), ("301-2", 15, None, False)]
    with pytest.raises(RoomOfOtherSex):
        await ward.admit("李桂芳", "301-1", may(20))
    await ward.admit("周光荣", "301-1", may(20), sex=Sex.MALE)


async def test_when_the_one_who_asked_goes_nothing_is_left_of_it(ward: Ward, couple: tuple[int, int]) -> None:
    await ward.end(couple[1], may(15))
    await ward.admit("李桂芳", "301-2", may(15))


async def test_when_one_moves_the_rule_comes_back_and_with_them_the_exemption(
    ward: Ward, couple: tuple[int, int]
) -> None:
    await ward.move(couple[0], "302-1", may(15))
    assert await ward.beds(couple[1]) == [("301-2", 5, 15, True), ("301-2", 15, None, False)]
    await ward.move(couple[0], "301-1", may(20))
    assert await ward.beds(couple[1]) == [
        ("301-2", 5, 15, True), ("301-2", 15, 20, False), ("301-2", 20, None, True),
    ]  # fmt: skip


async def test_the_undoing_of_an_end_finds_the_couple_together(ward: Ward, couple: tuple[int, int]) -> None:
    for stay_id in couple:
        await ward.end(stay_id, may(15))
        await ward.reopen(stay_id)
        assert await ward.beds(couple[1]) == [("301-2", 5, None, True)]


async def test_the_undoing_is_refused_when_a_third_is_there(session: object, clock: Clock) -> None:
    ward = await a_ward(session, clock, sex_rule=SexRule.SAME, beds="3")
    for name, sex in (("王秀英", Sex.FEMALE), ("刘德明", Sex.MALE)):
        await ward.person(name, sex)
    await ward.marry("王秀英", "刘德明")
    await ward.admit("王秀英", "301-1", may(1))
    husband = await ward.admit("刘德明", "301-2", may(5), sex=Sex.MALE, shares_room=True)
    await ward.end(husband, may(15))
    await ward.admit("李桂芳", "301-3", may(20))
    with pytest.raises(CoupleThere):
        await ward.reopen(husband)
    assert await ward.beds(husband) == [("301-2", 5, 15, True)]


async def test_a_void_stay_was_never_shared(ward: Ward, couple: tuple[int, int]) -> None:
    await service.void_stay(*ward.args, couple[0], reason="登错了")
    assert await ward.beds(couple[1]) == [("301-2", 5, None, False)]


async def test_a_couple_moves_together_one_after_the_other(ward: Ward, couple: tuple[int, int]) -> None:
    await ward.move(couple[0], "302-1", may(15))
    await ward.move(couple[1], "302-2", may(15), shares_room=True)
    assert await ward.beds(couple[1]) == [("301-2", 5, 15, True), ("302-2", 15, None, True)]
    await service.exchange_beds(*ward.args, *couple, on=may(20), late_reason=LATE)
    assert (await ward.beds(couple[1]))[-1] == ("302-1", 20, None, True)


async def test_a_man_stays_in_a_room_for_women_after_his_wife_died(session: object, clock: Clock) -> None:
    ward = await a_ward(session, clock, sex_rule=SexRule.FEMALE)
    for name, sex in (("王秀英", Sex.FEMALE), ("刘德明", Sex.MALE)):
        await ward.person(name, sex)
    await ward.marry("王秀英", "刘德明")
    wife = await ward.admit("王秀英", "301-1", may(1))
    husband = await ward.admit("刘德明", "301-2", may(5), sex=Sex.MALE, shares_room=True)
    await ward.end(wife, may(15), EndReason.DEATH)
    assert await ward.beds(husband) == [("301-2", 5, None, True)]
    with pytest.raises(CoupleThere):
        await ward.admit("李桂芳", "301-1", may(20))


async def test_two_zero_days_of_a_couple_on_one_day(ward: Ward, couple: tuple[int, int]) -> None:
    await ward.end(couple[1], may(5), EndReason.DEATH)
    assert await ward.beds(couple[1]) == [("301-2", 5, 5, True)]
    await ward.reopen(couple[1])
    assert await ward.beds(couple[1]) == [("301-2", 5, None, True)]


async def test_a_couple_that_is_none_is_recounted(ward: Ward, couple: tuple[int, int]) -> None:
    async with ward.session.begin_nested() as point:
        await ward.session.execute(update(ElderRelation).values(voided_at=func.now(), void_reason="登错了"))
        assert {breach.rule for breach in await wrong_stays(ward.session)} == {"strangers in a room"}
        await point.rollback()
