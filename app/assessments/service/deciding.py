"""The self-care of 特困 persons: six items, decided by the county's civil-affairs bureau and by nobody else."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import AlreadyDecided, AssessmentRefused
from app.assessments.models import Assessment
from app.assessments.queries.assessments import assessment_of, newest_signed
from app.assessments.rules.drafts import SelfcareDraft, StartDraft
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.states import State
from app.assessments.service.answering import write_answers
from app.assessments.service.reaching import DECIDE, elder_in, may_act
from app.assessments.service.scoring import write_result
from app.assessments.service.starting import new_assessment
from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.core.people_changed import person_changed
from app.core.uuid7 import uuid7
from app.residents.models import Elder

__all__ = ["decide_selfcare"]


async def decide_selfcare(session: AsyncSession, actor: Actor, draft: SelfcareDraft) -> Assessment:
    """Record the county's decision: it counts at once, without signatures, until it is reviewed or decided anew.

    A draft that a home has prepared is decided by naming it; it is never converted into an ability level.
    """
    elder = await elder_in(session, actor.scope(DECIDE), draft.elder_id)
    may_act(actor, DECIDE, elder.county, None)
    await _refuse_days(session, draft)
    row = await _row(session, actor, elder, draft)
    before = await newest_signed(session, row.county, row.elder_id, ScaleKind.SELF_CARE)
    async with refusing(session):
        session.add(row)
        row.state, row.assessed_on = State.DRAFT, draft.assessed_on
        row.valid_from, row.valid_to = draft.decided_on, draft.next_review_on
        await session.flush()
        await write_answers(session, actor, row, draft.answers, at={})
        await write_result(session, row)
        row.state, row.signed_at = State.SIGNED, await now(session)
        row.deciding_office, row.decided_on = draft.deciding_office.strip(), draft.decided_on
        row.decided_by, row.next_review_on = actor.user_id, draft.next_review_on
        row.supersedes_id = before.id if before is not None else None
    audit.record(
        session, actor, "assessments.decided", row, elder=row.elder_id, total=row.total, final=row.final,
        decided_on=row.decided_on, review_on=row.next_review_on, supersedes=row.supersedes_id,
    )  # fmt: skip
    person_changed(session, row.county, row.elder_id)
    return row


async def _row(session: AsyncSession, actor: Actor, elder: Elder, draft: SelfcareDraft) -> Assessment:
    """Give the draft that was prepared, or a new one."""
    if draft.assessment_id is None:
        asked = StartDraft(
            visit_key=uuid7(), elder_id=elder.id, institution_id=draft.institution_id, kind=ScaleKind.SELF_CARE,
            reason=draft.reason, reason_note=draft.reason_note, assessed_on=draft.assessed_on,
        )  # fmt: skip
        return await new_assessment(session, actor, elder, asked)
    row = await assessment_of(session, actor.scope(DECIDE), draft.assessment_id, lock=True)
    if row.kind is not ScaleKind.SELF_CARE or row.elder_id != elder.id:
        raise AssessmentRefused(_("这不是这位老人的特困自理能力评估，请重新选择"))
    if row.state is State.SIGNED:
        raise AlreadyDecided
    return row


async def _refuse_days(session: AsyncSession, draft: SelfcareDraft) -> None:
    if draft.decided_on < draft.assessed_on:
        raise AssessmentRefused(_("认定日期早于评估日期，请核对日期"), field="decided_on")
    if draft.decided_on > await business_date(session):
        raise AssessmentRefused(_("认定日期还没到，请填今天或更早的日期"), field="decided_on")
    if draft.next_review_on is not None and draft.next_review_on <= draft.decided_on:
        raise AssessmentRefused(_("下次复核日期要晚于认定日期，请核对日期"), field="next_review_on")
    if not draft.deciding_office.strip():
        raise AssessmentRefused(_("请填认定单位"), field="deciding_office")
