"""A bed that waits for the tasks of a discharge: not opened past them, and followed into another room."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.states import BedState
from app.beds.service import change_span, move_bed, reopen_bed, retire_beds, void_closure
from app.stays import service
from app.stays.errors import DischargeRefused
from app.stays.models import Discharge
from app.stays.queries.discharges import discharge_file, kept_beds, open_discharges
from app.stays.rules.discharges import DischargeDraft
from app.stays.rules.kinds import EndReason, LateReason, TaskKind, TaskState
from tests.factories.beds import HouseOfBeds, a_house
from tests.stays.residence import NOON, TODAY, args, bed_state, housed
from tests.support.clock import Clock

pytestmark = pytest.mark.usefixtures("nothing_broken")


@pytest.fixture
async def house(session: AsyncSession, clock: Clock) -> HouseOfBeds:
    await clock.at(NOON)
    return await a_house(session)


async def gone(session: AsyncSession, house: HouseOfBeds) -> Discharge:
    stay = await housed(session, house, name="罗正清")
    draft = DischargeDraft(EndReason.HOME, date(2026, 3, 15), late_reason=LateReason.FAMILY)
    return await service.discharge(*args(session, house), stay.id, draft)


async def settle(session: AsyncSession, house: HouseOfBeds, one: Discharge, *kinds: TaskKind) -> None:
    for kind in kinds:
        await service.settle_task(*args(session, house), one.id, kind, state=TaskState.DONE)


async def test_it_is_not_opened_by_hand_past_the_tasks(session: AsyncSession, house: HouseOfBeds) -> None:
    one = await gone(session, house)
    [claim] = await kept_beds(session, house.home.scope, one.id)
    with pytest.raises(DischargeRefused, match=r"罗正清 3 月 15 日退住的物品清点交接、床位消毒办完.*请到「退住」"):
        await reopen_bed(*args(session, house), claim.id, on=TODAY)
    await settle(session, house, one, TaskKind.BELONGINGS)
    with pytest.raises(DischargeRefused, match="退住的床位消毒办完"):
        await void_closure(*args(session, house), claim.id, reason="登错了")
    assert await bed_state(session, house, "301-1") is BedState.CLEANING
    await settle(session, house, one, TaskKind.DISINFECTION)
    assert await bed_state(session, house, "301-1") is BedState.FREE
    await void_closure(*args(session, house), claim.id, reason="那天就干净")


async def test_nor_by_letting_the_bed_serve_longer(session: AsyncSession, house: HouseOfBeds) -> None:
    one, bed = await gone(session, house), house.beds["301-1"]
    await retire_beds(*args(session, house), [bed], on=TODAY, end_closures=True)
    with pytest.raises(DischargeRefused):
        await change_span(*args(session, house), bed, from_on=date(2020, 1, 1))
    await settle(session, house, one, TaskKind.BELONGINGS, TaskKind.DISINFECTION)
    await change_span(*args(session, house), bed, from_on=date(2020, 1, 1))
    assert await bed_state(session, house, "301-1") is BedState.FREE


async def test_a_closed_bed_in_another_room_still_waits(session: AsyncSession, house: HouseOfBeds) -> None:
    one, scope = await gone(session, house), house.home.scope
    await move_bed(
        *args(session, house), house.beds["301-1"], room_id=house.rooms["304"], label="9", on=date(2026, 3, 18)
    )
    [line] = await open_discharges(session, scope, house.home.institution_id)
    assert line.beds == ("304-9",)
    file = await discharge_file(session, scope, house.home.institution_id, one.id)
    assert file.beds == (("304-9", False),)
    [first] = await kept_beds(session, scope, one.id)
    with pytest.raises(DischargeRefused):
        await reopen_bed(*args(session, house), first.id, on=TODAY)
    await settle(session, house, one, TaskKind.BELONGINGS, TaskKind.DISINFECTION)
    [line] = await open_discharges(session, scope, house.home.institution_id)
    file = await discharge_file(session, scope, house.home.institution_id, one.id)
    assert (line.beds, file.beds) == ((), (("304-9", True),))
    await service.undo_discharge(*args(session, house), one.id, reason="登错了")


async def test_taken_back_with_open_tasks_it_keeps_no_bed(session: AsyncSession, house: HouseOfBeds) -> None:
    one = await gone(session, house)
    await service.undo_discharge(*args(session, house), one.id, reason="登错了")
    assert await bed_state(session, house, "301-1") is BedState.OCCUPIED
