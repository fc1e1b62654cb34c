"""Changing the bed: late, early, with each other, and what belongs to the old room."""

from datetime import date

import pytest

from app.beds.errors import BedNotFound, BedTaken, RoomOfOtherSex
from app.beds.rules.kinds import ClaimKind, Sex
from app.core.errors import DomainError
from app.stays import service
from app.stays.errors import ChangedMeanwhile, StayNotFound, StayRefused
from tests.factories.beds import a_house
from tests.stays.ward import LATE, Ward, may

pytestmark = pytest.mark.usefixtures("nothing_broken")


async def test_a_move_ends_one_bed_and_begins_the_other(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await ward.move(stay_id, "302-1", may(10))
    assert await ward.beds(stay_id) == [("301-1", 1, 10, False), ("302-1", 10, None, False)]


async def test_a_move_entered_late_lasts_up_to_the_next_one_recorded(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await ward.move(stay_id, "303-1", may(20))
    await ward.admit("李桂芳", "302-1", may(20))
    await ward.move(stay_id, "302-1", may(10))
    assert await ward.beds(stay_id) == [("301-1", 1, 10, False), ("302-1", 10, 20, False), ("303-1", 20, None, False)]


async def test_the_first_bed_may_have_been_another_one_all_along(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await ward.move(stay_id, "302-1", may(1))
    assert await ward.beds(stay_id) == [("302-1", 1, None, False)]


async def test_moving_back_on_the_day_of_a_move_takes_the_move_back(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await ward.move(stay_id, "302-1", may(10))
    await ward.move(stay_id, "301-1", may(10))
    assert await ward.beds(stay_id) == [("301-1", 1, None, False)]
    await ward.move(stay_id, "302-1", may(20))
    await ward.move(stay_id, "302-1", may(15))
    assert await ward.beds(stay_id) == [("301-1", 1, 15, False), ("302-1", 15, None, False)]


async def test_a_stay_that_is_over_may_still_have_been_in_another_bed(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await ward.end(stay_id, may(20))
    await ward.admit("李桂芳", "302-1", may(20))
    await ward.move(stay_id, "302-1", may(10))
    assert await ward.beds(stay_id) == [("301-1", 1, 10, False), ("302-1", 10, 20, False)]


async def test_a_taken_bed_says_whose_it_is(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await ward.admit("李桂芳", "302-1", may(20))
    with pytest.raises(BedTaken, match="302-1 床 5 月 20 日起由李桂芳住着。可选：301-2、302-2"):
        await ward.move(stay_id, "302-1", may(10))
    assert await ward.beds(stay_id) == [("301-1", 1, None, False)]


async def test_nobody_moves_into_a_room_of_the_other_sex(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await ward.admit("刘德明", "302-1", may(20), sex=Sex.MALE)
    with pytest.raises(RoomOfOtherSex, match="302 室同性同住，这段日子里住着男性老人"):
        await ward.move(stay_id, "302-2", may(10))


@pytest.mark.parametrize(
    ("bed", "day", "said"),
    [
        ("301-1", may(10), "已经在这张床"),
        ("302-1", date(2026, 4, 30), "还没有入住"),
        ("302-1", may(25), "不在入住期间"),
        ("302-1", date(2026, 6, 2), "还没到"),
    ],
)
async def test_a_move_that_does_not_fit_is_refused(ward: Ward, bed: str, day: date, said: str) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await ward.end(stay_id, may(25))
    with pytest.raises(StayRefused, match=said):
        await ward.move(stay_id, bed, day)


async def test_a_late_move_needs_its_reason(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    with pytest.raises(StayRefused, match="请选补录原因") as refusal:
        await ward.move(stay_id, "302-1", may(31), late_reason=None)
    assert refusal.value.field == "late_reason"
    await ward.move(stay_id, "302-1", date(2026, 6, 1), late_reason=None)


async def test_beds_and_stays_of_other_homes_are_not_there(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    other = await a_house(ward.session)
    with pytest.raises(BedNotFound):
        await service.move_to_bed(*ward.args, stay_id, other.beds["301-1"], on=may(10), late_reason=LATE)
    with pytest.raises(StayNotFound):
        await service.move_to_bed(
            ward.session, other.actor, other.home, stay_id, other.beds["301-1"], on=may(10), late_reason=LATE
        )


async def test_two_who_move_one_person_see_both_beds(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    version = (await ward.stay(stay_id)).version
    await ward.move(stay_id, "302-1", may(10), version=version)
    with pytest.raises(ChangedMeanwhile) as refusal:
        await ward.move(stay_id, "303-1", may(20), version=version)
    [both] = refusal.value.changes
    assert (refusal.value.status, both.theirs, both.mine) == (409, "302-1", "303-1")
    await ward.move(stay_id, "303-1", may(20), version=refusal.value.version)


async def test_two_change_beds_with_each_other_in_one_act(ward: Ward) -> None:
    one = await ward.admit("王秀英", "301-1", may(1))
    other = await ward.admit("李桂芳", "302-1", may(5))
    await ward.move(one, "303-1", may(20))
    await service.exchange_beds(*ward.args, one, other, on=may(10), late_reason=LATE)
    assert await ward.beds(one) == [("301-1", 1, 10, False), ("302-1", 10, 20, False), ("303-1", 20, None, False)]
    assert await ward.beds(other) == [("302-1", 5, 10, False), ("301-1", 10, None, False)]


async def test_a_man_and_a_woman_do_not_change_beds_of_shared_rooms(ward: Ward) -> None:
    one = await ward.admit("王秀英", "301-1", may(1))
    await ward.admit("李桂芳", "301-2", may(1))
    other = await ward.admit("刘德明", "302-1", may(1), sex=Sex.MALE)
    with pytest.raises(RoomOfOtherSex):
        await service.exchange_beds(*ward.args, one, other, on=may(10), late_reason=LATE)
    assert await ward.beds(one) == [("301-1", 1, None, False)]


async def test_a_man_and_a_woman_may_change_rooms_that_are_theirs_alone(ward: Ward) -> None:
    one = await ward.admit("王秀英", "301-1", may(1))
    other = await ward.admit("刘德明", "302-1", may(1), sex=Sex.MALE)
    await service.exchange_beds(*ward.args, one, other, on=may(10), late_reason=LATE)
    assert await ward.beds(other) == [("302-1", 1, 10, False), ("301-1", 10, None, False)]


async def test_nobody_changes_beds_with_themselves_or_before_they_came(ward: Ward) -> None:
    one = await ward.admit("王秀英", "301-1", may(1))
    other = await ward.admit("李桂芳", "302-1", may(15))
    for stays, day in (((one, one), may(20)), ((one, other), may(10))):
        with pytest.raises(DomainError):
            await service.exchange_beds(*ward.args, *stays, on=day, late_reason=LATE)


async def test_a_private_room_ends_when_its_person_leaves_the_room(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1), privates=("301-2",))
    await ward.move(stay_id, "302-1", may(10))
    assert await ward.beds(stay_id, ClaimKind.PRIVATE) == [("301-2", 1, 10, False)]
    await ward.admit("李桂芳", "301-2", may(10))


async def test_inside_the_room_only_the_bed_moved_into_is_no_longer_private(session: object, ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1), privates=("301-2",))
    await ward.move(stay_id, "301-2", may(10))
    assert await ward.beds(stay_id, ClaimKind.PRIVATE) == [("301-2", 1, 10, False)]
    assert await ward.beds(stay_id) == [("301-1", 1, 10, False), ("301-2", 10, None, False)]
