"""What was recorded wrongly: the first day, a stay that never was, the terms of a stay."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.beds.errors import BedOutOfService, BedTaken
from app.beds.models import BedClaim
from app.beds.rules.kinds import ClaimKind
from app.core.db import close_work
from app.core.errors import Refused
from app.core.keys import sealer
from app.stays import queries, service
from app.stays.errors import ChangedMeanwhile, InResidence, StayNotFound, StayRefused, TermsNotFound
from app.stays.models import Discharge, Stay
from app.stays.rules.kinds import EndReason, LateReason, Payer, StayKind
from tests.stays.test_ending import a_leave
from tests.stays.ward import LATE, Ward, may

pytestmark = pytest.mark.usefixtures("nothing_broken")


async def correct(ward: Ward, stay_id: int, day: date | None = None, **other: object) -> Stay:
    return await service.correct_stay(*ward.args, stay_id, from_on=day, reason="录错日期", **other)


async def test_the_first_day_moves_and_the_first_bed_with_it(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(10), privates=("301-2",))
    await ward.move(stay_id, "302-1", may(20))
    for day in (may(5), may(15), may(10)):
        await correct(ward, stay_id, day)
        assert await ward.beds(stay_id) == [("301-1", day.day, 20, False), ("302-1", 20, None, False)]
        assert await ward.beds(stay_id, ClaimKind.PRIVATE) == [("301-2", day.day, 20, False)]
    await close_work(ward.session)
    lines = await ward.session.scalars(select(AuditEntry).where(AuditEntry.action == "stays.corrected"))
    assert next((line.details["before"][0], line.details["after"][0]) for line in lines) == ("2026-05-10", "2026-05-05")


async def test_on_the_day_of_a_move_the_first_bed_falls_away(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(10))
    await ward.move(stay_id, "302-1", may(20))
    await correct(ward, stay_id, may(20))
    assert await ward.beds(stay_id) == [("302-1", 20, None, False)]


async def test_later_rows_stand_in_the_way_and_are_named(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1))
    await ward.move(stay_id, "302-1", may(20))
    with pytest.raises(StayRefused, match="5 月 20 日有移床记录"):
        await correct(ward, stay_id, may(21))
    await a_leave(ward, stay_id, may(10), may(12))
    with pytest.raises(StayRefused, match="5 月 10 日有请假或住院记录"):
        await correct(ward, stay_id, may(11))
    await service.change_terms(
        *ward.args, stay_id, kind=StayKind.TRIAL, payer=Payer.SELF, from_on=may(5), late_reason=LATE
    )
    with pytest.raises(StayRefused, match="5 月 5 日有入住类型或付费的变更"):
        await correct(ward, stay_id, may(6))
    await correct(ward, stay_id, may(5))
    assert (await ward.stay(stay_id)).from_on == may(5)


async def test_an_earlier_first_day_needs_the_bed_and_the_person_free(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(20))
    with pytest.raises(BedOutOfService):
        await correct(ward, stay_id, date(2019, 5, 1))
    await ward.past("李桂芳", "301-1", may(5), may(10))
    with pytest.raises(BedTaken, match="301-1 床 5 月 5 日起由李桂芳住着"):
        await correct(ward, stay_id, may(8))
    await ward.past("王秀英", "303-1", may(12), may(15))
    with pytest.raises(InResidence, match="5 月 12 日起已在本院入住（303-1 床）"):
        await correct(ward, stay_id, may(14))
    await correct(ward, stay_id, may(15))


async def test_a_stay_may_shrink_to_zero_days_and_grow_again(ward: Ward) -> None:
    stay_id = await ward.past("王秀英", "301-1", may(5), may(10))
    await correct(ward, stay_id, may(10))
    assert await ward.beds(stay_id) == [("301-1", 10, 10, False)]
    await correct(ward, stay_id, may(7))
    assert await ward.beds(stay_id) == [("301-1", 7, 10, False)]
    with pytest.raises(StayRefused, match="晚于退住日期"):
        await correct(ward, stay_id, may(11))


async def test_the_hour_is_corrected_and_forgotten_with_its_day(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(10), arrived_at=datetime(2026, 5, 10, 1, 0, tzinfo=UTC))
    stay = await correct(ward, stay_id, arrived_at=datetime(2026, 5, 10, 6, 0, tzinfo=UTC))
    assert stay.arrived_at == datetime(2026, 5, 10, 6, 0, tzinfo=UTC)
    with pytest.raises(Refused) as refusal:
        await correct(ward, stay_id, arrived_at=datetime(2026, 5, 11, 6, 0, tzinfo=UTC))
    assert (refusal.value.constraint, refusal.value.field) == ("ck_stays_arrived_at", "arrived_at")
    await correct(ward, stay_id, may(9))
    assert (await ward.stay(stay_id)).arrived_at is None


async def test_what_was_entered_on_its_day_is_corrected_backwards_with_a_reason(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", date(2026, 6, 1), late_reason=None)
    assert (await correct(ward, stay_id, may(30))).late_reason is LateReason.CORRECTION


async def test_two_who_correct_one_stay_see_both_days(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(10))
    version = (await ward.stay(stay_id)).version
    await correct(ward, stay_id, may(9), version=version)
    with pytest.raises(ChangedMeanwhile) as refusal:
        await correct(ward, stay_id, may(8), version=version)
    [both] = refusal.value.changes
    assert (both.field, both.theirs, both.mine) == ("from_on", "2026-05-09", "2026-05-08")


async def test_a_stay_that_never_was_leaves_its_bed_free(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(10), privates=("301-2",))
    await a_leave(ward, stay_id, may(12))
    await service.void_stay(*ward.args, stay_id, reason="录错了人")
    with pytest.raises(StayNotFound):
        await ward.stay(stay_id)
    rows = list(await ward.session.scalars(select(BedClaim).where(BedClaim.stay_id == stay_id)))
    assert {row.void_reason for row in rows} == {"录错了人"}
    await ward.admit("李桂芳", "301-1", may(10))
    await ward.admit("王秀英", "302-1", may(10))


async def test_a_stay_under_discharge_is_not_voided(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(10))
    stay = await ward.stay(stay_id)
    ward.session.add(
        Discharge(**ward.house.home.keys, stay_id=stay_id, elder_id=stay.elder_id, reason=EndReason.HOME,
                  planned_on=may(20))
    )  # fmt: skip
    await ward.session.flush()
    with pytest.raises(StayRefused, match="请先撤销退住"):
        await service.void_stay(*ward.args, stay_id, reason="录错了人")


async def terms(ward: Ward, stay_id: int, day: date) -> tuple[StayKind, Payer]:
    found = await queries.terms_of_stay_on(ward.session, ward.scope, await ward.stay(stay_id), day)
    return found.kind, found.payer


async def test_a_trial_becomes_a_long_stay_from_a_day_on(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1), kind=StayKind.TRIAL)
    change = await service.change_terms(
        *ward.args, stay_id, kind=StayKind.LONG, payer=Payer.GOVERNMENT, from_on=may(15), notes="县局批复",
        late_reason=LATE,
    )  # fmt: skip
    assert change.notes is not None
    assert "县局".encode() not in change.notes
    keys = await sealer(ward.session, change.county)
    assert keys.open("stay_changes", "notes", change.seal, change.notes) == "县局批复"
    assert await terms(ward, stay_id, may(14)) == (StayKind.TRIAL, Payer.FAMILY)
    assert await terms(ward, stay_id, may(15)) == (StayKind.LONG, Payer.GOVERNMENT)
    assert await terms(ward, stay_id, may(20)) == (StayKind.LONG, Payer.GOVERNMENT)
    await service.void_terms(*ward.args, stay_id, change.id, reason="录错了")
    assert await terms(ward, stay_id, may(20)) == (StayKind.TRIAL, Payer.FAMILY)
    with pytest.raises(TermsNotFound):
        await service.void_terms(*ward.args, stay_id, change.id, reason="录错了")


async def test_terms_that_do_not_change_or_not_then_are_refused(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1), kind=StayKind.TRIAL)
    new = {"kind": StayKind.LONG, "payer": Payer.SELF, "late_reason": LATE}
    with pytest.raises(StayRefused, match="都没有变"):
        await service.change_terms(
            *ward.args, stay_id, kind=StayKind.TRIAL, payer=Payer.FAMILY, from_on=may(5), late_reason=LATE
        )
    with pytest.raises(StayRefused, match="还没有入住"):
        await service.change_terms(*ward.args, stay_id, from_on=date(2026, 4, 1), **new)
    with pytest.raises(Refused) as refusal:
        await service.change_terms(*ward.args, stay_id, from_on=may(5), **(new | {"late_reason": None}))
    assert (refusal.value.constraint, refusal.value.field) == ("ck_stay_changes_late", "late_reason")
    await service.change_terms(*ward.args, stay_id, from_on=may(5), **new)
    with pytest.raises(Refused) as refusal:
        await service.change_terms(*ward.args, stay_id, from_on=may(5), **(new | {"payer": Payer.MIXED}))
    assert (refusal.value.constraint, refusal.value.field) == ("uq_stay_changes_day", "from_on")


async def test_terms_after_an_end_fall_away_with_it_and_come_back(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(1), kind=StayKind.TRIAL)
    await service.change_terms(
        *ward.args, stay_id, kind=StayKind.LONG, payer=Payer.SELF, from_on=may(15), late_reason=LATE
    )
    await ward.end(stay_id, may(10))
    assert (await terms(ward, stay_id, may(20)))[0] is StayKind.TRIAL
    await ward.reopen(stay_id)
    assert (await terms(ward, stay_id, may(20)))[0] is StayKind.LONG
