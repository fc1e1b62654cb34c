"""The board of any day: states, what is planned, how long a bed has stood empty, and few statements."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import queries, service
from app.beds.rules.board import Board, Filter
from app.beds.rules.kinds import ClaimKind, ClosureReason, MarkKind, SexRule
from app.beds.rules.states import BedState
from app.beds.rules.tiles import BoardBed
from app.beds.service import Paper
from app.core.clock import business_date
from app.core.db import refusing
from tests.factories.beds import HouseOfBeds, a_house, more_rooms
from tests.factories.stays import somebody
from tests.support.clock import Clock
from tests.support.counting import Counting

D = date


async def look(session: AsyncSession, house: HouseOfBeds, day: date) -> Board:
    return await queries.board(session, house.home.scope, house.home.institution_id, day)


def tile(board: Board, house: HouseOfBeds, name: str) -> BoardBed:
    found = board.find(house.beds[name])
    assert found is not None
    return found[3]


async def test_rooms_stand_in_the_order_people_count(session: AsyncSession) -> None:
    house = await a_house(session, rooms="302,310,301,309", beds="A–B")
    [building] = (await look(session, house, D(2026, 1, 1))).buildings
    assert [room.label for room in building.floors[0].rooms] == ["301", "302", "309", "310"]
    assert [bed.name for bed in building.floors[0].rooms[0].beds] == ["301-A", "301-B"]


async def test_three_hundred_beds_take_as_few_statements_as_one(
    session: AsyncSession, counting: Callable[[], Counting]
) -> None:
    house = await a_house(session, rooms="101–175", beds="4")
    await business_date(session)
    with counting() as seen:
        board = await look(session, house, D(2026, 1, 1))
    assert board.totals.beds == 300
    assert seen.count <= 6


async def test_a_closed_bed_is_closed_from_its_day_and_being_cleaned_is_a_state_of_its_own(
    session: AsyncSession,
) -> None:
    house = await a_house(session)
    await service.close_beds(
        session, house.actor, house.home, house.ids("301-1"), reason=ClosureReason.REPAIR, from_on=D(2026, 3, 1)
    )
    await service.close_beds(
        session, house.actor, house.home, house.ids("301-2"), reason=ClosureReason.CLEANING, from_on=D(2026, 3, 1)
    )
    before, after = await look(session, house, D(2026, 2, 28)), await look(session, house, D(2026, 3, 1))
    assert [tile(before, house, bed).state for bed in ("301-1", "301-2")] == [BedState.FREE] * 2
    assert tile(after, house, "301-1").state is BedState.CLOSED
    assert tile(after, house, "301-2").state is BedState.CLEANING
    assert after.totals.closed == 2


async def test_a_planned_end_frees_the_bed_only_on_days_to_come(session: AsyncSession, clock: Clock) -> None:
    await clock.at("2026-05-10 09:00")
    house = await a_house(session)
    await service.close_beds(
        session, house.actor, house.home, house.ids("301-1", "301-2"), reason=ClosureReason.REPAIR,
        from_on=D(2026, 5, 1), planned_end_on=D(2026, 5, 20),
    )  # fmt: skip
    today, later = await look(session, house, D(2026, 5, 10)), await look(session, house, D(2026, 5, 20))
    assert tile(today, house, "301-1").state is BedState.CLOSED
    assert tile(later, house, "301-1").planned
    assert tile(later, house, "301-1").state is BedState.FREE
    session.sync_session.info.pop("business_date")
    await clock.at("2026-05-23 09:00")
    overran = tile(await look(session, house, D(2026, 5, 23)), house, "301-1")
    assert (overran.state, overran.overdue_days) == (BedState.CLOSED, 3)


async def test_a_bed_counts_its_empty_days_from_its_last_claim(session: AsyncSession) -> None:
    house = await a_house(session)
    await service.close_beds(
        session, house.actor, house.home, house.ids("301-1"), reason=ClosureReason.REPAIR, from_on=D(2026, 3, 1)
    )
    claim = tile(await look(session, house, D(2026, 3, 1)), house, "301-1").claim
    assert claim is not None
    await service.reopen_bed(session, house.actor, house.home, claim.id, on=D(2026, 4, 1))
    bed = tile(await look(session, house, D(2026, 4, 15)), house, "301-1")
    assert (bed.free_since, bed.is_empty_long) == (D(2026, 4, 1), False)
    assert tile(await look(session, house, D(2026, 4, 16)), house, "301-1").is_empty_long


async def test_a_bed_that_changed_its_room_has_been_empty_since_before(session: AsyncSession) -> None:
    house = await a_house(session)
    await service.move_bed(
        session, house.actor, house.home, house.beds["301-1"], room_id=house.rooms["302"], label="3", on=D(2026, 4, 1)
    )
    moved = tile(await look(session, house, D(2026, 4, 2)), house, "301-1")
    assert (moved.name, moved.free_since) == ("302-3", D(2020, 1, 1))


async def test_without_a_mark_a_bed_is_uncertified_never_general(session: AsyncSession) -> None:
    house = await a_house(session)
    paper = Paper(basis="富民函〔2025〕18 号")
    for kind, bed in ((MarkKind.NURSING, "301-1"), (MarkKind.GENERAL, "301-2")):
        await service.mark_beds(
            session, house.actor, house.home, house.ids(bed), kind=kind, from_on=D(2026, 1, 1), paper=paper
        )
    board = await look(session, house, D(2026, 1, 1))
    said = [tile(board, house, bed).care_label for bed in ("301-1", "301-2", "302-1")]
    assert said == ["护理型", "普通", "未认定"]
    assert tile(await look(session, house, D(2025, 12, 31)), house, "301-1").care is None


async def test_filters_count_what_the_other_filters_leave(session: AsyncSession) -> None:
    house = await a_house(session, sex_rule=SexRule.FEMALE)
    await more_rooms(session, house, rooms="401–402", sex_rule=SexRule.MALE)
    await service.close_beds(
        session, house.actor, house.home, house.ids("401-1", "301-1"), reason=ClosureReason.OTHER,
        from_on=D(2026, 1, 1),
    )  # fmt: skip
    board = await look(session, house, D(2026, 1, 1))
    closed = Filter(state=BedState.CLOSED)
    assert len(board.counted(closed, "state")) == 12
    assert sum(room.sex_rule is SexRule.MALE for room, _bed in board.counted(closed, "room")) == 1
    [building] = board.filtered(Filter(state=BedState.CLOSED, room=SexRule.MALE))
    assert [bed.name for bed in building.floors[0].beds] == ["401-1"]


async def test_a_private_place_counts_as_in_residence(session: AsyncSession) -> None:
    house = await a_house(session)
    resident = await somebody(session, house.home)
    awaited = await somebody(session, house.home, stay_id=None, stay_from_on=None, stay_to_on=None)
    async with refusing(session):
        for kind, bed in ((ClaimKind.STAY, "301-1"), (ClaimKind.PRIVATE, "301-2"), (ClaimKind.HOLD, "302-1")):
            who = awaited if kind is ClaimKind.HOLD else resident
            await service.claim_bed(
                session, house.home, house.beds[bed], kind=kind, from_on=D(2026, 1, 1), claimant=who
            )
    board = await look(session, house, D(2026, 6, 1))
    assert [tile(board, house, bed).state.value for bed in ("301-1", "301-2", "302-1")] == [
        "occupied",
        "private",
        "held",
    ]
    assert board.totals.of_state(BedState.OCCUPIED) == 2


async def test_somebody_elses_home_shows_nothing(session: AsyncSession) -> None:
    house, other = await a_house(session), await a_house(session)
    board = await queries.board(session, house.home.scope, other.home.institution_id, D(2026, 1, 1))
    assert board.totals.beds == 0


async def test_rooms_say_their_unit_where_a_floor_has_several(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301")
    unit = await service.add_unit(session, house.actor, house.home, label="忆和单元")
    board = await look(session, house, D(2026, 1, 1))
    assert not board.buildings[0].floors[0].several_units
    await more_rooms(session, house, rooms="302", unit_id=unit.id)
    board = await look(session, house, D(2026, 1, 1))
    assert board.buildings[0].floors[0].several_units
    assert [room.unit for room in board.buildings[0].floors[0].rooms] == ["", "忆和单元"]
