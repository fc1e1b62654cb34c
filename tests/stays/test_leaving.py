"""Leaving the house and coming back: overdue, late, corrected, taken back, and an outing that nobody sees at night."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.errors import NotAllowed, Refused
from app.stays import service
from app.stays.errors import AlreadyBack, ChangedMeanwhile, LeaveNotFound, LeaveRefused, StayEnded
from app.stays.queries.leaves import leaves_of_day, open_leaves, returned_lately
from app.stays.rules.discharges import DischargeDraft
from app.stays.rules.kinds import EndReason, Escort, LateReason, LeaveKind
from app.stays.rules.leaves import say_away
from tests.factories.beds import HouseOfBeds, a_house, wake
from tests.stays.residence import TODAY, a_leave, args, at, housed
from tests.support.clock import Clock

pytestmark = pytest.mark.usefixtures("nothing_broken", "noon")

D = date


@pytest.fixture
async def house(session: AsyncSession) -> HouseOfBeds:
    return await a_house(session)


async def away(session: AsyncSession, house: HouseOfBeds, day: date) -> dict[int, LeaveKind]:
    found = await leaves_of_day(session, house.home.scope, house.home.institution_id, day)
    return {stay: leave.kind for stay, leave in found.items()}


async def test_who_is_away_is_listed_overdue_first_and_counted_in_a_sentence(
    session: AsyncSession, house: HouseOfBeds
) -> None:
    stays = [await housed(session, house, bed) for bed in ("301-1", "301-2", "302-1", "302-2")]
    await service.start_leave(*args(session, house), stays[0].id, a_leave(on=10, expected_on=D(2026, 3, 25)))
    await service.start_leave(*args(session, house), stays[1].id, a_leave(on=10, expected_on=TODAY))
    hospital = a_leave(LeaveKind.HOSPITAL, on=8, expected_on=D(2026, 3, 15), escort=Escort.AMBULANCE, place="市一医院")
    await service.start_leave(*args(session, house), stays[2].id, hospital)
    lines = await open_leaves(session, house.home.scope, house.home.institution_id)
    assert [(line.stay_id, line.bed, line.overdue_days) for line in lines] == [
        (stays[2].id, "302-1", 5), (stays[1].id, "301-2", 0), (stays[0].id, "301-1", 0),
    ]  # fmt: skip
    assert lines[1].is_due
    assert say_away(lines) == "今天不在院 3 人：回家 2 人，住院 1 人。其中 1 人已逾期，1 人今天该返院。"


async def test_the_whole_way_leave_overdue_hospital_return(
    session: AsyncSession, house: HouseOfBeds, clock: Clock
) -> None:
    stay = await housed(session, house)
    home = await service.start_leave(
        *args(session, house), stay.id, a_leave(left_at=at(20, 9), expected_on=D(2026, 3, 22))
    )
    await clock.at("2026-03-24 10:00")
    session.sync_session.info.pop("business_date")
    [line] = await open_leaves(session, house.home.scope, house.home.institution_id)
    assert line.overdue_days == 2
    draft = a_leave(LeaveKind.HOSPITAL, on=24, left_at=at(24, 8, 30), late_reason=None)
    hospital = await service.turn_into_hospital(*args(session, house), home.id, draft)
    with pytest.raises(LeaveRefused, match="已经登记为住院"):
        await service.turn_into_hospital(*args(session, house), hospital.id, draft)
    assert (home.to_on, home.returned_at, hospital.from_on) == (D(2026, 3, 24), at(24, 8, 30), D(2026, 3, 24))
    assert await away(session, house, D(2026, 3, 23)) == {stay.id: LeaveKind.HOME}
    assert await away(session, house, D(2026, 3, 24)) == {stay.id: LeaveKind.HOSPITAL}
    await clock.at("2026-04-02 16:00")
    session.sync_session.info.pop("business_date")
    await service.record_return(*args(session, house), hospital.id, on=D(2026, 4, 2))
    assert await open_leaves(session, house.home.scope, house.home.institution_id) == []
    assert [line.kind for line in await returned_lately(session, house.home.scope, house.home.institution_id)] == [
        LeaveKind.HOSPITAL
    ]
    assert await away(session, house, D(2026, 4, 1)) == {stay.id: LeaveKind.HOSPITAL}
    assert await away(session, house, D(2026, 4, 2)) == {}


async def test_a_second_leave_is_refused_with_the_first_one_said(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    await service.start_leave(*args(session, house), stay.id, a_leave(on=18))
    with pytest.raises(LeaveRefused, match="3 月 18 日起回家，还没返院") as refusal:
        await service.start_leave(*args(session, house), stay.id, a_leave(LeaveKind.HOSPITAL))
    assert refusal.value.field == "from_on"
    await wake(session)


async def test_days_and_hours_that_have_not_come_are_refused(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    for draft, field in (
        (a_leave(on=21), "from_on"),
        (a_leave(left_at=at(20, 18)), "left_at"),
        (a_leave(back_on=D(2026, 3, 21)), "back_on"),
    ):
        with pytest.raises(LeaveRefused) as refusal:
            await service.start_leave(*args(session, house), stay.id, draft)
        assert refusal.value.field == field
    leave = await service.start_leave(*args(session, house), stay.id, a_leave())
    with pytest.raises(LeaveRefused, match="不能晚于今天"):
        await service.record_return(*args(session, house), leave.id, on=D(2026, 3, 21))


async def test_what_is_entered_late_says_why_beside_its_field(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    with pytest.raises(Refused) as refusal:
        await service.start_leave(*args(session, house), stay.id, a_leave(on=18, late_reason=None))
    assert (refusal.value.constraint, refusal.value.field) == ("ck_leaves_late", "late_reason")
    await wake(session)
    leave = await service.start_leave(*args(session, house), stay.id, a_leave(late_reason=LateReason.OUTAGE))
    assert leave.late_reason is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"expected_on": D(2026, 3, 11)}, "expected_on"),
        ({"back_on": D(2026, 3, 11)}, "back_on"),
        ({"back_on": D(2026, 3, 12), "left_at": at(12, 10), "returned_at": at(12, 9)}, "returned_at"),
        ({"from_on": D(2026, 2, 1)}, "from_on"),
    ],
)
async def test_what_does_not_fit_is_said_beside_its_field(
    session: AsyncSession, house: HouseOfBeds, changes: dict[str, object], field: str
) -> None:
    stay = await housed(session, house)
    with pytest.raises((LeaveRefused, Refused)) as refusal:
        await service.start_leave(*args(session, house), stay.id, a_leave(on=12, **changes))
    assert refusal.value.field == field
    await wake(session)


async def test_an_outing_of_hours_is_away_in_no_night_and_lies_in_no_other_leave(
    session: AsyncSession, house: HouseOfBeds
) -> None:
    stay = await housed(session, house)
    outing = a_leave(LeaveKind.OTHER, left_at=at(20, 8), back_on=TODAY, returned_at=at(20, 11))
    await service.start_leave(*args(session, house), stay.id, outing)
    assert await away(session, house, TODAY) == {}
    await service.start_leave(*args(session, house), stay.id, a_leave(left_at=at(20, 11, 30)))
    inside = a_leave(LeaveKind.OTHER, left_at=at(20, 11, 40), back_on=TODAY, returned_at=at(20, 11, 50))
    with pytest.raises(LeaveRefused, match="还没返院"):
        await service.start_leave(*args(session, house), stay.id, inside)
    await wake(session)


async def test_a_leave_does_not_swallow_an_outing(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    outing = a_leave(LeaveKind.OTHER, on=15, back_on=D(2026, 3, 15))
    await service.start_leave(*args(session, house), stay.id, outing)
    with pytest.raises(LeaveRefused, match="3 月 15 日外出，当天返院"):
        await service.start_leave(*args(session, house), stay.id, a_leave(on=12))
    await wake(session)
    twice = a_leave(LeaveKind.OTHER, on=15, back_on=D(2026, 3, 15))
    with pytest.raises(LeaveRefused):
        await service.start_leave(*args(session, house), stay.id, twice)
    await wake(session)


async def test_nobody_returns_twice_and_a_return_can_be_taken_back(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    leave = await service.start_leave(*args(session, house), stay.id, a_leave(on=12))
    await service.record_return(*args(session, house), leave.id, on=TODAY, returned_at=at(20, 10))
    with pytest.raises(AlreadyBack, match="2026-03-20"):
        await service.record_return(*args(session, house), leave.id, on=TODAY)
    await service.undo_return(*args(session, house), leave.id)
    assert (leave.to_on, leave.returned_at, leave.return_recorded_on) == (date.max, None, None)
    await service.record_return(*args(session, house), leave.id, on=D(2026, 3, 14), late_reason=LateReason.PAPER)
    await service.start_leave(*args(session, house), stay.id, a_leave(on=16))
    with pytest.raises(LeaveRefused, match="3 月 16 日起回家"):
        await service.undo_return(*args(session, house), leave.id)
    await wake(session)


async def test_two_who_correct_one_leave_see_both_values(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    leave = await service.start_leave(*args(session, house), stay.id, a_leave())
    seen = leave.version
    await service.change_leave(*args(session, house), leave.id, a_leave(expected_on=D(2026, 3, 25)), version=seen)
    with pytest.raises(ChangedMeanwhile) as conflict:
        await service.change_leave(*args(session, house), leave.id, a_leave(expected_on=D(2026, 3, 28)), version=seen)
    [change] = conflict.value.changes
    assert (change.label, change.theirs, change.mine) == ("预计返院", "2026-03-25", "2026-03-28")


async def test_days_are_corrected_with_the_reason_of_a_correction(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    leave = await service.start_leave(*args(session, house), stay.id, a_leave())
    await service.change_leave(*args(session, house), leave.id, a_leave(on=17, late_reason=None, notes="女儿接走"))
    assert (leave.from_on, leave.late_reason) == (D(2026, 3, 17), LateReason.CORRECTION)
    assert leave.notes is not None
    assert "女儿".encode() not in leave.notes
    with pytest.raises(LeaveRefused, match="请用「返院」"):
        await service.change_leave(*args(session, house), leave.id, a_leave(on=17, back_on=TODAY))


async def test_a_voided_leave_has_never_been(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    leave = await service.start_leave(*args(session, house), stay.id, a_leave(on=18))
    await service.void_leave(*args(session, house), leave.id, reason="登错了人")
    assert await away(session, house, D(2026, 3, 19)) == {}
    with pytest.raises(LeaveNotFound):
        await service.record_return(*args(session, house), leave.id, on=TODAY)


async def test_after_the_end_only_a_whole_leave_inside_the_stay_is_taken(
    session: AsyncSession, house: HouseOfBeds
) -> None:
    stay = await housed(session, house)
    await service.discharge(
        *args(session, house), stay.id,
        DischargeDraft(reason=EndReason.HOME, on=D(2026, 3, 15), late_reason=LateReason.PAPER),
    )  # fmt: skip
    with pytest.raises(StayEnded):
        await service.start_leave(*args(session, house), stay.id, a_leave(on=10))
    whole = await service.start_leave(*args(session, house), stay.id, a_leave(on=10, back_on=D(2026, 3, 12)))
    assert whole.return_late_reason is LateReason.HANDOVER
    with pytest.raises(Refused) as refusal:
        await service.start_leave(*args(session, house), stay.id, a_leave(on=14, back_on=D(2026, 3, 16)))
    assert refusal.value.constraint == "ck_leaves_in_stay"
    await wake(session)


async def test_a_leave_that_ended_with_the_stay_was_no_return(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    leave = await service.start_leave(*args(session, house), stay.id, a_leave(LeaveKind.HOSPITAL, on=10))
    await service.discharge(*args(session, house), stay.id, DischargeDraft(reason=EndReason.DEATH, on=TODAY))
    assert await returned_lately(session, house.home.scope, house.home.institution_id) == []
    with pytest.raises(LeaveRefused, match="随退住结束"):
        await service.undo_return(*args(session, house), leave.id)


async def test_who_may_not_does_not(session: AsyncSession, house: HouseOfBeds) -> None:
    stay = await housed(session, house)
    leave = await service.start_leave(*args(session, house), stay.id, a_leave())
    stranger = (session, Actor(1, 1, "某人"), house.home)
    with pytest.raises(NotAllowed):
        await service.start_leave(*stranger, stay.id, a_leave())
    with pytest.raises(NotAllowed):
        await service.record_return(*stranger, leave.id, on=TODAY)
