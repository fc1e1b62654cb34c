"""Rooms that are split, merged, renumbered and given up: the past board stays, claims go with their beds."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import queries, service
from app.beds.errors import (
    BedsStillClaimed,
    BuiltOn,
    ChangedMeanwhile,
    RoomOfOtherSex,
    StructureRefused,
    UnitFull,
)
from app.beds.rules.kinds import ClaimKind, ClosureReason, MarkKind, RoomKind, Sex, SexRule, UnitKind
from app.beds.rules.patterns import expand
from app.beds.service import Paper, RoomRule
from app.core.db import refusing
from app.core.errors import Refused
from tests.factories.beds import HouseOfBeds, a_house, more_rooms, wake
from tests.factories.stays import somebody

pytestmark = pytest.mark.usefixtures("nothing_broken")

D = date
ON = D(2026, 4, 1)


async def names(session: AsyncSession, house: HouseOfBeds, day: date) -> dict[str, str]:
    board = await queries.board(session, house.home.scope, house.home.institution_id, day)
    return {bed.name: bed.state.value for _room, bed in board.pairs}


async def live_in(session: AsyncSession, house: HouseOfBeds, bed: str, elder: int, **who: object) -> None:
    claimant = await somebody(session, house.home, elder, **who)
    async with refusing(session, service.CLAIM_REFUSALS):
        await service.claim_bed(
            session, house.home, house.beds[bed], kind=ClaimKind.STAY, from_on=D(2026, 1, 1), claimant=claimant
        )


async def close(session: AsyncSession, house: HouseOfBeds, *beds: str) -> None:
    await service.close_beds(
        session, house.actor, house.home, house.ids(*beds), reason=ClosureReason.REPAIR, from_on=D(2026, 1, 1)
    )


async def test_a_split_room_stands_apart_from_its_day_and_as_one_before(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301", beds="4")
    await close(session, house, "301-4")
    await live_in(session, house, "301-3", 1)
    before = await names(session, house, D(2026, 3, 31))
    await service.split_room(
        session, house.actor, house.home, house.rooms["301"],
        bed_ids=house.ids("301-3", "301-4"), label="301A", on=ON, renumber=True,
    )  # fmt: skip
    assert await names(session, house, D(2026, 3, 31)) == before
    after = await names(session, house, ON)
    assert after == {"301-1": "free", "301-2": "free", "301A-1": "occupied", "301A-2": "closed"}
    kinds = await queries.terms_on(session, house.home.scope, house.home.institution_id, ON)
    assert {term.label: term.kind for term in kinds.values()} == {"301": RoomKind.DOUBLE, "301A": RoomKind.DOUBLE}


async def test_merged_rooms_are_one_from_their_day_and_labels_give_way(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301–303")
    await live_in(session, house, "302-1", 1)
    before = await names(session, house, D(2026, 3, 31))
    await service.merge_rooms(session, house.actor, house.home, [house.rooms["301"], house.rooms["302"]], on=ON)
    assert await names(session, house, D(2026, 3, 31)) == before
    after = await names(session, house, ON)
    assert after == {
        "301-1": "free", "301-2": "free", "301-3": "occupied", "301-4": "free", "303-1": "free", "303-2": "free",
    }  # fmt: skip
    await more_rooms(session, house, rooms="302", from_on=ON)


async def test_a_split_leaves_beds_on_both_sides_and_a_merger_stays_on_its_floor(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301–302")
    fourth = await service.add_floor(session, house.actor, house.home, house.building.id, label="四楼")
    await more_rooms(session, house, rooms="401", floor_id=fourth.id)
    args = (session, house.actor, house.home)
    for beds in ([], house.ids("301-1", "301-2"), house.ids("302-1")):
        with pytest.raises(StructureRefused):
            await service.split_room(*args, house.rooms["301"], bed_ids=beds, label="301A", on=ON)
    with pytest.raises(StructureRefused, match="不在同一层"):
        await service.merge_rooms(*args, [house.rooms["301"], house.rooms["401"]], on=ON)
    with pytest.raises(StructureRefused, match="再选一间"):
        await service.merge_rooms(*args, [house.rooms["301"]], on=ON)


async def test_a_wall_does_not_put_a_man_into_a_room_of_women(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301", sex_rule=SexRule.FEMALE)
    await more_rooms(session, house, rooms="302", sex_rule=SexRule.MALE)
    await live_in(session, house, "301-1", 1)
    await live_in(session, house, "302-1", 2, sex=Sex.MALE)
    with pytest.raises(RoomOfOtherSex):
        await service.merge_rooms(session, house.actor, house.home, [house.rooms["301"], house.rooms["302"]], on=ON)
    assert len(await names(session, house, ON)) == 4


async def test_a_room_bears_its_new_number_from_the_day_or_has_always_borne_it(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301–302")
    args = (session, house.actor, house.home)
    await service.renumber_room(*args, house.rooms["301"], label="3001", on=ON)
    assert "301-1" in await names(session, house, D(2026, 3, 31))
    assert "3001-1" in await names(session, house, ON)
    await service.renumber_room(*args, house.rooms["302"], label="3002", on=ON, corrects=True)
    assert "3002-1" in await names(session, house, D(2026, 3, 31))
    with pytest.raises(Refused, match="同号的房间"):
        await service.renumber_room(*args, house.rooms["301"], label="3002", on=ON)
    await wake(session)


async def test_two_people_who_change_one_room_see_both_values(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301")
    args = (session, house.actor, house.home)
    seen = (await queries.get_room(session, house.home.scope, house.home.institution_id, house.rooms["301"])).version
    await service.renumber_room(*args, house.rooms["301"], label="302", on=ON, version=seen)
    with pytest.raises(ChangedMeanwhile) as conflict:
        await service.renumber_room(*args, house.rooms["301"], label="305", on=ON, version=seen)
    assert [(c.theirs, c.mine) for c in conflict.value.changes] == [("302", "305")]


async def test_a_rule_binds_those_who_stay_on_and_lets_the_past_be(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301")
    await live_in(session, house, "301-1", 1)
    await live_in(session, house, "301-2", 2, sex=Sex.MALE)
    rule = RoomRule(RoomKind.DOUBLE, SexRule.SAME, isolation=False, unit_id=None)
    with pytest.raises(RoomOfOtherSex):
        await service.change_room(session, house.actor, house.home, house.rooms["301"], rule=rule, on=ON)
    woman = await somebody(session, house.home, 2)
    async with refusing(session, service.CLAIM_REFUSALS):
        await service.release_bed(session, house.actor, house.home, stay_id=woman.stay_id or 0, on=ON)
    await service.change_room(session, house.actor, house.home, house.rooms["301"], rule=rule, on=ON)
    with pytest.raises(RoomOfOtherSex):
        await live_in_from(session, house, "301-2", 3, ON)


async def live_in_from(session: AsyncSession, house: HouseOfBeds, bed: str, elder: int, on: date) -> None:
    claimant = await somebody(session, house.home, elder, sex=Sex.MALE)
    async with refusing(session, service.CLAIM_REFUSALS):
        await service.claim_bed(
            session, house.home, house.beds[bed], kind=ClaimKind.STAY, from_on=on, claimant=claimant
        )


async def test_beds_that_somebody_has_are_not_retired_and_are_named(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301–302")
    await live_in(session, house, "301-2", 1)
    await close(session, house, "302-1")
    args = (session, house.actor, house.home)
    with pytest.raises(BedsStillClaimed) as refusal:
        await service.retire_floor(*args, house.floor.id, on=ON)
    assert refusal.value.beds == ("301-2",)
    with pytest.raises(BedsStillClaimed, match="同时结束这些床的停用"):
        await service.retire_rooms(*args, [house.rooms["302"]], on=ON)
    await service.retire_rooms(*args, [house.rooms["302"]], on=ON, end_closures=True)
    assert list(await names(session, house, ON)) == ["301-1", "301-2"]
    assert (await names(session, house, D(2026, 3, 31)))["302-1"] == "closed"


async def test_a_retired_floor_is_gone_and_its_number_is_free_again(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301–302")
    args = (session, house.actor, house.home)
    await service.retire_building(*args, house.building.id, on=ON)
    assert await names(session, house, ON) == {}
    assert len(await names(session, house, D(2026, 3, 31))) == 4
    building = await service.add_building(*args, label="康宁楼")
    floor = await service.add_floor(*args, building.id, label="三楼")
    await service.make_rooms(*args, floor.id, expand("301", beds="2"), from_on=ON)
    assert len(await names(session, house, ON)) == 2


async def test_a_bed_serves_no_shorter_than_its_claims(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301")
    await close(session, house, "301-1")
    args = (session, house.actor, house.home, house.beds["301-1"])
    with pytest.raises(BedsStillClaimed, match="301-1"):
        await service.change_span(*args, from_on=D(2026, 2, 1))
    with pytest.raises(BedsStillClaimed):
        await service.change_span(*args, from_on=D(2020, 1, 1), to_on=ON)
    await service.change_span(*args, from_on=D(2019, 1, 1))
    assert "301-1" in await names(session, house, D(2019, 1, 1))


async def test_a_dementia_unit_is_never_fuller_than_its_standard(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301")
    args = (session, house.actor, house.home)
    unit = await service.add_unit(*args, label="忆和单元", kind=UnitKind.DEMENTIA, cap=6)
    await more_rooms(session, house, rooms="311–313", unit_id=unit.id)
    with pytest.raises(UnitFull, match="最多 6 张"):
        await more_rooms(session, house, rooms="314", unit_id=unit.id)
    with pytest.raises(UnitFull):
        await service.add_beds(*args, house.rooms["311"], from_on=ON)
    with pytest.raises(UnitFull):
        await service.change_unit(*args, unit.id, label="忆和单元", kind=UnitKind.DEMENTIA, cap=5)
    with pytest.raises(Refused, match="最多 20 张"):
        await service.change_unit(*args, unit.id, label="忆和单元", kind=UnitKind.DEMENTIA, cap=30)
    await wake(session)
    rule = RoomRule(RoomKind.DOUBLE, SexRule.NONE, isolation=False, unit_id=unit.id)
    with pytest.raises(UnitFull):
        await service.change_room(*args, house.rooms["301"], rule=rule, on=ON)
    await wake(session)
    await service.retire_unit(*args, unit.id, on=ON)
    await service.add_beds(*args, house.rooms["311"], from_on=ON)


async def test_an_added_bed_gets_the_next_label_and_an_extra_one_is_not_counted(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301", beds="A–B")
    await service.add_beds(session, house.actor, house.home, house.rooms["301"], from_on=ON, extra=True)
    board = await queries.board(session, house.home.scope, house.home.institution_id, ON)
    assert [bed.name for _room, bed in board.pairs] == ["301-A", "301-B", "301-C"]
    assert (board.totals.beds, board.totals.counted) == (3, 2)


async def test_rooms_built_by_mistake_are_taken_back_while_nobody_has_built_on_them(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301–302")
    args = (session, house.actor, house.home)
    await service.mark_beds(
        *args, house.ids("302-2"), kind=MarkKind.NURSING, from_on=ON, paper=Paper(document_no="1 号")
    )
    made = await service.made_of_rooms(session, house.home, list(house.rooms.values()))
    with pytest.raises(BuiltOn, match="302-2"):
        await service.undo_made(*args, made, reason="建错了")
    made = await service.made_of_rooms(session, house.home, [house.rooms["301"]])
    await service.undo_made(*args, made, reason="建错了")
    assert list(await names(session, house, ON)) == ["302-1", "302-2"]
    assert list(await names(session, house, D(2021, 1, 1))) == ["302-1", "302-2"]
