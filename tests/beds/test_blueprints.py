"""A whole ledger built at once, and taken back while nobody has built on it."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import queries, service
from app.beds.errors import BuiltOn, UnitFull
from app.beds.rules.blueprints import Blueprint, NewBed, NewBuilding, NewFloor, NewRoom, NewUnit
from app.beds.rules.kinds import ClosureReason, RoomKind, UnitKind
from app.core.errors import Refused
from tests.factories.beds import HouseOfBeds, a_house, wake
from tests.support.counting import Counting

pytestmark = pytest.mark.usefixtures("nothing_broken")

D = date
SINCE = D(2026, 1, 1)


def ledger(house: HouseOfBeds, *, rooms: int = 10, cap: int | None = None) -> Blueprint:
    """A building with one floor and unit, rooms of two beds; one more room on the floor that stands already."""
    new = [
        NewRoom(("东楼", str(n)), ("东楼", "1"), str(100 + n), RoomKind.DOUBLE, SINCE, unit=("忆和",))
        for n in range(rooms)
    ]
    more = NewRoom(("康宁楼", "309"), house.floor.id, "309", RoomKind.SINGLE, SINCE)
    beds = [NewBed((*room.key, label), room.key, label, SINCE) for room in new for label in "AB"]
    return Blueprint(
        buildings=[NewBuilding(("东楼",), "东楼")],
        floors=[NewFloor(("东楼", "1"), ("东楼",), "1", title="东楼一层")],
        units=[NewUnit(("忆和",), "忆和单元", kind=UnitKind.DEMENTIA, cap=cap)],
        rooms=[*new, more],
        beds=[*beds, NewBed((*more.key, "1"), more.key, "1", SINCE)],
    )


async def count(session: AsyncSession, house: HouseOfBeds) -> int:
    return (await queries.board(session, house.home.scope, house.home.institution_id, SINCE)).totals.beds


async def test_a_ledger_is_built_in_few_statements_however_long(
    session: AsyncSession, counting: Callable[[], Counting]
) -> None:
    house = await a_house(session, rooms="301")
    with counting() as short:
        await service.build_blueprint(session, house.actor, house.home, ledger(house, rooms=1))
    other = await a_house(session, rooms="301")
    with counting() as long:
        built = await service.build_blueprint(session, other.actor, other.home, ledger(other))
    assert await count(session, other) == 2 + 21
    assert built.beds[("东楼", "3", "B")] in built.made.bed_ids
    assert long.count == short.count


async def test_a_ledger_with_one_wrong_row_builds_nothing(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301")
    with pytest.raises(UnitFull):
        await service.build_blueprint(session, house.actor, house.home, ledger(house, cap=19))
    plan = ledger(house)
    double = NewRoom(("又",), ("东楼", "1"), "100", RoomKind.DOUBLE, SINCE)
    with pytest.raises(Refused, match="同号的房间"):
        await service.build_blueprint(
            session, house.actor, house.home,
            Blueprint(plan.buildings, plan.floors, plan.units, [*plan.rooms, double], plan.beds),
        )  # fmt: skip
    await wake(session)
    assert await count(session, house) == 2


async def test_what_a_ledger_built_is_taken_back_whole(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301")
    built = await service.build_blueprint(session, house.actor, house.home, ledger(house))
    await service.undo_made(session, house.actor, house.home, built.made, reason="导错了文件")
    tree = await queries.structure(session, house.home.scope, house.home.institution_id, SINCE)
    assert [(building.label, building.beds) for building in tree.buildings] == [("康宁楼", 2)]
    assert tree.units == ()
    await service.build_blueprint(session, house.actor, house.home, ledger(house))


async def test_what_somebody_has_built_on_is_not_taken_back(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301")
    built = await service.build_blueprint(session, house.actor, house.home, ledger(house))
    used = built.beds[("东楼", "4", "B")]
    [claim] = await service.close_beds(
        session, house.actor, house.home, [used], reason=ClosureReason.OTHER, from_on=SINCE
    )
    await service.void_closure(session, house.actor, house.home, claim.id, reason="登错了")
    with pytest.raises(BuiltOn, match="104-B"):
        await service.undo_made(session, house.actor, house.home, built.made, reason="导错了文件")
    assert await count(session, house) == 23
