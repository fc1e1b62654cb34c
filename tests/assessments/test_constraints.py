"""Every named constraint of assessments has a sentence, and refuses with it what must not be."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import SENTENCES
from app.assessments.models import (
    Assessment,
    AssessmentAnswer,
    AssessmentSignature,
    AssessmentTrigger,
    RiskAssessment,
    ScaleRuling,
)
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.states import Reason, SignatureRole, State, TriggerKind
from app.core.errors import Refused
from tests.assessments.visits import Ward, a_ward, started
from tests.support.constraints import county_comes_first, named, write

D, DAY, LATER, NOBODY = date, date(2026, 5, 1), date(2026, 6, 1), 99999999
MODELS = (Assessment, AssessmentAnswer, AssessmentSignature, AssessmentTrigger, ScaleRuling, RiskAssessment)
TABLES = [model.__table__ for model in MODELS]
VOID = {"voided_at": DAY}
KEY = uuid4()

Made = tuple[Ward, Assessment]


def test_every_named_constraint_has_a_sentence() -> None:
    assert named(TABLES) == SENTENCES.keys()
    assert all(sentence and not sentence.isascii() for sentence in SENTENCES.values())


def test_every_key_and_rule_contains_the_county_first() -> None:
    county_comes_first(TABLES)


def one(made: Made, **changes: Any) -> Assessment:
    given = {
        "county": made[0].home.county, "elder_id": made[0].elder.id, "kind": ScaleKind.ABILITY, "reason": Reason.FIRST,
        "scale_code": "gbt42195-2022", "scale_version": "1", "assessed_on": DAY, "valid_from": DAY, "visit_key": uuid4(),
        "seal": uuid4(),
    }  # fmt: skip
    return Assessment(**(given | changes))


SCORED = {"state": State.SCORED, "total": "50", "preliminary": 2, "final": 2, "clauses": "", "ladder": {}}
SIGNED = SCORED | {"state": State.SIGNED, "signed_at": DAY}


def of(model: Any, given: dict[str, Any]) -> Callable[..., Any]:
    def make(made: Made, **changes: Any) -> Any:
        return model(**({"county": made[0].home.county} | given | changes))

    return make


def about(model: Any, given: dict[str, Any]) -> Callable[..., Any]:
    def make(made: Made, **changes: Any) -> Any:
        return of(model, {"elder_id": made[0].elder.id, "seal": uuid4()} | given)(made, **changes)

    return make


trigger = about(AssessmentTrigger, {"kind": TriggerKind.COMA, "happened_on": DAY})
risks = about(RiskAssessment, {"assessed_on": DAY, "reason": Reason.FIRST, "grades": {}, "next_due_on": LATER})
ruling = of(
    ScaleRuling, {"scale": "gbt42195-2022", "code": "coma_level", "value": "4", "basis": "1 号", "from_on": DAY}
)


def answer(made: Made, **changes: Any) -> AssessmentAnswer:
    given = {"assessment_id": made[1].id, "item": "B.1.1", "choice": "4", "score": 4}
    return of(AssessmentAnswer, given)(made, **changes)  # type: ignore[no-any-return]


def signature(made: Made, **changes: Any) -> AssessmentSignature:
    given = {
        "assessment_id": made[1].id, "role": SignatureRole.ASSESSOR_1, "seal": uuid4(), "name": b"1", "image": b"1",
        "digest": made[1].digest,
    }  # fmt: skip
    return of(AssessmentSignature, given)(made, **changes)  # type: ignore[no-any-return]


BREACHES: dict[str, Callable[[Made], list[Any]]] = {
    "uq_assessments_visit": lambda m: [one(m, visit_key=KEY), one(m, visit_key=KEY)],
    "fk_assessments_institution": lambda m: [one(m, institution_id=NOBODY)],
    "fk_assessments_assessor_home": lambda m: [one(m, assessor_home_id=NOBODY)],
    "fk_assessments_supersedes": lambda m: [one(m, supersedes_id=NOBODY)],
    "ck_assessments_scored": lambda m: [one(m, **(SCORED | {"ladder": None}))],
    "ck_assessments_signed": lambda m: [one(m, **(SIGNED | {"signed_at": None}))],
    "ck_assessments_decided": lambda m: [one(m, **SIGNED, deciding_office="民政局", decided_on=DAY)],
    "ck_assessments_validity": lambda m: [one(m, valid_to=DAY)],
    "ck_assessments_dispute": lambda m: [one(m, disputed_at=DAY, dispute_reason="不同意")],
    "ck_assessments_void": lambda m: [one(m, **VOID)],
    "ck_assessment_answers_said": lambda m: [answer(m, choice="")],
    "fk_assessment_signatures_digest": lambda m: [signature(m, digest=b"0")],
    "ck_assessment_signatures_void": lambda m: [signature(m, **VOID)],
    "uq_assessment_signatures_role": lambda m: [signature(m), signature(m)],
    "uq_assessment_signatures_assessors": lambda m: [
        signature(m, signer_id=1),
        signature(m, signer_id=1, role=SignatureRole.ASSESSOR_2),
    ],
    "fk_assessment_triggers_handled_by": lambda m: [trigger(m, handled_by_id=NOBODY)],
    "fk_assessment_triggers_institution": lambda m: [trigger(m, institution_id=NOBODY)],
    "ck_assessment_triggers_dismissed": lambda m: [trigger(m, dismissed_at=DAY)],
    "ck_scale_rulings_span": lambda m: [ruling(m, to_on=D(2026, 4, 1))],
    "ck_scale_rulings_basis": lambda m: [ruling(m, basis=" ")],
    "ck_scale_rulings_void": lambda m: [ruling(m, **VOID)],
    "ex_scale_rulings_one_per_code": lambda m: [ruling(m), ruling(m, from_on=LATER)],
    "fk_risk_assessments_institution": lambda m: [risks(m, institution_id=NOBODY)],
    "ck_risk_assessments_due": lambda m: [risks(m, next_due_on=D(2027, 5, 2))],
    "ck_risk_assessments_told": lambda m: [risks(m, told_on=DAY)],
    "ck_risk_assessments_two": lambda m: [risks(m, assessor_1_id=1, assessor_2_id=1)],
    "ck_risk_assessments_void": lambda m: [risks(m, **VOID)],
}


@pytest.mark.parametrize("name", BREACHES)
async def test_a_breach_is_refused_by_name(session: AsyncSession, name: str) -> None:
    ward = await a_ward(session)
    row = await started(session, ward)
    await session.refresh(row, ["digest"])
    with pytest.raises(Refused) as refused:
        await write(session, BREACHES[name]((ward, row)))
    assert (refused.value.constraint, refused.value.message) == (name, SENTENCES[name])
