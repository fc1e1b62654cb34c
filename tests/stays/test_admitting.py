"""Admission, the end of a stay and its undoing: what is let through, and what is said when it is not."""

from datetime import date

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.beds import service as beds
from app.beds.errors import BedOutOfService, BedTaken, RoomOfOtherSex
from app.beds.rules.kinds import ClosureReason, Sex
from app.core.actor import Actor
from app.core.db import close_work
from app.core.errors import NotAllowed, Refused
from app.stays import queries, service
from app.stays.errors import InResidence, StayRefused
from app.stays.rules.drafts import Ending
from app.stays.rules.kinds import EndReason, Ground
from tests.factories.beds import a_house
from tests.stays.ward import LATE, Ward, may
from tests.support.counting import Counting

pytestmark = pytest.mark.usefixtures("nothing_broken")


async def test_who_is_admitted_is_in_residence_from_that_day_in_that_bed(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(10))
    home = ward.house.home.institution_id
    assert await queries.residents_of(ward.session, ward.scope, home, may(9)) == []
    [resident] = await queries.residents_of(ward.session, ward.scope, home, may(10))
    assert (resident.stay.id, resident.elder.name, resident.bed, resident.away) == (stay_id, "王秀英", "301-1", None)
    current = await queries.current_stay(ward.session, ward.scope, home, resident.elder.id)
    assert current is not None
    assert current.id == stay_id


async def test_an_admission_leaves_one_line_without_a_name(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(10))
    await close_work(ward.session)
    [line] = await ward.session.scalars(select(AuditEntry).where(AuditEntry.action == "stays.admitted"))
    assert (line.subject_kind, line.subject_id) == ("stays", stay_id)
    assert "王秀英" not in str(line.details)


async def test_a_taken_bed_says_whose_it_is_and_which_could_be_had(ward: Ward) -> None:
    await ward.admit("王秀英", "301-1", may(10))
    with pytest.raises(BedTaken) as refusal:
        await ward.admit("李桂芳", "301-1", may(20))
    assert refusal.value.message == (
        "301-1 床 5 月 10 日起由王秀英住着。可选：301-2、302-1、302-2、303-1、303-2、304-1，请另选一张"
    )
    assert refusal.value.field == "bed_id"


async def test_a_late_entry_says_which_later_row_stands_in_the_way(ward: Ward) -> None:
    await ward.admit("王秀英", "301-1", may(10))
    with pytest.raises(BedTaken, match="5 月 10 日起由王秀英住着"):
        await ward.admit("李桂芳", "301-1", may(2))
    await ward.past("李桂芳", "301-1", may(2), may(10))


async def test_a_closed_bed_is_not_given(ward: Ward) -> None:
    await beds.close_beds(*ward.args, ward.house.ids("301-1"), reason=ClosureReason.REPAIR, from_on=may(1))
    with pytest.raises(BedTaken, match="301-1 床 5 月 1 日起停用（维修）"):
        await ward.admit("王秀英", "301-1", may(10))


async def test_a_bed_out_of_service_is_not_given(ward: Ward) -> None:
    await beds.retire_beds(*ward.args, ward.house.ids("301-1"), on=may(20))
    with pytest.raises(BedOutOfService):
        await ward.admit("王秀英", "301-1", may(25))
    with pytest.raises(BedOutOfService):
        await ward.admit("王秀英", "301-1", may(10))
    await ward.past("王秀英", "301-1", may(10), may(20))


async def test_a_room_of_the_other_sex_is_refused_with_other_beds(ward: Ward) -> None:
    await ward.admit("王秀英", "301-1", may(10))
    with pytest.raises(RoomOfOtherSex) as refusal:
        await ward.admit("刘德明", "301-2", may(20), sex=Sex.MALE)
    assert refusal.value.message.startswith("301 室同性同住，这段日子里住着女性老人。可选：302-1、302-2")


async def test_nobody_is_in_residence_twice(ward: Ward) -> None:
    await ward.admit("王秀英", "301-1", may(10))
    with pytest.raises(InResidence, match="王秀英 5 月 10 日起已在本院入住（301-1 床）"):
        await ward.admit("王秀英", "302-1", may(20))
    with pytest.raises(InResidence, match="5 月 10 日起已在本院入住"):
        await ward.admit("王秀英", "302-1", may(1))


async def test_of_another_home_only_the_fact_is_told(ward: Ward) -> None:
    other = Ward(ward.session, await a_house(ward.session, county=ward.house.home.county))
    other.people = ward.people
    await ward.admit("王秀英", "301-1", may(10))
    with pytest.raises(InResidence) as refusal:
        await other.admit("王秀英", "301-1", may(20))
    assert "别的机构" in refusal.value.message
    assert "5 月" not in refusal.value.message
    assert ward.house.institution.name not in refusal.value.message


async def test_a_day_to_come_is_refused(ward: Ward) -> None:
    with pytest.raises(StayRefused, match="6 月 2 日还没到"):
        await ward.admit("王秀英", "301-1", date(2026, 6, 2))


async def test_a_late_entry_needs_its_reason_and_today_does_not(ward: Ward) -> None:
    with pytest.raises(Refused) as refusal:
        await ward.admit("王秀英", "301-1", may(31), late_reason=None)
    assert (refusal.value.constraint, refusal.value.field) == ("ck_stays_late", "late_reason")
    stay = await ward.stay(await ward.admit("王秀英", "301-1", date(2026, 6, 1)))
    assert stay.late_reason is None


async def test_the_dead_and_the_merged_are_not_admitted(ward: Ward) -> None:
    await ward.person("王秀英", died_on=may(5))
    with pytest.raises(StayRefused, match="5 月 5 日已登记去世"):
        await ward.admit("王秀英", "301-1", may(1))
    await ward.past("王秀英", "301-1", may(1), may(5))
    await ward.person("李桂芳", merged_into_id=ward.people["王秀英"].id)
    with pytest.raises(StayRefused, match="已并入另一份"):
        await ward.admit("李桂芳", "302-1", may(1))


async def test_nobody_without_the_permission_admits(ward: Ward) -> None:
    nobody = Actor(user_id=1, sign_in_id=1, name="护理员", grants=())
    draft = ward.draft(await ward.person("王秀英"), "301-1", may(1))
    with pytest.raises(NotAllowed):
        await service.admit(ward.session, nobody, ward.house.home, draft)


async def test_arriving_and_leaving_on_one_day_is_a_stay_of_zero_days(ward: Ward) -> None:
    stay_id = await ward.admit("王秀英", "301-1", may(10))
    [freed] = await ward.end(stay_id, may(10), EndReason.DEATH)
    assert freed.bed_id == ward.house.beds["301-1"]
    assert await ward.beds(stay_id) == [("301-1", 10, 10, False)]
    await ward.admit("李桂芳", "301-1", may(10))
    assert len(await queries.residents_of(ward.session, ward.scope, ward.house.home.institution_id, may(10))) == 1


async def test_a_stay_of_zero_days_is_refused_where_no_exclusion_sees_it(ward: Ward) -> None:
    await ward.admit("王秀英", "301-1", may(5))
    with pytest.raises(BedTaken):
        await ward.past("李桂芳", "301-1", may(10), may(10))
    with pytest.raises(RoomOfOtherSex):
        await ward.past("刘德明", "301-2", may(10), may(10), sex=Sex.MALE)
    with pytest.raises(InResidence):
        await ward.past("王秀英", "302-1", may(10), may(10))
    await ward.past("陈素华", "303-1", may(10), may(10))
    with pytest.raises(BedTaken):
        await ward.past("李桂芳", "303-1", may(8), may(12))
    with pytest.raises(InResidence):
        await ward.past("陈素华", "304-1", may(8), may(12))


async def test_a_stay_of_zero_days_in_another_home_is_seen(ward: Ward) -> None:
    other = Ward(ward.session, await a_house(ward.session, county=ward.house.home.county))
    await ward.person("王秀英")
    other.people = ward.people
    await other.past("王秀英", "301-1", may(10), may(10))
    with pytest.raises(InResidence, match="别的机构"):
        await ward.past("王秀英", "301-1", may(8), may(12))


async def test_a_past_stay_is_recorded_where_the_bed_is_somebodys_now(ward: Ward) -> None:
    await ward.admit("李桂芳", "301-1", may(9))
    stay_id = await ward.past("王秀英", "301-1", may(1), may(9))
    stay = await ward.stay(stay_id)
    assert (stay.to_on, stay.end_reason, stay.end_late_reason) == (may(9), EndReason.HOME, LATE)
    draft = ward.draft(stay.elder_id, "302-1", may(20))
    with pytest.raises(StayRefused, match="早于入住日期"):
        await service.record_past_stay(*ward.args, draft, Ending(on=may(19), reason=EndReason.HOME, late_reason=LATE))
    to_come = Ending(on=date(2026, 6, 9), reason=EndReason.HOME)
    with pytest.raises(StayRefused, match="还没到"):
        await service.record_past_stay(*ward.args, draft, to_come)


async def test_an_admission_asks_few_questions(ward: Ward, counting: object) -> None:
    elder_id = await ward.person("王秀英")
    seen: Counting
    with counting() as seen:  # type: ignore[operator]
        await service.admit(*ward.args, ward.draft(elder_id, "301-1", may(1)))
    assert seen.count <= 30


@pytest.mark.parametrize("ground", [Ground.TRANSFER, Ground.OFFER, Ground.PLACEMENT])
async def test_a_ground_with_an_act_of_its_own_is_not_chosen_by_hand(ward: Ward, ground: Ground) -> None:
    elder = await ward.person("王秀英")
    with pytest.raises(StayRefused, match="请另选入住依据"):
        await service.admit(*ward.args, ward.draft(elder, "301-1", may(3), ground=ground))


async def test_nobody_is_admitted_into_a_home_that_has_closed(ward: Ward) -> None:
    elder = await ward.person("王秀英")
    ward.house.institution.closed_on = may(2)
    await ward.session.flush()
    with pytest.raises(StayRefused, match="已停业"):
        await service.admit(*ward.args, ward.draft(elder, "301-1", may(3)))
