"""办理入住: a hold becomes a stay, the entry is admitted and the order filled, together or not at all."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.admissions import service
from app.admissions.errors import AdmissionRefused, TaskRefused
from app.admissions.queries import case_file
from app.admissions.rules.kinds import AdmissionState, AdmissionTaskKind, AdmissionTaskState
from app.beds.errors import BedTaken
from app.core.errors import DomainError, NotAllowed
from app.offers.rules.kinds import OfferState
from app.offers.service.objecting import ObjectionDraft, Place, receive_objection
from app.placements.rules.kinds import OrderState
from app.stays.models import Stay
from app.stays.rules.kinds import Ground, LateReason
from app.waitlist.models import WaitlistEntry, WaitlistSwitch
from app.waitlist.rules.steps import EntryState
from tests.admissions.ward import TODAY, Ward
from tests.factories.waitlist import an_entry
from tests.placements.house import County, poor
from tests.stays.residence import housed


async def test_an_offer_becomes_a_stay(ward: Ward) -> None:
    entry, offer, elder = await ward.offered()
    await ward.assessed(elder)
    admission = await ward.open_offer(offer, elder)
    await ward.finish(admission)
    stay = await ward.admit(admission.id)
    assert (stay.ground, stay.from_on, stay.elder_id) == (Ground.OFFER, TODAY, elder.id)
    assert (admission.state, admission.stay_id) == (AdmissionState.ADMITTED, stay.id)
    for row in (offer, entry):
        await ward.session.refresh(row)
    assert (offer.state, offer.stay_id) == (OfferState.ADMITTED, stay.id)
    assert entry.state is EntryState.ADMITTED
    assert await ward.holds() == 0
    with pytest.raises(BedTaken):
        await housed(ward.session, ward.house, "301-1", from_on=TODAY)


async def test_an_undecided_objection_stands_in_the_list_before_anybody_moves_in(ward: Ward) -> None:
    _entry, offer, elder = await ward.offered()
    admission = await ward.open_offer(offer, elder)
    bed = AdmissionTaskKind.BED
    assert (await case_file(ward.session, ward.house.home, admission.id)).line(bed).is_settled
    place = Place(offer.county, offer.institution_id)
    await receive_objection(
        ward.session, ward.house.actor, ObjectionDraft(place=place, words="她家里有房", offer_id=offer.id)
    )
    line = (await case_file(ward.session, ward.house.home, admission.id)).line(bed)
    assert (line.state, line.is_settled) == (AdmissionTaskState.BLOCKED, False)
    assert "异议" in line.why


async def test_a_failure_in_the_middle_leaves_everything_as_it_was(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    entry, offer, elder = await ward.offered()
    await ward.assessed(elder)
    admission = await ward.open_offer(offer, elder)
    await ward.finish(admission)
    ids = (entry.id, offer.id, admission.id)

    async def broken(*_args: Any, **_other: Any) -> None:
        raise DomainError("中途出错")

    monkeypatch.setattr("app.admissions.service.moving_in.finish_admission", broken)
    with pytest.raises(DomainError, match="中途出错"):
        await ward.admit(admission.id)
    entry, offer, admission = [
        await ward.session.get_one(kind, (ward.keys["county"], one), populate_existing=True)
        for kind, one in zip((type(entry), type(offer), type(admission)), ids, strict=True)
    ]
    assert (entry.state, offer.state, admission.state) == (
        EntryState.OFFERED, OfferState.ACCEPTED, AdmissionState.OPEN,
    )  # fmt: skip
    assert await ward.holds() == 1
    assert list(await ward.session.scalars(select(Stay))) == []
    monkeypatch.undo()
    assert (await ward.admit(ids[2])).ground is Ground.OFFER


async def test_the_whole_path_of_a_poor_person(ward: Ward) -> None:
    elder = await ward.person()
    await poor(ward.session, elder)
    order = await County(ward.session, ward.house, elder).received("302-1")
    await ward.assessed(elder)
    admission = await ward.opened(elder, ground=Ground.PLACEMENT, placement_id=order.id)
    await ward.finish(admission)
    stay = await ward.admit(admission.id)
    await ward.session.refresh(order)
    assert (order.state, order.stay_id, stay.ground) == (OrderState.ADMITTED, stay.id, Ground.PLACEMENT)
    assert await ward.holds() == 0


async def test_no_agreement_of_three_no_stay(ward: Ward) -> None:
    from app.placements import service as placements

    elder = await ward.person()
    await poor(ward.session, elder)
    county = County(ward.session, ward.house, elder)
    order = await county.drafted()
    await county.decide(order.id)
    await placements.receive_order(*ward.args, order.id, bed_id=ward.house.beds["302-1"])
    await ward.assessed(elder)
    admission = await ward.opened(elder, ground=Ground.PLACEMENT, placement_id=order.id)
    await ward.finish(admission)
    with pytest.raises(DomainError, match="三方协议"):
        await ward.admit(admission.id)
    assert await ward.holds() == 1


async def test_nothing_may_be_missing_and_what_is_missing_is_named(ward: Ward) -> None:
    elder = await ward.person()
    admission = await ward.opened(elder)
    await ward.finish(admission, without=(AdmissionTaskKind.CONSENTS,))
    with pytest.raises(TaskRefused, match="能力评估、安全风险评估、知情同意没有办好"):
        await ward.admit(admission.id)
    await ward.assessed(elder)
    await service.answer_consents(*ward.args, admission.id, ward.answers())
    stay = await ward.admit(admission.id)
    assert stay.ground is Ground.DIRECT


async def test_an_expired_assessment_stands_in_the_way(ward: Ward) -> None:
    elder = await ward.person()
    await ward.assessed(elder, valid_to=TODAY)
    admission = await ward.opened(elder)
    await ward.finish(admission)
    with pytest.raises(TaskRefused, match="能力评估没有办好"):
        await ward.admit(admission.id)


async def test_a_past_day_says_why_it_is_late(ward: Ward) -> None:
    elder = await ward.person()
    await ward.assessed(elder)
    admission = await ward.opened(elder)
    await ward.finish(admission)
    stay = await ward.admit(admission.id, from_on=date(2026, 3, 19), late_reason=LateReason.HANDOVER)
    assert stay.from_on == date(2026, 3, 19)


async def test_a_home_in_the_waitlist_admits_nobody_directly(ward: Ward) -> None:
    elder = await ward.person()
    ward.session.add(WaitlistSwitch(
        county=ward.keys["county"], institution_id=ward.keys["institution_id"], from_on=date(2026, 1, 1),
        document_no="自民〔2026〕1号",
    ))  # fmt: skip
    await ward.session.flush()
    with pytest.raises(AdmissionRefused, match="已启用轮候"):
        await ward.opened(elder)
    with pytest.raises(AdmissionRefused, match="写明情况"):
        await ward.opened(elder, ground=Ground.EMERGENCY)
    await ward.assessed(elder)
    admission = await ward.opened(elder, ground=Ground.EMERGENCY, ground_note="派出所送来，无人照料")
    await ward.finish(admission)
    stay = await ward.admit(admission.id)
    assert (stay.ground, stay.ground_note) == (Ground.EMERGENCY, "派出所送来，无人照料")


async def test_whoever_waited_elsewhere_waits_no_more(ward: Ward) -> None:
    elder = await ward.person()
    entry = await an_entry(ward.session, ward.house.home, elder=elder)
    await ward.assessed(elder)
    admission = await ward.opened(elder)
    await ward.finish(admission)
    await ward.admit(admission.id)
    assert (await ward.session.get_one(WaitlistEntry, (entry.county, entry.id))).state is EntryState.ADMITTED


async def test_an_open_offer_must_be_settled_first(ward: Ward) -> None:
    _entry, _offer, elder = await ward.offered("302-1")
    await ward.assessed(elder)
    admission = await ward.opened(elder)
    await ward.finish(admission)
    with pytest.raises(AdmissionRefused, match="还有一份床位通知"):
        await ward.admit(admission.id)


async def test_giving_up_lets_the_bed_go(ward: Ward) -> None:
    admission = await ward.opened()
    await ward.finish(admission)
    assert await ward.holds() == 1
    await service.give_up_admission(*ward.args, admission.id, reason="家属改主意")
    assert await ward.holds() == 0
    with pytest.raises(AdmissionRefused, match="已结束"):
        await ward.identity(admission.id)


@pytest.mark.parametrize("role", ["nurse", "caregiver", "case_officer"])
async def test_only_who_may_admit_admits(ward: Ward, role: str, as_role: Callable[..., Any]) -> None:
    admission = await ward.opened()
    from app.admissions.rules.drafts import MoveInDraft

    with pytest.raises(NotAllowed):
        await service.admit(ward.session, as_role(role, ward.house), ward.house.home, admission.id,
                            MoveInDraft(from_on=TODAY))  # fmt: skip
