"""What is signed: the agreement with its nine contents and its limits on money, and the ledger of consents."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from app.admissions import service
from app.admissions.errors import AgreementRefused, TaskRefused
from app.admissions.models import Consent, ServiceAgreement
from app.admissions.queries import case_file, open_agreement
from app.admissions.rules.contents import CONTENTS, clauses, missing
from app.admissions.rules.drafts import SigningDraft
from app.admissions.rules.kinds import AdmissionTaskKind, AdmissionTaskState, Basis, ConsentScope
from app.core.errors import Refused
from tests.admissions.ward import TODAY, Ward


async def state(ward: Ward, admission_id: int, kind: AdmissionTaskKind) -> AdmissionTaskState:
    return (await case_file(ward.session, ward.house.home, admission_id)).line(kind).state


async def test_a_guardian_signs_on_a_paper_and_then_signs_everything(ward: Ward) -> None:
    elder = await ward.person()
    admission_id = (await ward.opened(elder)).id
    with pytest.raises(TaskRefused, match="监护证明"):
        await ward.identity(admission_id, Basis.GUARDIAN)
    await ward.guardian(elder)
    await ward.identity(admission_id, Basis.GUARDIAN)
    with pytest.raises(Refused) as refusal:
        await service.answer_consents(*ward.args, admission_id, ward.answers())
    assert refusal.value.constraint == "ck_consents_can_sign"
    made = await service.answer_consents(*ward.args, admission_id, ward.answers(Basis.GUARDIAN))
    assert all(one.guardian_evidence_id for one in made)
    await service.write_agreement(*ward.args, admission_id, ward.agreement())
    draft = SigningDraft(signed_on=TODAY, basis=Basis.SELF, signer="王秀英", home_signer="王院长")
    with pytest.raises(Refused) as refusal:
        await service.sign_agreement(*ward.args, admission_id, draft)
    assert refusal.value.constraint == "ck_service_agreements_can_sign"


async def test_nobody_signs_before_it_is_known_who_may(ward: Ward) -> None:
    admission = await ward.opened()
    with pytest.raises(TaskRefused, match="身份与监护"):
        await service.answer_consents(*ward.args, admission.id, ward.answers())


def test_the_nine_contents_stand_in_their_order() -> None:
    assert [content.number for content in CONTENTS] == list("一二三四五六七八九")
    assert len({clause.name for clause in clauses()}) == len(list(clauses()))
    left = missing({})
    assert {"home_name", "elder_name", "contact_phone", "care_level", "paying", "place", "changing", "resettling",
            "breach"} <= {clause.name for clause in left}  # fmt: skip
    assert "other" not in {clause.name for clause in left}


@pytest.mark.parametrize("name", [clause.name for clause in clauses() if clause.required])
def test_each_required_content_is_asked_for(name: str) -> None:
    said = {clause.name: "写了" for clause in clauses()} | {name: " "}
    assert [clause.name for clause in missing(said)] == [name]


async def test_an_agreement_without_a_content_is_not_written(ward: Ward) -> None:
    admission = await ward.opened()
    draft = ward.agreement()
    draft.contents["resettling"] = ""
    with pytest.raises(AgreementRefused, match="请填写安置方式") as refusal:
        await service.write_agreement(*ward.args, admission.id, draft)
    assert refusal.value.field == "resettling"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"deposit": Decimal("9600.01")}, "deposit"),
        ({"prepaid_months": 13}, "prepaid_months"),
        ({"member_fee": Decimal(1)}, "member_fee"),
    ],
)
async def test_the_limits_on_money_are_said_beside_their_field(ward: Ward, change: dict[str, Any], field: str) -> None:
    admission = await ward.opened()
    with pytest.raises(Refused) as refusal:
        await service.write_agreement(*ward.args, admission.id, ward.agreement(**change))
    assert refusal.value.field == field


async def test_twelve_times_the_bed_fee_is_still_allowed_and_a_signed_agreement_stands(ward: Ward) -> None:
    admission = await ward.opened()
    await ward.identity(admission.id)
    await service.write_agreement(*ward.args, admission.id, ward.agreement(deposit=Decimal(9600), prepaid_months=12))
    assert await state(ward, admission.id, AdmissionTaskKind.AGREEMENT) is AdmissionTaskState.DOING
    await ward.agreed(admission.id)
    row = (await ward.session.scalars(select(ServiceAgreement))).one()
    assert "内容".encode() not in row.contents
    view = await open_agreement(ward.session, row)
    assert (view.contents["resettling"], view.signer, view.month) == ("resettling的内容", "王秀英", Decimal(1900))
    with pytest.raises(AgreementRefused, match="已签字"):
        await service.write_agreement(*ward.args, admission.id, ward.agreement())


async def test_a_consent_taken_back_opens_the_task_again_and_stays_in_the_ledger(ward: Ward) -> None:
    elder = await ward.person()
    admission = await ward.opened(elder)
    await ward.identity(admission.id)
    made = await service.answer_consents(*ward.args, admission.id, ward.answers(photo=False))
    assert await state(ward, admission.id, AdmissionTaskKind.CONSENTS) is AdmissionTaskState.DONE
    camera = next(one for one in made if one.scope is ConsentScope.CAMERA)
    await service.withdraw_consent(*ward.args, camera.id, reason="家属来电要求")
    assert await state(ward, admission.id, AdmissionTaskKind.CONSENTS) is AdmissionTaskState.DOING
    assert len(list(await ward.session.scalars(select(Consent)))) == len(ConsentScope)
    await service.answer_consents(*ward.args, admission.id, ward.answers(photo=True))
    ledger = list(await ward.session.scalars(select(Consent)))
    assert len(ledger) == len(ConsentScope) + 2
    assert sum(one.withdrawn_at is None for one in ledger) == len(ConsentScope)
    assert await state(ward, admission.id, AdmissionTaskKind.CONSENTS) is AdmissionTaskState.DONE


async def test_no_to_health_data_blocks(ward: Ward) -> None:
    admission = await ward.opened()
    await ward.identity(admission.id)
    await service.answer_consents(*ward.args, admission.id, ward.answers(health_data=False))
    assert await state(ward, admission.id, AdmissionTaskKind.CONSENTS) is AdmissionTaskState.BLOCKED
