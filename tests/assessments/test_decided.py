"""Disputes that keep both, the county's decision on 特困, rulings by the day of assessment, and the nine risks."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments import queries, service
from app.assessments.errors import (
    AlreadyDecided,
    AnswersIncomplete,
    AssessmentRefused,
    OnlyTheCounty,
    RisksIncomplete,
    SameAnswer,
    SameAssessor,
    SettingRefused,
)
from app.assessments.rules.drafts import RisksDraft, RulingDraft, SelfcareDraft, SignDraft
from app.assessments.rules.facts import Facts, RiskEvent
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.risks import MEASURES, Risk, RiskGrade, read_grades
from app.assessments.rules.states import Reason, SignatureRole
from app.core.errors import NotAllowed, NotFound, Refused
from app.core.people_changed import changed_people
from tests.assessments.visits import PNG, Ward, a_ward, assessed, scored, signed_by, started
from tests.support.clock import Clock

D = date
SIX = [f"1.{number}" for number in range(1, 7)]
BOTH = Facts(coma=False, dementia=True, psychiatric=False, risk_events={RiskEvent.FALL: 2})


@pytest.fixture
async def ward(session: AsyncSession, clock: Clock) -> Ward:
    await clock.at("2026-11-22 09:00")
    return await a_ward(session)


def decision(ward: Ward, cannot: int = 2, **changes: Any) -> SelfcareDraft:
    said: dict[str, Any] = {
        "elder_id": ward.elder.id, "answers": {code: "0" if place < cannot else "1" for place, code in enumerate(SIX)},
        "assessed_on": D(2026, 11, 10), "deciding_office": "自流井区民政局", "decided_on": D(2026, 11, 16),
    }  # fmt: skip
    return SelfcareDraft(**(said | changes))


async def test_a_dispute_keeps_both_and_the_first_counts_until_the_review_is_signed(
    session: AsyncSession, ward: Ward
) -> None:
    row = await assessed(session, ward, total=50, assessed_on=D(2026, 11, 1))
    with pytest.raises(NotFound):
        await service.dispute(session, ward.nurse, row.id, reason="女儿认为太轻")
    with pytest.raises(AssessmentRefused):
        await service.dispute(session, ward.officer, row.id, reason="女儿认为太轻", on=D(2026, 10, 31))
    review = await service.dispute(session, ward.officer, row.id, reason="女儿认为太轻", on=D(2026, 11, 20))
    assert (review.reason, review.supersedes_id, review.scale_code) == (Reason.REVIEW, row.id, row.scale_code)
    assert (row.is_signed, row.final, row.dispute_reason, row.disputed_by) == (True, 2, "女儿认为太轻", 903)
    with pytest.raises(AssessmentRefused):
        await service.dispute(session, ward.officer, row.id, reason="再说一次")
    assert await current(session, ward) == {ward.elder.id: 2}
    answers = {**await queries.answers_of(session, row), "B.4.5": "0", "B.4.4": "0", "B.3.9": "0"}
    await service.save_answers(session, ward.nurse, review.id, answers)
    await service.score_assessment(session, ward.nurse, review.id)
    assert await current(session, ward) == {ward.elder.id: 2}
    await signed_by(session, ward, review, SignatureRole.ASSESSOR_1, SignatureRole.ASSESSOR_2, SignatureRole.INFORMANT)
    assert await current(session, ward) == {ward.elder.id: review.final}
    history = await queries.history_of(session, ward.home.scope, ward.elder.id)
    assert [one.id for one in history] == [review.id, row.id]


async def current(session: AsyncSession, ward: Ward) -> dict[int, int]:
    ids = [ward.elder.id]
    found = await queries.current_levels(session, ward.home.scope, ward.home.county, ids, D(2026, 11, 22))
    return {elder_id: level.level for elder_id, level in found.items()}


async def test_voiding_is_the_assessors_own_home_s_or_the_county_s(session: AsyncSession, ward: Ward) -> None:
    nurse, ward.nurse = ward.nurse, ward.officer
    independent = await assessed(session, ward)
    ward.nurse = nurse
    with pytest.raises((NotAllowed, NotFound)):
        await service.void(session, nurse, independent.id, reason="等级太低")
    doubted, own = await assessed(session, ward), await assessed(session, ward)
    await service.dispute(session, ward.officer, doubted.id, reason="家属有疑问")
    with pytest.raises((NotAllowed, NotFound)):
        await service.void(session, nurse, doubted.id, reason="不让复评比对")
    for actor, row in ((nurse, own), (ward.officer, independent), (ward.officer, doubted)):
        await service.void(session, actor, row.id, reason="登错了人")
    assert await current(session, ward) == {}


@pytest.mark.parametrize(("cannot", "level"), [(0, 0), (1, 1), (3, 1), (4, 2), (6, 2)])
async def test_the_county_decides_the_six_items(session: AsyncSession, ward: Ward, cannot: int, level: int) -> None:
    changed_people(session)
    row = await service.decide_selfcare(session, ward.officer, decision(ward, cannot, next_review_on=D(2027, 11, 16)))
    assert (row.kind, row.final, row.is_signed) == (ScaleKind.SELF_CARE, level, True)
    assert (row.valid_from, row.valid_to, row.decided_by) == (D(2026, 11, 16), D(2027, 11, 16), 903)
    assert changed_people(session) == {(ward.home.county, ward.elder.id)}
    scope = ward.home.scope
    found = await queries.selfcare_of(session, scope, ward.elder.id, D(2026, 11, 16))
    assert found is not None
    assert (found.id, await queries.selfcare_of(session, scope, ward.elder.id, D(2026, 11, 15))) == (row.id, None)
    assert await current(session, ward) == {}


async def test_nobody_but_the_county_decides(session: AsyncSession, ward: Ward) -> None:
    with pytest.raises(NotFound):
        await service.decide_selfcare(session, ward.nurse, decision(ward))
    row = await scored(session, ward, kind=ScaleKind.SELF_CARE, answers=decision(ward).answers)
    with pytest.raises(OnlyTheCounty):
        await service.sign(
            session, ward.nurse, row.id, SignDraft(role=SignatureRole.ASSESSOR_1, name="周敏", image=PNG)
        )
    draft = await started(session, ward, kind=ScaleKind.SELF_CARE)
    await service.save_answers(session, ward.nurse, draft.id, decision(ward, 4).answers)
    decided = await service.decide_selfcare(session, ward.officer, decision(ward, answers={}, assessment_id=draft.id))
    assert (decided.id, decided.final) == (draft.id, 2)
    with pytest.raises(AlreadyDecided):
        await service.decide_selfcare(session, ward.officer, decision(ward, assessment_id=draft.id))
    prepared = await service.decide_selfcare(session, ward.officer, decision(ward, 0, assessment_id=row.id))
    assert (prepared.id, prepared.final, prepared.supersedes_id) == (row.id, 0, draft.id)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"answers": {"1.1": "1"}}, AnswersIncomplete),
        ({"decided_on": D(2026, 11, 9)}, AssessmentRefused),
        ({"decided_on": D(2026, 11, 23)}, AssessmentRefused),
        ({"next_review_on": D(2026, 11, 16)}, AssessmentRefused),
        ({"deciding_office": " "}, AssessmentRefused),
    ],
)
async def test_what_cannot_be_decided(
    session: AsyncSession, ward: Ward, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await service.decide_selfcare(session, ward.officer, decision(ward, **changes))


def ruling(value: Any, day: date, code: str = "stack_adjustments", **changes: Any) -> RulingDraft:
    return RulingDraft(
        **({"scale": "gbt42195-2022", "code": code, "value": value, "from_on": day, "basis": "1 号"} | changes)
    )


async def test_a_ruling_holds_for_assessments_of_its_days(session: AsyncSession, ward: Ward) -> None:
    county, officer = ward.home.county, ward.officer
    before = await assessed(session, ward, total=70, facts=BOTH, assessed_on=D(2026, 11, 5))
    first = await service.rule_scale(session, officer, county, ruling(True, D(2026, 11, 10)))
    await service.rule_scale(session, officer, county, ruling(False, D(2026, 11, 20)))
    levels = {}
    for day in (5, 9, 10, 19, 20):
        row = await scored(session, ward, total=70, facts=BOTH, assessed_on=D(2026, 11, day))
        levels[day] = (row.final, row.rulings["stack_adjustments"])
    assert levels == {5: (2, False), 9: (2, False), 10: (3, True), 19: (3, True), 20: (2, False)}
    assert (before.final, before.rulings) == (
        2,
        {"stack_adjustments": False, "count_risk_per_kind": False, "coma_level": 4},
    )
    await service.void_scale_ruling(session, officer, first.id, reason="文号错了")
    assert await queries.rulings_on(session, county, D(2026, 11, 15)) == {}
    assert (await scored(session, ward, total=70, facts=BOTH, assessed_on=D(2026, 11, 15))).final == 2
    lines = await queries.rulings_of(session, county)
    assert [(one.value, one.from_on) for one in lines] == [(False, D(2026, 11, 20))]


async def test_a_draft_is_scored_by_what_is_ruled_when_it_is_scored(session: AsyncSession, ward: Ward) -> None:
    row = await scored(session, ward, total=70, facts=BOTH, assessed_on=D(2026, 11, 12))
    await service.rule_scale(session, ward.officer, ward.home.county, ruling(True, D(2026, 11, 10)))
    assert (row.final, (await service.score_assessment(session, ward.nurse, row.id)).final) == (2, 2)
    await service.reopen(session, ward.nurse, row.id, reason="口径改了")
    assert (await service.score_assessment(session, ward.nurse, row.id)).final == 3


async def test_what_cannot_be_ruled(session: AsyncSession, ward: Ward) -> None:
    county, day = ward.home.county, D(2026, 11, 10)
    for wrong in (ruling(3, day), ruling(True, day, code="no_such"), ruling("4", day, code="coma_level")):
        with pytest.raises(SettingRefused):
            await service.rule_scale(session, ward.officer, county, wrong)
    with pytest.raises(NotAllowed):
        await service.rule_scale(session, ward.nurse, county, ruling(True, day))
    with pytest.raises(Refused):
        await service.rule_scale(session, ward.officer, county, ruling(True, day, basis=" "))
    await service.rule_scale(session, ward.officer, county, ruling(True, day))
    for again, refusal in ((ruling(True, D(2026, 11, 12)), SameAnswer), (ruling(False, day), AssessmentRefused)):
        with pytest.raises(refusal):
            await service.rule_scale(session, ward.officer, county, again)


def risks(ward: Ward, **changes: Any) -> RisksDraft:
    grades = {risk: RiskGrade(place % 4, tuple(MEASURES[risk])[: place % 4]) for place, risk in enumerate(Risk)}
    said: dict[str, Any] = {
        "elder_id": ward.elder.id, "institution_id": ward.home.institution_id, "assessed_on": D(2026, 11, 20),
        "grades": grades,
    }  # fmt: skip
    return RisksDraft(**(said | changes))


async def test_the_nine_risks_are_kept_told_and_due_within_a_year(session: AsyncSession, ward: Ward) -> None:
    draft = risks(ward, assessor_2_id=902)
    row = await service.assess_risks(session, ward.nurse, draft)
    assert (read_grades(row.grades), row.next_due_on) == (draft.grades, D(2027, 11, 20))
    await service.tell_risks(
        session, ward.nurse, row.id, told_to="王小红", told_on=D(2026, 11, 21), consent_signed=True
    )
    assert (await queries.told_to_of(session, row), row.consent_signed) == ("王小红", True)
    again = await service.assess_risks(session, ward.other, risks(ward, assessed_on=D(2026, 11, 22)))
    newest = await queries.newest_risks(session, ward.home.scope, [ward.elder.id])
    assert newest[ward.elder.id].id == again.id
    await service.void_risks(session, ward.nurse, again.id, reason="登错了人")
    assert [one.id for one in await queries.risks_of(session, ward.home.scope, ward.elder.id)] == [row.id]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"grades": {Risk.FALL: RiskGrade(1)}}, RisksIncomplete),
        ({"grades": {risk: RiskGrade(4) for risk in Risk}}, RisksIncomplete),
        ({"grades": {risk: RiskGrade(1, ("no_such",)) for risk in Risk}}, RisksIncomplete),
        ({"next_due_on": D(2027, 11, 21)}, Refused),
        ({"told_to": "王小红"}, Refused),
        ({"consent_signed": True}, Refused),
        ({"assessor_2_id": 901}, SameAssessor),
        ({"assessed_on": D(2026, 11, 23)}, AssessmentRefused),
    ],
)
async def test_what_cannot_be_said_of_risks(
    session: AsyncSession, ward: Ward, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await service.assess_risks(session, ward.nurse, risks(ward, **changes))
