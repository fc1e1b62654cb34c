"""包房: further beds of one room, tied to one stay."""

from datetime import date

import pytest

from app.beds.errors import BedTaken
from app.beds.rules.kinds import ClaimKind
from app.stays import service
from app.stays.errors import StayRefused
from tests.stays.ward import Ward, a_ward, may
from tests.support.clock import Clock

pytestmark = pytest.mark.usefixtures("nothing_broken")


@pytest.fixture
async def ward(session: object, clock: Clock) -> Ward:
    return await a_ward(session, clock, beds="3")


async def take(ward: Ward, stay_id: int, day: date, *names: str) -> None:
    await service.take_private_beds(*ward.args, stay_id, ward.house.ids(*names), from_on=day)


async def give_up(ward: Ward, stay_id: int, day: date, *names: str) -> None:
    await service.give_up_private_beds(*ward.args, stay_id, ward.house.ids(*names), on=day)


async def privates(ward: Ward, stay_id: int) -> list[tuple[str, int, int | None]]:
    return [row[:3] for row in await ward.beds(stay_id, ClaimKind.PRIVATE)]


async def test_a_room_is_taken_and_given_up(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await take(ward, stay_id, may(5), "301-2", "301-3")
    with pytest.raises(BedTaken, match="301-2 床 5 月 5 日起由王秀英包房"):
        await ward.admit("李桂芳", "301-2", may(10))
    await give_up(ward, stay_id, may(10), "301-2")
    assert await privates(ward, stay_id) == [("301-2", 5, 10), ("301-3", 5, None)]
    await ward.admit("李桂芳", "301-2", may(10))


async def test_taken_by_mistake_and_given_up_on_the_same_day_it_never_was(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1), privates=("301-2",))
    await give_up(ward, stay_id, may(1), "301-2")
    assert await privates(ward, stay_id) == []


async def test_it_lasts_as_long_as_the_person_is_in_the_room(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await ward.move(stay_id, "301-2", may(10))
    await ward.move(stay_id, "302-1", may(20))
    await take(ward, stay_id, may(5), "301-3")
    assert await privates(ward, stay_id) == [("301-3", 5, 20)]


async def test_it_ends_with_the_stay_and_comes_back_with_it(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1), privates=("301-2", "301-3"))
    await give_up(ward, stay_id, may(15), "301-3")
    freed = await ward.end(stay_id, may(10))
    assert sorted(claim.bed_id for claim in freed) == sorted(ward.house.ids("301-1", "301-2", "301-3"))
    assert await privates(ward, stay_id) == [("301-2", 1, 10), ("301-3", 1, 10)]
    await ward.reopen(stay_id)
    assert await privates(ward, stay_id) == [("301-2", 1, None), ("301-3", 1, 15)]


async def test_what_was_given_up_on_the_last_day_does_not_come_back(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1), privates=("301-2",))
    await give_up(ward, stay_id, may(10), "301-2")
    await ward.end(stay_id, may(10))
    await ward.reopen(stay_id)
    assert await privates(ward, stay_id) == [("301-2", 1, 10)]


async def test_only_further_beds_of_the_same_room(ward: Ward) -> None:
    with pytest.raises(StayRefused, match="所住房间里的其他床"):
        await ward.admit("王秀英", "301-1", may(1), privates=("302-1",))
    with pytest.raises(StayRefused, match="不用再选老人自己的床"):
        await ward.admit("王秀英", "301-1", may(1), privates=("301-1",))
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    with pytest.raises(StayRefused, match="所住房间里的其他床"):
        await take(ward, stay_id, may(5), "302-1")
    with pytest.raises(StayRefused, match="请选择床位"):
        await take(ward, stay_id, may(5))


async def test_somebody_elses_bed_is_not_taken(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await ward.admit("李桂芳", "301-2", may(10))
    with pytest.raises(BedTaken, match="301-2 床 5 月 10 日起由李桂芳住着"):
        await take(ward, stay_id, may(5), "301-2", "301-3")
    assert await privates(ward, stay_id) == []


async def test_it_is_not_taken_twice_and_not_given_up_unless_had(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1), privates=("301-2",))
    with pytest.raises(StayRefused, match="已由这位老人使用"):
        await take(ward, stay_id, may(5), "301-2")
    with pytest.raises(StayRefused, match="不在包房里"):
        await give_up(ward, stay_id, may(5), "301-3")
    with pytest.raises(StayRefused, match="还没到"):
        await give_up(ward, stay_id, date(2026, 6, 2), "301-2")
