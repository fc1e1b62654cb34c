"""The nine tasks: in any order, kept half done, waived for a reason, and none of them finished on less than it asks."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import select

from app.admissions import service
from app.admissions.errors import TaskRefused
from app.admissions.models import AdmissionTask
from app.admissions.queries import case_file, draft_of
from app.admissions.rules.drafts import BedDraft, DietDraft, OpenDraft
from app.admissions.rules.kinds import AdmissionTaskKind, AdmissionTaskState, Conclusion
from app.admissions.rules.needs import Feeding, Texture
from app.core.errors import NotAllowed, Refused
from app.placements.service import receive_order
from app.residents.models import Elder
from app.stays.errors import StayRefused
from app.stays.rules.kinds import Ground
from tests.admissions.ward import TODAY, Ward
from tests.placements.house import County, poor


async def state(ward: Ward, admission_id: int, kind: AdmissionTaskKind) -> AdmissionTaskState:
    return (await case_file(ward.session, ward.house.home, admission_id)).line(kind).state


async def test_the_tasks_may_be_done_in_any_order(ward: Ward) -> None:
    """The signature of papers asks who signs; everything else stands alone."""
    acts: dict[AdmissionTaskKind, Callable[[int], Any]] = {
        AdmissionTaskKind.HEALTH_CHECK: ward.checked,
        AdmissionTaskKind.DIET: lambda one: service.keep_diet(*ward.args, one, DietDraft(feeding=Feeding.SELF, texture=Texture.L7)),
        AdmissionTaskKind.IDENTITY: ward.identity,
    }  # fmt: skip
    orders = list(permutations(acts))[::2]
    for number, order in enumerate(orders):
        admission = await ward.opened(await ward.person(f"老人{number}"))
        for kind in order:
            await acts[kind](admission.id)
            assert await state(ward, admission.id, kind) is AdmissionTaskState.DONE
        assert await state(ward, admission.id, AdmissionTaskKind.CARE) is AdmissionTaskState.NOT_STARTED


async def test_what_was_typed_is_kept_sealed_until_it_is_finished(ward: Ward) -> None:
    admission = await ward.opened()
    await service.keep_draft(
        *ward.args, admission.id, AdmissionTaskKind.DIET, typed={"notes": "早饭前先量血糖", "codes": ["diabetic"]}
    )
    mine = select(AdmissionTask).where(AdmissionTask.kind == AdmissionTaskKind.DIET)
    task = (await ward.session.scalars(mine)).one()
    assert task.draft is not None
    assert "血糖".encode() not in task.draft
    assert await draft_of(ward.session, task) == {"notes": "早饭前先量血糖", "codes": ["diabetic"]}
    assert await state(ward, admission.id, AdmissionTaskKind.DIET) is AdmissionTaskState.DOING
    await service.keep_diet(*ward.args, admission.id, DietDraft(feeding=Feeding.TUBE))
    assert (task.state, task.draft) == (AdmissionTaskState.DONE, None)


async def test_an_identity_needs_a_paper_and_somebody_to_reach(ward: Ward) -> None:
    from tests.factories.residents import an_elder

    bare = await an_elder(ward.session, ward.house.home)
    admission = await ward.opened(bare)
    with pytest.raises(TaskRefused, match="没有证件"):
        await ward.identity(admission.id)
    bare.no_id_reason = (await ward.person()).no_id_reason
    await ward.session.flush()
    with pytest.raises(TaskRefused, match="没有联系人"):
        await ward.identity(admission.id)


async def test_a_health_check_that_says_no_blocks_until_there_is_another(ward: Ward) -> None:
    admission = await ward.opened()
    await ward.checked(admission.id, Conclusion.UNFIT)
    assert await state(ward, admission.id, AdmissionTaskKind.HEALTH_CHECK) is AdmissionTaskState.BLOCKED
    await ward.checked(admission.id)
    assert await state(ward, admission.id, AdmissionTaskKind.HEALTH_CHECK) is AdmissionTaskState.DONE


async def test_a_waiver_says_why_and_can_be_taken_back(ward: Ward) -> None:
    admission_id = (await ward.opened()).id
    with pytest.raises(Refused) as refusal:
        await service.waive_task(*ward.args, admission_id, AdmissionTaskKind.RISKS, reason="  ")
    assert refusal.value.constraint == "ck_admission_tasks_reason"
    with pytest.raises(Refused) as refusal:
        await service.waive_task(*ward.args, admission_id, AdmissionTaskKind.BED, reason="没有床")
    assert refusal.value.constraint == "ck_admission_tasks_bed"
    await service.waive_task(*ward.args, admission_id, AdmissionTaskKind.RISKS, reason="三天内补评")
    assert await state(ward, admission_id, AdmissionTaskKind.RISKS) is AdmissionTaskState.WAIVED
    await service.reopen_task(*ward.args, admission_id, AdmissionTaskKind.RISKS)
    assert await state(ward, admission_id, AdmissionTaskKind.RISKS) is AdmissionTaskState.NOT_STARTED


@pytest.mark.parametrize("role", ["nurse", "case_officer", "caregiver"])
async def test_only_who_may_waive_waives(ward: Ward, role: str, as_role: Callable[..., Any]) -> None:
    admission = await ward.opened()
    actor = as_role(role, ward.house)
    with pytest.raises(NotAllowed):
        await service.waive_task(
            ward.session, actor, ward.house.home, admission.id, AdmissionTaskKind.RISKS, reason="不做了"
        )


async def test_assessments_are_not_ticked_by_hand(ward: Ward) -> None:
    admission = await ward.opened()
    with pytest.raises(TaskRefused, match="评估页"):
        await service.complete_task(*ward.args, admission.id, AdmissionTaskKind.RISKS, draft=None)


async def test_a_bed_is_shared_with_husband_or_wife_only(ward: Ward) -> None:
    admission = await ward.opened()
    bed = BedDraft(bed_id=ward.house.beds["301-1"], shares_room=True)
    with pytest.raises(StayRefused, match="登记了配偶"):
        await service.choose_bed(*ward.args, admission.id, bed)
    assert await ward.holds() == 0


async def test_another_bed_lets_the_first_one_go(ward: Ward) -> None:
    admission = await ward.opened()
    for name in ("301-1", "302-1"):
        await service.choose_bed(*ward.args, admission.id, BedDraft(bed_id=ward.house.beds[name]))
    assert (admission.bed_id, await ward.holds()) == (ward.house.beds["302-1"], 1)


async def test_one_offer_and_one_order_lead_to_one_admission(ward: Ward) -> None:
    _entry, offer, elder = await ward.offered()
    offer_id = offer.id
    await ward.open_offer(offer, elder)
    poor_one = await placed(ward)
    county = County(ward.session, ward.house, poor_one)
    order = await county.drafted()
    await county.decide(order.id)
    await receive_order(*ward.args, order.id)
    order_id = order.id
    await ward.opened(poor_one, ground=Ground.PLACEMENT, placement_id=order_id)
    for said, name in (
        ({"ground": Ground.OFFER, "offer_id": offer_id}, "uq_admissions_o"),
        ({"ground": Ground.PLACEMENT, "placement_id": order_id}, "uq_admissions_"),
    ):
        with pytest.raises(Refused) as refusal:
            await service.open_admission(*ward.args, OpenDraft(elder_id=0, planned_on=TODAY, **said))
        assert refusal.value.constraint.startswith(name)


async def placed(ward: Ward) -> Elder:
    elder = await ward.person("刘德明")
    await poor(ward.session, elder)
    return elder
