"""The end of a stay and its undoing: what falls, what comes back, and what is said when it cannot."""

from datetime import date

import pytest
from sqlalchemy import select

from app.beds.errors import BedTaken
from app.beds.rules.kinds import ClaimKind
from app.stays.errors import InResidence, StayEnded, StayRefused
from app.stays.models import Leave
from app.stays.rules.kinds import EndReason, LeaveKind
from tests.stays.ward import LATE, Ward, may

pytestmark = pytest.mark.usefixtures("nothing_broken")


async def test_an_end_voids_what_would_begin_later_and_its_undoing_brings_it_back(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1), privates=("301-2",))
    await ward.move(stay_id, "302-1", may(12))
    await ward.move(stay_id, "303-1", may(20))
    before = await ward.beds(stay_id), await ward.beds(stay_id, ClaimKind.PRIVATE)
    for day in (may(5), may(12), may(15), may(1), may(30)):
        await ward.end(stay_id, day)
        assert (await ward.beds(stay_id))[-1][2] == day.day
        await ward.reopen(stay_id)
        assert (await ward.beds(stay_id), await ward.beds(stay_id, ClaimKind.PRIVATE)) == before
    stay = await ward.stay(stay_id)
    assert (stay.to_on, stay.end_reason, stay.end_recorded_on, stay.end_late_reason) == (date.max, None, None, None)


async def a_leave(ward: Ward, stay_id: int, first: date, last: date = date.max) -> int:
    back = {} if last == date.max else {"return_recorded_on": last}
    stay = await ward.stay(stay_id)
    leave = Leave(
        **ward.house.home.keys, stay_id=stay_id, elder_id=stay.elder_id, stay_from_on=stay.from_on,
        stay_to_on=stay.to_on, seal=ward.people["王秀英"].seal, kind=LeaveKind.HOSPITAL, from_on=first, to_on=last,
        late_reason=LATE, **back,
    )  # fmt: skip
    ward.session.add(leave)
    await ward.session.flush()
    return leave.id


async def leaves(ward: Ward, stay_id: int) -> list[tuple[int, int | None, bool]]:
    rows = select(Leave.from_on, Leave.to_on, Leave.ended_with_stay).where(
        Leave.stay_id == stay_id, Leave.voided_at.is_(None)
    )
    return [
        (row.from_on.day, None if row.to_on == date.max else row.to_on.day, row.ended_with_stay)
        for row in await ward.session.execute(rows.order_by(Leave.from_on))
    ]


async def test_who_dies_in_hospital_never_returned(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await a_leave(ward, stay_id, may(20))
    await ward.end(stay_id, may(25), EndReason.DEATH)
    assert await leaves(ward, stay_id) == [(20, 25, True)]
    await ward.reopen(stay_id)
    assert await leaves(ward, stay_id) == [(20, None, False)]


@pytest.mark.parametrize(
    ("day", "left"), [(5, []), (10, [(10, 10, True)]), (12, [(10, 12, True)]), (15, [(10, 15, False)])]
)
async def test_a_return_on_record_comes_back_with_the_undoing(
    ward: Ward, day: int, left: list[tuple[int, int, bool]]
) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await a_leave(ward, stay_id, may(10), may(15))
    await ward.end(stay_id, may(day))
    assert await leaves(ward, stay_id) == left
    await ward.reopen(stay_id)
    assert await leaves(ward, stay_id) == [(10, 15, False)]


async def test_an_ended_stay_is_not_ended_again(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    with pytest.raises(StayRefused, match="早于入住日期"):
        await ward.end(stay_id, date(2026, 4, 30))
    with pytest.raises(StayRefused, match="还没到"):
        await ward.end(stay_id, date(2026, 6, 2))
    await ward.end(stay_id, may(5))
    with pytest.raises(StayEnded, match="5 月 5 日已办退住"):
        await ward.end(stay_id, may(6))


async def test_an_end_is_not_undone_over_somebody_elses_bed(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await ward.end(stay_id, may(5))
    await ward.admit("李桂芳", "301-1", may(9))
    with pytest.raises(BedTaken, match="301-1 床 5 月 9 日起由李桂芳住着"):
        await ward.reopen(stay_id)
    assert await ward.beds(stay_id) == [("301-1", 1, 5, False)]


async def test_an_end_is_not_undone_over_a_later_stay(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await ward.end(stay_id, may(5))
    await ward.admit("王秀英", "302-1", may(9))
    with pytest.raises(InResidence, match="5 月 9 日起已在本院入住（302-1 床）"):
        await ward.reopen(stay_id)
