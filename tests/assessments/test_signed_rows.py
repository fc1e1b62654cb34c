"""What is signed stays as it was signed, also for somebody who writes past the services; the proof recomputes the rest."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments import service
from app.assessments.models import Assessment, AssessmentAnswer, AssessmentSignature
from app.assessments.queries.proof import WrongAssessment, wrong_assessments
from app.assessments.rules.facts import Facts
from app.assessments.rules.states import SignatureRole, State
from app.core.db import refusing
from app.core.errors import Refused
from tests.assessments.answering import of_profile
from tests.assessments.visits import Ward, a_ward, assessed, scored, signed_by

QUIET = {"synchronize_session": False}


async def wrong(session: AsyncSession) -> list[WrongAssessment]:
    session.expunge_all()
    return [each async for each in wrong_assessments(session)]


async def say(session: AsyncSession, row: Assessment, **values: Any) -> None:
    """Write past the services."""
    mine = update(Assessment).where(Assessment.county == row.county, Assessment.id == row.id)
    async with refusing(session):
        await session.execute(mine.values(version=Assessment.version + 1, **values).execution_options(**QUIET))


@pytest.mark.parametrize(
    "change",
    [
        {"final": 0},
        {"total": "90"},
        {"assessed_on": date(2026, 9, 1)},
        {"valid_to": date(2036, 9, 1)},
        {"rulings": {}},
        {"dementia": True},
        {"risk_events": {"fall": 3}},
        {"ladder": {"final": 0}},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_nothing_that_was_signed_can_be_written_over(session: AsyncSession, change: dict[str, Any]) -> None:
    ward = await a_ward(session)
    row = await assessed(session, ward)
    with pytest.raises(Refused) as refused:
        await say(session, row, **change)
    assert refused.value.constraint == "fk_assessment_signatures_digest"


async def test_what_may_change_later_does(session: AsyncSession) -> None:
    """Doubt, voiding and another file are not what was signed."""
    ward = await a_ward(session)
    row, other = await assessed(session, ward), await a_ward(session, ward.home)
    await say(session, row, elder_id=other.elder.id, dispute_reason="家属不同意", disputed_at=row.signed_at)
    await say(session, row, void_reason="登错了人", voided_at=row.signed_at)


async def test_one_signature_is_enough_to_hold_the_words(session: AsyncSession) -> None:
    ward = await a_ward(session)
    row = await scored(session, ward)
    await say(session, row, place="床边")
    await signed_by(session, ward, row, SignatureRole.ASSESSOR_1)
    with pytest.raises(Refused):
        await say(session, row, final=0)


async def test_answers_are_written_only_while_it_is_a_draft(session: AsyncSession) -> None:
    ward = await a_ward(session)
    row = await assessed(session, ward)
    mine = AssessmentAnswer.assessment_id == row.id
    changed = await session.execute(update(AssessmentAnswer).where(mine).values(choice="0").execution_options(**QUIET))
    assert changed.rowcount == 0  # type: ignore[attr-defined]
    values = {"county": row.county, "assessment_id": row.id, "item": "B.9.9", "choice": "0", "score": 0}
    with pytest.raises(DBAPIError, match="row-level security"):
        async with session.begin_nested():
            await session.execute(insert(AssessmentAnswer).values(**values))


async def test_signatures_of_a_signed_one_are_not_voided(session: AsyncSession) -> None:
    ward = await a_ward(session)
    row = await assessed(session, ward)
    mine = update(AssessmentSignature).where(AssessmentSignature.assessment_id == row.id)
    void = mine.values(voided_at=row.signed_at, void_reason="试").execution_options(**QUIET)
    assert (await session.execute(void)).rowcount == 0  # type: ignore[attr-defined]
    with pytest.raises(DBAPIError, match="permission denied"):
        async with session.begin_nested():
            await session.execute(mine.values(signer_id=1).execution_options(**QUIET))


async def _many(session: AsyncSession) -> tuple[Ward, list[Assessment]]:
    ward = await a_ward(session)
    coma = Facts(coma=True, dementia=False, psychiatric=False)
    return ward, [
        await assessed(session, ward),
        await assessed(session, ward, total=12, facts=coma),
        await assessed(session, ward, scale="mzt039-2013", answers=of_profile((1, 2, 0, 3))),
        await scored(session, ward, total=89),
    ]


async def test_the_stored_ladder_is_what_the_answers_say(session: AsyncSession) -> None:
    _ward, rows = await _many(session)
    assert await wrong(session) == []
    last = rows[-1]
    await say(session, last, final=4, ladder={})
    assert {(one.assessment_id, one.what) for one in await wrong(session)} == {(last.id, "final"), (last.id, "ladder")}
    await say(session, last, scale_version="0")
    assert {one.what for one in await wrong(session)} == {"scale_version"}


async def test_the_proof_sees_a_changed_answer_and_a_missing_signature(session: AsyncSession) -> None:
    _ward, rows = await _many(session)
    last = rows[-1]
    await say(session, last, state=State.DRAFT)
    changed = update(AssessmentAnswer).where(
        AssessmentAnswer.assessment_id == last.id, AssessmentAnswer.item == "B.1.1"
    )
    await session.execute(changed.values(choice="0").execution_options(**QUIET))
    await say(session, last, state=State.SIGNED, signed_at=text("app_now()"))
    found = await wrong(session)
    assert {one.what for one in found} >= {"total", "ladder", "signatures"}
    assert {one.assessment_id for one in found} == {last.id}


async def test_stored_rulings_score_it_again(session: AsyncSession) -> None:
    ward = await a_ward(session)
    row = await scored(session, ward, total=50)
    await say(session, row, rulings={"coma_level": 4, "no_such": True})
    assert [one.computed for one in await wrong(session)] == ["SettingRefused"]
    assert (await service.reopen(session, ward.nurse, row.id, reason="重评")).state is State.DRAFT
