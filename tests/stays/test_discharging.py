"""Leaving for good: prepared, done, late, taken back; the bed is free only after belongings and disinfection."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.errors import BedTaken
from app.beds.models import BedClaim
from app.beds.rules.kinds import ClosureReason
from app.beds.rules.states import BedState
from app.core.actor import Actor
from app.core.errors import NotAllowed, Refused
from app.residents.queries import get_elder
from app.stays import service
from app.stays.errors import DischargeNotFound, DischargeRefused, StayEnded
from app.stays.models import Discharge, Leave
from app.stays.queries.discharges import discharge_file, open_discharges
from app.stays.rules.discharges import DischargeDraft, say_discharges, tasks_for
from app.stays.rules.kinds import EndReason, LateReason, LeaveKind, TaskKind, TaskState
from tests.factories.beds import HouseOfBeds, a_house, wake
from tests.stays.residence import TODAY, a_leave, args, at, bed_state, housed

pytestmark = pytest.mark.usefixtures("nothing_broken", "noon")

D, DONE, OPEN, WAIVED = date, TaskState.DONE, TaskState.OPEN, TaskState.WAIVED


@pytest.fixture
async def house(session: AsyncSession) -> HouseOfBeds:
    return await a_house(session)


def draft(reason: EndReason = EndReason.HOME, on: int = 20, **other: object) -> DischargeDraft:
    late = {"late_reason": LateReason.FAMILY} if on < TODAY.day else {}
    return DischargeDraft(**({"reason": reason, "on": date(2026, 3, on)} | late | other))  # type: ignore[arg-type]


async def settle(session: AsyncSession, house: HouseOfBeds, one: Discharge, *kinds: TaskKind) -> None:
    for kind in kinds:
        await service.settle_task(*args(session, house), one.id, kind, state=DONE)


async def test_the_whole_way_of_a_bed_closed_cleaned_free(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    one = await service.discharge(*args(session, house), stay.id, draft(left_at=at(20, 9)))
    assert (stay.to_on, stay.end_reason) == (TODAY, EndReason.HOME)
    assert await bed_state(session, house, "301-1") is BedState.CLEANING
    with pytest.raises(BedTaken):
        await housed(session, house, from_on=TODAY)
    await wake(session)
    await settle(session, house, one, TaskKind.DISINFECTION, TaskKind.SETTLEMENT)
    assert await bed_state(session, house, "301-1") is BedState.CLEANING
    await settle(session, house, one, TaskKind.BELONGINGS)
    assert await bed_state(session, house, "301-1") is BedState.FREE
    await settle(session, house, one, TaskKind.MEDICINE)
    assert one.closed_at is None
    await settle(session, house, one, TaskKind.ARCHIVE)
    assert one.closed_at is not None
    assert await open_discharges(session, house.home.scope, house.home.institution_id) == []
    await housed(session, house, from_on=TODAY)


async def test_what_is_not_needed_needs_a_reason(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    one = await service.discharge(*args(session, house), stay.id, draft())
    with pytest.raises(Refused) as refusal:
        await service.settle_task(*args(session, house), one.id, TaskKind.BELONGINGS, state=WAIVED)
    assert (refusal.value.constraint, refusal.value.field) == ("ck_discharge_tasks_waived", "note")
    await wake(session)
    await service.settle_task(*args(session, house), one.id, TaskKind.BELONGINGS, state=WAIVED, note="没有带东西来")
    await settle(session, house, one, TaskKind.DISINFECTION)
    assert await bed_state(session, house, "301-1") is BedState.FREE


async def test_a_task_opened_again_closes_the_bed_again_unless_somebody_has_it(
    session: AsyncSession, house: HouseOfBeds
) -> None:
    stay = await housed(session, house)
    one = await service.discharge(*args(session, house), stay.id, draft())
    await settle(session, house, one, *tasks_for(EndReason.HOME))
    await service.settle_task(*args(session, house), one.id, TaskKind.DISINFECTION, state=OPEN)
    assert await bed_state(session, house, "301-1") is BedState.CLEANING
    assert one.closed_at is None
    await settle(session, house, one, TaskKind.DISINFECTION)
    await housed(session, house, from_on=TODAY)
    with pytest.raises(BedTaken):
        await service.settle_task(*args(session, house), one.id, TaskKind.DISINFECTION, state=OPEN)
    await wake(session)


async def test_prepared_ahead_the_stay_goes_on_until_the_day(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    one = await service.plan_discharge(
        *args(session, house), stay.id, reason=EndReason.OTHER_HOME, planned_on=D(2026, 3, 25)
    )
    assert stay.to_on == date.max
    [line] = await open_discharges(session, house.home.scope, house.home.institution_id)
    assert (line.is_planned, line.beds, len(line.open_tasks)) == (True, (), 5)
    assert say_discharges([line]) == "1 人准备退住。"
    await settle(session, house, one, TaskKind.SETTLEMENT)
    with pytest.raises(DischargeRefused, match="退住以后消毒"):
        await settle(session, house, one, TaskKind.DISINFECTION)
    again = await service.plan_discharge(
        *args(session, house), stay.id, reason=EndReason.HOME, planned_on=D(2026, 3, 28)
    )
    assert (again.id, again.planned_on) == (one.id, D(2026, 3, 28))
    done = await service.discharge(*args(session, house), stay.id, draft())
    assert done.id == one.id
    file = await discharge_file(session, house.home.scope, house.home.institution_id, one.id)
    assert {task.kind for task in file.tasks if task.state is DONE} == {TaskKind.SETTLEMENT}
    assert file.beds == (("301-1", False),)


async def test_what_cannot_be_is_said_beside_its_field(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    cases = [
        (draft(on=21), "on"), (draft(EndReason.TRANSFER), "reason"), (draft(left_at=at(20, 18)), "left_at"),
        (draft(on=18, clean_on=D(2026, 3, 17)), "clean_on"), (draft(on=18, late_reason=None), "late_reason"),
        (DischargeDraft(reason=EndReason.HOME, on=D(2026, 2, 1), late_reason=LateReason.PAPER), "on"),
    ]  # fmt: skip
    for wrong, field in cases:
        with pytest.raises((DischargeRefused, Refused)) as refusal:
            await service.discharge(*args(session, house), stay.id, wrong)
        assert refusal.value.field == field
        await wake(session)
    for reason, on, field in ((EndReason.DEATH, TODAY, "reason"), (EndReason.HOME, D(2026, 3, 19), "on")):
        with pytest.raises(DischargeRefused) as refused:
            await service.plan_discharge(*args(session, house), stay.id, reason=reason, planned_on=on)
        assert refused.value.field == field


async def test_after_a_death_the_file_says_so_and_the_bureau_is_told(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    await service.start_leave(*args(session, house), stay.id, a_leave(LeaveKind.HOSPITAL, on=15))
    one = await service.discharge(*args(session, house), stay.id, draft(EndReason.DEATH, on=19))
    elder = await get_elder(session, house.home.scope, house.home, stay.elder_id)
    assert elder.died_on == D(2026, 3, 19)
    assert await bed_state(session, house, "301-1") is BedState.CLOSED
    [line] = await open_discharges(session, house.home.scope, house.home.institution_id)
    assert TaskKind.BUREAU in line.open_tasks
    assert (line.beds, line.waiting_days) == (("301-1",), 1)
    assert "1 张床等着清理" in say_discharges([line])
    await service.undo_discharge(*args(session, house), one.id, reason="登错了人")
    assert (elder.died_on, stay.to_on) == (None, date.max)
    [leave] = await session.scalars(select(Leave).where(Leave.stay_id == stay.id, Leave.voided_at.is_(None)))
    assert leave.to_on == date.max
    assert await bed_state(session, house, "301-1") is BedState.OCCUPIED


async def test_things_left_close_the_bed_for_belongings(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    await service.discharge(*args(session, house), stay.id, draft(things_left=True))
    [claim] = await session.scalars(select(BedClaim).where(BedClaim.reason.is_not(None)))
    assert claim.reason is ClosureReason.BELONGINGS


async def test_entered_late_the_bed_was_ready_on_its_day(session: AsyncSession, house: HouseOfBeds) -> None:
    stay, other = await housed(session, house), await housed(session, house, "302-1")
    await service.discharge(*args(session, house), stay.id, draft(on=10, clean_on=D(2026, 3, 12)))
    assert await bed_state(session, house, "301-1", D(2026, 3, 11)) is BedState.CLEANING
    assert await bed_state(session, house, "301-1", D(2026, 3, 12)) is BedState.FREE
    await housed(session, house, from_on=D(2026, 3, 12))
    await service.discharge(*args(session, house), other.id, draft(on=10, clean_on=D(2026, 3, 10)))
    assert await bed_state(session, house, "302-1", D(2026, 3, 10)) is BedState.FREE


async def test_tasks_settled_late_free_the_bed_from_their_day(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    one = await service.discharge(*args(session, house), stay.id, draft(on=10))
    await settle(session, house, one, TaskKind.BELONGINGS)
    with pytest.raises(DischargeRefused, match="请核对日期"):
        await service.settle_task(*args(session, house), one.id, TaskKind.DISINFECTION, state=DONE, on=D(2026, 3, 9))
    await service.settle_task(*args(session, house), one.id, TaskKind.DISINFECTION, state=DONE, on=D(2026, 3, 11))
    assert await bed_state(session, house, "301-1", D(2026, 3, 11)) is BedState.FREE


async def test_a_discharge_is_taken_back_until_somebody_has_the_bed(session: AsyncSession, house: HouseOfBeds) -> None:
    stay, other = await housed(session, house), await housed(session, house, "302-1")
    one = await service.discharge(*args(session, house), stay.id, draft(on=15))
    await settle(session, house, one, TaskKind.BELONGINGS, TaskKind.DISINFECTION)
    await service.undo_discharge(*args(session, house), one.id, reason="家属改主意了")
    assert (stay.to_on, stay.end_reason) == (date.max, None)
    assert await bed_state(session, house, "301-1", D(2026, 3, 16)) is BedState.OCCUPIED
    with pytest.raises(DischargeNotFound):
        await settle(session, house, one, TaskKind.ARCHIVE)
    gone = await service.discharge(*args(session, house), other.id, draft(on=15, clean_on=D(2026, 3, 16)))
    await housed(session, house, "302-1", from_on=TODAY)
    with pytest.raises(BedTaken):
        await service.undo_discharge(*args(session, house), gone.id, reason="家属改主意了")
    await wake(session)


async def test_a_plan_is_taken_back_and_the_stay_never_noticed(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    one = await service.plan_discharge(*args(session, house), stay.id, reason=EndReason.HOME, planned_on=TODAY)
    await service.undo_discharge(*args(session, house), one.id, reason="不退了")
    assert await open_discharges(session, house.home.scope, house.home.institution_id) == []
    assert stay.to_on == date.max
    await service.discharge(*args(session, house), stay.id, draft())


async def test_who_came_and_went_on_one_day_leaves_a_bed_to_clean(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house, from_on=TODAY)
    one = await service.discharge(*args(session, house), stay.id, draft(EndReason.HOSPITAL))
    assert stay.from_on == stay.to_on
    assert await bed_state(session, house, "301-1") is BedState.CLEANING
    await service.undo_discharge(*args(session, house), one.id, reason="登错了")
    assert await bed_state(session, house, "301-1") is BedState.OCCUPIED


async def test_nobody_leaves_twice_nor_without_permission(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    stranger = (session, Actor(1, 1, "某人"), house.home)
    with pytest.raises(NotAllowed):
        await service.discharge(*stranger, stay.id, draft())
    with pytest.raises(NotAllowed):
        await service.plan_discharge(*stranger, stay.id, reason=EndReason.HOME, planned_on=TODAY)
    one = await service.discharge(*args(session, house), stay.id, draft())
    with pytest.raises(StayEnded, match="3 月 20 日已办退住"):
        await service.discharge(*args(session, house), stay.id, draft())
    with pytest.raises(NotAllowed):
        await service.settle_task(*stranger, one.id, TaskKind.ARCHIVE, state=DONE)
    with pytest.raises(NotAllowed):
        await service.undo_discharge(*stranger, one.id, reason="登错了")
