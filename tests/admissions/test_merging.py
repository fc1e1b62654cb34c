"""What hangs on a file moves with it when two files become one, and back when they are taken apart."""

from app.admissions import service
from app.admissions.models import Admission, Consent
from app.placements.models import PlacementOrder
from app.stays.service import merge_elders, unmerge_elders
from tests.admissions.ward import Ward
from tests.placements.house import County, poor


async def test_admission_consents_and_order_follow_the_person(ward: Ward) -> None:
    gone, kept = await ward.person(), await ward.person("王秀英")
    await poor(ward.session, gone)
    order = await County(ward.session, ward.house, gone).drafted()
    admission = await ward.opened(gone)
    await ward.identity(admission.id)
    await service.answer_consents(*ward.args, admission.id, ward.answers())
    merge = await merge_elders(*ward.args, kept_id=kept.id, gone_id=gone.id, reason="同一人登记了两次")
    rows = [(Admission, admission.id), (PlacementOrder, order.id)]

    async def owners() -> set[int]:
        found = [
            await ward.session.get_one(kind, (ward.keys["county"], one), populate_existing=True) for kind, one in rows
        ]
        return {row.elder_id for row in found}

    assert await owners() == {kept.id}
    consents = (await ward.session.get_one(Consent, (ward.keys["county"], merge.moved["consents"][0]))).elder_id
    assert consents == kept.id
    await unmerge_elders(*ward.args, merge.id, reason="其实是两个人")
    assert await owners() == {gone.id}
