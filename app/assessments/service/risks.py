"""The nine risks of GB 38600: assessed whole, told to somebody, signed for, and looked at again within a year."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import AssessmentRefused, RisksIncomplete, SameAssessor
from app.assessments.models import RiskAssessment
from app.assessments.queries.risks import risk_of
from app.assessments.rules.drafts import RisksDraft
from app.assessments.rules.risks import GRADES, MEASURES, Risk, RiskGrade, last_due
from app.assessments.service.reaching import MAKE, elder_in, may_act
from app.assessments.service.starting import refuse_day
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.residents.queries import get_elder

__all__ = ["assess_risks", "tell_risks", "void_risks"]


async def assess_risks(session: AsyncSession, actor: Actor, draft: RisksDraft) -> RiskAssessment:
    """Keep one look at all nine risks; the next is due within a year."""
    elder = await elder_in(session, actor.scope(MAKE), draft.elder_id)
    may_act(actor, MAKE, elder.county, draft.institution_id)
    if draft.institution_id is not None:
        home = Home(elder.county, draft.institution_id)
        await get_elder(session, home.scope, home, elder.id)
    await refuse_day(session, elder, draft.assessed_on)
    _refuse_grades(draft.grades)
    if draft.assessor_2_id is not None and draft.assessor_2_id == actor.user_id:
        raise SameAssessor(field="assessor_2_id")
    row = RiskAssessment(
        county=elder.county, elder_id=elder.id, institution_id=draft.institution_id, assessed_on=draft.assessed_on,
        reason=draft.reason, grades={risk.value: draft.grades[risk].to_json() for risk in Risk},
        assessor_1_id=actor.user_id, assessor_2_id=draft.assessor_2_id, seal=uuid7(),
        next_due_on=draft.next_due_on or last_due(draft.assessed_on), recorded_by=actor.user_id,
    )  # fmt: skip
    await _write_told(session, row, draft.told_to, draft.told_on, draft.consent_signed)
    async with refusing(session):
        session.add(row)
    audit.record(
        session, actor, "assessments.risks_assessed", row, elder=elder.id, on=row.assessed_on, due_on=row.next_due_on,
        grades={risk.value: grade.grade for risk, grade in draft.grades.items()}, consent=row.consent_signed,
    )  # fmt: skip
    return row


async def tell_risks(
    session: AsyncSession, actor: Actor, risk_id: int, *, told_to: str, told_on: date, consent_signed: bool
) -> RiskAssessment:
    """Write down who was told of the result, when, and whether they have signed for it."""
    row = await risk_of(session, actor.scope(MAKE), risk_id, lock=True)
    may_act(actor, MAKE, row.county, row.institution_id)
    if told_on < row.assessed_on or told_on > await business_date(session):
        raise AssessmentRefused(_("告知日期要在评估以后、今天以前，请核对日期"), field="told_on")
    async with refusing(session):
        await _write_told(session, row, told_to, told_on, consent_signed)
    audit.record(session, actor, "assessments.risks_told", row, on=told_on, consent=consent_signed)
    return row


async def void_risks(session: AsyncSession, actor: Actor, risk_id: int, *, reason: str) -> RiskAssessment:
    """Take back one that was never right; the row stays with the reason."""
    row = await risk_of(session, actor.scope(MAKE), risk_id, lock=True)
    may_act(actor, MAKE, row.county, row.institution_id)
    async with refusing(session):
        row.void(actor.user_id, await now(session), reason.strip())
    audit.record(session, actor, "assessments.risks_voided", row, elder=row.elder_id, reason=reason.strip())
    return row


def _refuse_grades(grades: Mapping[Risk, RiskGrade]) -> None:
    for risk in Risk:
        grade = grades.get(risk)
        if grade is None or grade.grade not in GRADES or not set(grade.measures) <= MEASURES[risk].keys():
            raise RisksIncomplete(field=risk.value)


async def _write_told(
    session: AsyncSession, row: RiskAssessment, told_to: str, told_on: date | None, consent_signed: bool
) -> None:
    name = told_to.strip()
    keys = await sealer(session, row.county) if name else None
    row.told_to = keys.seal("risk_assessments", "told_to", row.seal, name) if keys else None
    row.told_on, row.consent_signed = told_on, consent_signed
