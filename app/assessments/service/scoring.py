"""From answers to a level, kept with its ladder; and the way back, while nobody's signature has made it final."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import AlreadySigned, DiagnosisUnsupported
from app.assessments.models import Assessment
from app.assessments.queries.assessments import answers_of
from app.assessments.queries.opened import particulars_of, signature_rows
from app.assessments.queries.rulings import scale_under
from app.assessments.rules.frozen import frozen, settings_of
from app.assessments.rules.particulars import has_diagnosis_evidence
from app.assessments.rules.scoring import score
from app.assessments.rules.states import State
from app.assessments.service.answering import facts_of
from app.assessments.service.reaching import MAKE, reach
from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing

__all__ = ["reopen", "score_assessment", "write_result"]

_RESULT = ("total", "preliminary", "final", "clauses", "ladder")


async def score_assessment(session: AsyncSession, actor: Actor, assessment_id: int) -> Assessment:
    """Give the level under the scale and the county's rulings of the day of assessment; all items must be answered.

    Scoring what is scored already gives it as it stands.
    """
    row = await reach(session, actor, MAKE, assessment_id)
    if row.state is State.SIGNED:
        raise AlreadySigned
    if row.state is State.SCORED:
        return row
    async with refusing(session):
        await write_result(session, row)
        row.state = State.SCORED
    audit.record(
        session, actor, "assessments.scored", row, scale=row.scale_code, scale_version=row.scale_version,
        total=row.total, preliminary=row.preliminary, final=row.final, clauses=row.clauses, rulings=row.rulings,
    )  # fmt: skip
    return row


async def write_result(session: AsyncSession, row: Assessment) -> None:
    """Score a draft and write what comes of it into the row."""
    scale = await scale_under(session, row.county, row.kind, row.assessed_on, code=row.scale_code)
    if (
        row.psychiatric
        and "psychiatric" in scale.facts
        and not has_diagnosis_evidence(await particulars_of(session, row))
    ):
        raise DiagnosisUnsupported(field="psychiatric")
    answers = await answers_of(session, row)
    result = score(scale, answers, facts_of(row))
    row.scale_version, row.rulings = scale.version, settings_of(scale)
    row.total, row.preliminary, row.final = result.preliminary.total, result.preliminary.level, result.final.number
    row.clauses, row.ambiguous = result.clauses, result.is_ambiguous
    row.ladder = frozen(scale, answers, result)
    row.contradictions = [one.value for one in result.contradictions]


async def reopen(session: AsyncSession, actor: Actor, assessment_id: int, *, reason: str) -> Assessment:
    """Take a scored assessment back to be put right; signatures given so far are voided and asked for again."""
    row = await reach(session, actor, MAKE, assessment_id)
    if row.state is State.SIGNED:
        raise AlreadySigned
    if row.state is State.DRAFT:
        return row
    at, before, voided = await now(session), row.final, await signature_rows(session, row)
    async with refusing(session):
        for signature in voided:
            signature.void(actor.user_id, at, reason.strip())
        await session.flush()
        for name in _RESULT:
            setattr(row, name, None)
        row.ambiguous, row.contradictions, row.state = False, [], State.DRAFT
    audit.record(
        session, actor, "assessments.reopened", row, before=before, signatures=len(voided), reason=reason.strip()
    )
    return row
