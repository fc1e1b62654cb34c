"""Rooms that change under husband and wife: their exemption follows, falls away, or refuses the change."""

from typing import Any

import pytest

from app.beds import service as beds
from app.beds.errors import RoomOfOtherSex
from app.beds.rules.kinds import RoomKind, Sex, SexRule
from app.residents.models import ElderRelation
from app.residents.service import void_relation
from app.stays.errors import CoupleApart, CoupleThere, StayRefused
from app.stays.queries.proof import wrong_stays
from tests.factories.beds import more_rooms
from tests.stays.ward import Ward, may

pytestmark = pytest.mark.usefixtures("nothing_broken")

Couple = tuple[int, int]


@pytest.fixture
async def relation(ward: Ward) -> ElderRelation:
    await ward.person("王秀英")
    await ward.person("刘德明", Sex.MALE)
    return await ward.marry("王秀英", "刘德明")


@pytest.fixture
async def couple(ward: Ward, relation: ElderRelation) -> Couple:
    """王秀英 is in 301-1 since the first, her husband 刘德明 in 301-2 since the fifth."""
    assert relation.id
    wife = await ward.admit("王秀英", "301-1", may(1))
    return wife, await ward.admit("刘德明", "301-2", may(5), sex=Sex.MALE, shares_room=True)


async def carry(ward: Ward, bed: str, room: str, day: int) -> None:
    await beds.move_bed(*ward.args, ward.house.beds[bed], room_id=ward.house.rooms[room], label="9", on=may(day))


async def rule(ward: Ward, room: str, asks: SexRule, day: int) -> None:
    said: dict[str, Any] = {"kind": RoomKind.DOUBLE, "isolation": False, "unit_id": None}
    new = beds.RoomRule(sex_rule=asks, **said)
    await beds.change_room(*ward.args, ward.house.rooms[room], rule=new, on=may(day))


async def test_a_bed_carried_away_ends_the_exemption(ward: Ward, couple: Couple) -> None:
    await carry(ward, "301-2", "302", 15)
    assert await ward.beds(couple[1]) == [("301-2", 5, 15, True), ("301-2", 15, None, False)]
    with pytest.raises(RoomOfOtherSex):
        await ward.admit("李桂芳", "302-1", may(20))
    await ward.admit("周光荣", "302-1", may(20), sex=Sex.MALE)


async def test_a_bed_carried_away_does_not_come_to_the_other_sex(ward: Ward, couple: Couple) -> None:
    await ward.admit("李桂芳", "302-1", may(1))
    with pytest.raises(RoomOfOtherSex):
        await carry(ward, "301-2", "302", 15)
    assert await ward.beds(couple[1]) == [("301-2", 5, None, True)]


@pytest.mark.parametrize("sex", list(Sex))
async def test_no_third_person_is_carried_in(ward: Ward, couple: Couple, sex: Sex) -> None:
    await ward.admit("李桂芳", "302-1", may(1), sex=sex)
    with pytest.raises(RoomOfOtherSex):
        await carry(ward, "302-1", "301", 15)
    assert len(await ward.beds(couple[1])) == 1


async def test_alone_into_a_room_for_the_other_sex_refuses(ward: Ward, couple: Couple) -> None:
    await more_rooms(ward.session, ward.house, rooms="305", beds="2", sex_rule=SexRule.FEMALE)
    with pytest.raises(CoupleApart, match="单独留在"):
        await carry(ward, "301-2", "305", 15)
    assert await ward.beds(couple[1]) == [("301-2", 5, None, True)]
    await carry(ward, "301-1", "305", 15)
    assert (await ward.beds(couple[1]))[-1] == ("301-2", 15, None, False)


async def test_a_wall_between_them_ends_the_exemption(ward: Ward, couple: Couple) -> None:
    await beds.split_room(
        *ward.args, ward.house.rooms["301"], bed_ids=[ward.house.beds["301-2"]], label="309", on=may(15)
    )
    assert (await ward.beds(couple[1]))[-1] == ("301-2", 15, None, False)


async def test_walls_come_down_around_a_couple_alone_only(ward: Ward, couple: Couple) -> None:
    rooms = [ward.house.rooms["301"], ward.house.rooms["302"]]
    third = await ward.admit("李桂芳", "302-1", may(1))
    with pytest.raises(CoupleThere):
        await beds.merge_rooms(*ward.args, rooms, on=may(15))
    await ward.end(third, may(10))
    await beds.merge_rooms(*ward.args, rooms, on=may(15))
    assert await ward.beds(couple[1]) == [("301-2", 5, None, True)]


async def test_a_rule_that_comes_finds_a_couple_and_a_third(ward: Ward, relation: ElderRelation) -> None:
    assert relation.id
    await more_rooms(ward.session, ward.house, rooms="305", beds="3", sex_rule=SexRule.NONE)
    await ward.admit("王秀英", "305-1", may(1))
    husband = await ward.admit("刘德明", "305-2", may(5), sex=Sex.MALE, shares_room=True)
    third = await ward.admit("李桂芳", "305-3", may(5))
    for asks in (SexRule.SAME, SexRule.FEMALE):
        with pytest.raises(CoupleThere):
            await rule(ward, "305", asks, 15)
    await ward.end(third, may(10))
    await rule(ward, "305", SexRule.FEMALE, 15)
    assert (await ward.beds(husband))[-1][3] is True


async def test_a_widower_keeps_his_bed_when_something_else_changes(ward: Ward, relation: ElderRelation) -> None:
    assert relation.id
    await more_rooms(ward.session, ward.house, rooms="305", beds="2", sex_rule=SexRule.FEMALE)
    wife = await ward.admit("王秀英", "305-1", may(1))
    husband = await ward.admit("刘德明", "305-2", may(5), sex=Sex.MALE, shares_room=True)
    await ward.end(wife, may(10))
    await beds.merge_rooms(*ward.args, [ward.house.rooms["305"], ward.house.rooms["304"]], on=may(15))
    assert await ward.beds(husband) == [("305-2", 5, None, True)]


async def test_they_part_on_paper_only_when_they_no_longer_share(
    ward: Ward, relation: ElderRelation, couple: Couple
) -> None:
    elder_id = relation.elder_id
    with pytest.raises(StayRefused, match=r"夫妻同住（301-1 至 301-2 床"):
        await void_relation(*ward.args, elder_id, relation.id, reason="已离婚")
    await ward.move(couple[1], "302-1", may(20))
    await void_relation(*ward.args, elder_id, relation.id, reason="已离婚")
    # What they shared before stays as it was, and is no breach.
    assert await wrong_stays(ward.session) == []
    assert await ward.beds(couple[1]) == [("301-2", 5, 20, True), ("302-1", 20, None, False)]
