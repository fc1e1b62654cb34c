"""A visit from its beginning to the last signature: what it takes, what it refuses, what it leaves behind."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.rules.roles import PERMISSIONS, Role
from app.assessments import queries, service
from app.assessments.errors import (
    AlreadySigned,
    AnswersIncomplete,
    AssessmentRefused,
    DiagnosisUnsupported,
    NotADraft,
    NotScored,
    SameAssessor,
    VisitTaken,
)
from app.assessments.rules.drafts import SignDraft
from app.assessments.rules.facts import Facts, RiskEvent
from app.assessments.rules.frozen import read_rungs
from app.assessments.rules.states import Reason, SignatureRole, State
from app.core.errors import DomainError, NotAllowed, NotFound
from app.core.people_changed import changed_people
from tests.assessments.answering import GBT, of_profile, of_total
from tests.assessments.visits import DAY, PNG, a_ward, assessed, scored, signed_by, somebody_of, started

ONE, TWO, INFORMANT = SignatureRole.ASSESSOR_1, SignatureRole.ASSESSOR_2, SignatureRole.INFORMANT
D = date


async def lines(session: AsyncSession) -> list[str]:
    return [line.action for line in session.sync_session.info.get("audit_lines", [])]


async def test_a_visit_goes_from_draft_to_signed_and_says_so(session: AsyncSession) -> None:
    ward = await a_ward(session)
    events = Facts(coma=False, dementia=True, psychiatric=False, risk_events={RiskEvent.FALL: 2})
    row = await scored(session, ward, total=50, facts=events)
    assert (row.state, row.total, row.preliminary, row.final) == (State.SCORED, "50", 2, 3)
    rungs = read_rungs(row.ladder or {})
    assert [(one.code, one.before, one.after) for one in rungs.clauses] == [("C.4-2", 2, 3), ("C.4-3", 3, 3)]
    assert row.assessor_home_id == ward.home.institution_id
    session.sync_session.info.pop("uncounted", None)
    await signed_by(session, ward, row, ONE, TWO)
    assert (row.state, changed_people(session)) == (State.SCORED, set())
    await signed_by(session, ward, row, INFORMANT)
    assert (row.state, row.is_signed, row.valid_from, row.valid_to) == (State.SIGNED, True, DAY, D(2027, 4, 1))
    assert changed_people(session) == {(ward.home.county, ward.elder.id)}
    assert session.sync_session.info["uncounted"] == {(ward.home.county, ward.home.institution_id): DAY}
    assert (await lines(session))[-7:] == [
        "assessments.started", "assessments.saved", "assessments.scored", *["assessments.signature_added"] * 3,
        "assessments.signed",
    ]  # fmt: skip
    standing = await queries.signatures_of(session, row)
    assert [(one.role, one.name, one.signer_id) for one in standing] == [
        (ONE, "周敏", 901), (TWO, "何丽", 902), (INFORMANT, "王小红", None),
    ]  # fmt: skip
    assert await queries.image_of(session, row, standing[0].id) == PNG


async def test_two_assessors_are_two_people(session: AsyncSession) -> None:
    ward = await a_ward(session)
    row = await scored(session, ward)
    await signed_by(session, ward, row, ONE)
    for draft in (
        SignDraft(role=TWO, name="换个名字", image=PNG),
        SignDraft(role=TWO, name="换个名字", image=PNG, signer_id=901),
        SignDraft(role=TWO, name="周敏", image=PNG, without_account=True),
    ):
        with pytest.raises(SameAssessor):
            await service.sign(session, ward.nurse, row.id, draft)
    await service.sign(session, ward.nurse, row.id, SignDraft(role=TWO, name="何丽", image=PNG, signer_id=902))
    with pytest.raises(AssessmentRefused):
        await service.sign(session, ward.nurse, row.id, SignDraft(role=TWO, name="丁", image=PNG, signer_id=904))
    with pytest.raises(AssessmentRefused):
        await service.sign(session, ward.nurse, row.id, SignDraft(role=INFORMANT, name="王小红", image=b"GIF89a"))


async def test_nothing_is_signed_before_it_is_scored_and_nothing_changes_afterwards(session: AsyncSession) -> None:
    ward = await a_ward(session)
    draft = await started(session, ward)
    with pytest.raises(NotScored):
        await service.sign(session, ward.nurse, draft.id, SignDraft(role=ONE, name="周敏", image=PNG))
    row = await assessed(session, ward)
    with pytest.raises(NotADraft):
        await service.save_answers(session, ward.nurse, row.id, {"B.1.1": "0"})
    for act in (service.score_assessment(session, ward.nurse, row.id),
                service.reopen(session, ward.nurse, row.id, reason="改一项"),
                service.sign(session, ward.nurse, row.id, SignDraft(role=ONE, name="周敏", image=PNG))):  # fmt: skip
        with pytest.raises(AlreadySigned):
            await act


async def test_answers_may_come_in_any_order_and_twice(session: AsyncSession) -> None:
    ward = await a_ward(session)
    row = await started(session, ward)
    early, late = datetime(2026, 10, 1, 1, tzinfo=UTC), datetime(2026, 10, 1, 2, tzinfo=UTC)
    nurse, key = ward.nurse, row.visit_key
    await service.save_answers(session, nurse, key, {"B.1.1": "4", "B.1.2": "3"}, at={"B.1.1": late, "B.1.2": late})
    await service.save_answers(session, nurse, key, {"B.1.1": "0"}, at={"B.1.1": early})
    before = await lines(session)
    await service.save_answers(session, nurse, key, {"B.1.1": "4"}, at={"B.1.1": late})
    assert await lines(session) == before
    await service.save_answers(session, nurse, key, {"B.1.2": ""}, at={"B.1.2": late})
    assert await queries.answers_of(session, row) == {"B.1.1": "4"}
    with pytest.raises(AnswersIncomplete) as wrong:
        await service.save_answers(session, nurse, key, {"B.1.1": "9", "B.9.9": "1"})
    assert [(one.item, one.fault.value) for one in wrong.value.problems] == [
        ("B.1.1", "not_a_choice"), ("B.9.9", "unknown_item"),
    ]  # fmt: skip
    with pytest.raises(AnswersIncomplete) as missing:
        await service.score_assessment(session, nurse, row.id)
    assert len(missing.value.problems) == 25


async def test_the_fields_of_the_form_are_sealed_and_checked(session: AsyncSession) -> None:
    ward = await a_ward(session)
    row = await started(session, ward)
    save = service.save_answers
    await save(
        session,
        ward.nurse,
        row.id,
        {},
        particulars={"education": "primary", "diagnoses": ["F00", "I10"], "height": "158"},
    )
    await save(session, ward.nurse, row.id, {}, particulars={"education": "", "weight": "50.50"})
    assert await queries.particulars_of(session, row) == {
        "height": "158",
        "weight": "50.5",
        "diagnoses": ["I10", "F00"],
    }
    assert b"F00" not in (row.particulars or b"F00")
    for wrong in ({"education": "doctor"}, {"diagnosed_on": "去年"}, {"height": "高"}, {"shoe": "40"}):
        with pytest.raises(AssessmentRefused) as refused:
            await save(session, ward.nurse, row.id, {}, particulars=wrong)
        assert refused.value.field == next(iter(wrong))


async def test_a_psychiatric_diagnosis_says_whose_it_is(session: AsyncSession) -> None:
    ward = await a_ward(session)
    row = await started(session, ward)
    ill = Facts(coma=False, dementia=False, psychiatric=True)
    await service.save_answers(session, ward.nurse, row.id, of_total(GBT, 90), facts=ill)
    with pytest.raises(DiagnosisUnsupported):
        await service.score_assessment(session, ward.nurse, row.id)
    assert (await scored(session, ward, total=90, facts=ill)).final == 1


async def test_a_scored_one_may_be_taken_back_with_its_signatures(session: AsyncSession) -> None:
    ward = await a_ward(session)
    row = await scored(session, ward)
    await signed_by(session, ward, row, ONE, TWO)
    await service.reopen(session, ward.nurse, row.id, reason="洗澡一项看错了")
    assert (row.state, row.total, row.ladder, await queries.signatures_of(session, row)) == (
        State.DRAFT,
        None,
        None,
        [],
    )
    await service.save_answers(session, ward.nurse, row.id, of_total(GBT, 29))
    await service.score_assessment(session, ward.nurse, row.id)
    await signed_by(session, ward, row, ONE, TWO, INFORMANT)
    assert (row.is_signed, row.final) == (True, 4)


async def test_the_same_visit_is_begun_once(session: AsyncSession) -> None:
    ward, key = await a_ward(session), uuid4()
    row = await started(session, ward, visit_key=key)
    assert (await started(session, ward, visit_key=key)).id == row.id
    other = await a_ward(session, ward.home)
    with pytest.raises(VisitTaken):
        await started(session, other, visit_key=key)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"assessed_on": D(2099, 1, 1)}, "assessed_on"),
        ({"assessed_on": D(2012, 1, 1)}, None),
        ({"reason": Reason.OTHER}, "reason_note"),
        ({"months": 7}, "months"),
        ({"scale": "selfcare43-2021"}, "assessed_on"),
    ],
)
async def test_what_cannot_be_begun(session: AsyncSession, changes: dict[str, object], field: str | None) -> None:
    ward = await a_ward(session)
    with pytest.raises(DomainError) as refused:
        await started(session, ward, **changes)
    assert refused.value.field == field


async def test_an_older_scale_in_force_may_be_chosen_and_is_kept(session: AsyncSession) -> None:
    ward = await a_ward(session)
    row = await scored(session, ward, scale="mzt039-2013", answers=of_profile((1, 0, 0, 3)))
    assert (row.scale_code, row.total, row.ambiguous) == ("mzt039-2013", "1-0-0-3", True)
    assert read_rungs(row.ladder or {}).readings == (1, 2)
    assert row.rulings["ambiguous_card"] == "severer"


async def test_who_may_not_assess_is_refused(session: AsyncSession) -> None:
    ward = await a_ward(session)
    elsewhere = await a_ward(session)
    caregiver = somebody_of(Role.CAREGIVER, ward.home, 905)
    for actor, refusal in ((caregiver, NotFound), (elsewhere.nurse, NotFound)):
        mine = await a_ward(session, ward.home)
        mine.nurse = actor
        with pytest.raises(refusal):
            await started(session, mine)
    with pytest.raises(NotAllowed):
        await started(session, ward, institution_id=None)
    ward.nurse = ward.officer
    row = await started(session, ward, institution_id=None)
    assert (row.institution_id, row.assessor_home_id) == (None, None)


async def test_scopes_show_only_files_that_are_seen(session: AsyncSession) -> None:
    ward, elsewhere = await a_ward(session), await a_ward(session)
    row = await assessed(session, ward)
    assert (await queries.assessment_of(session, ward.home.scope, row.id)).id == row.id
    assert await queries.history_of(session, elsewhere.home.scope, ward.elder.id) == []
    with pytest.raises(NotFound):
        await queries.assessment_of(session, elsewhere.home.scope, row.id)


def test_a_case_officer_holds_what_decides() -> None:
    assert {role for role, held in PERMISSIONS.items() if "assessments.decide" in held} == {Role.CASE_OFFICER}
