"""Doubt about a result: the signed assessment stays as it is, marked, and a 复评 is begun beside it."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import AssessmentRefused
from app.assessments.models import Assessment
from app.assessments.rules.drafts import StartDraft
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.states import Reason, State
from app.assessments.service.reaching import DECIDE, elder_in, reach
from app.assessments.service.starting import new_assessment
from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.core.uuid7 import uuid7

__all__ = ["dispute"]


async def dispute(
    session: AsyncSession,
    actor: Actor,
    assessment_id: int,
    *,
    reason: str,
    on: date | None = None,
    visit_key: UUID | None = None,
) -> Assessment:
    """Mark a signed assessment as disputed and begin its 复评, which is given back; both stay.

    Until the review is signed the disputed level counts.
    """
    row = await reach(session, actor, DECIDE, assessment_id)
    if row.state is not State.SIGNED or row.kind is not ScaleKind.ABILITY:
        raise AssessmentRefused(_("只有已签字的能力评估可以登记疑问；特困认定有疑问的，请重新认定"))
    if row.disputed_at is not None:
        raise AssessmentRefused(_("这份评估已登记过疑问，请继续做已开始的复评"))
    if not reason.strip():
        raise AssessmentRefused(_("请写明谁对结果有什么疑问"), field="reason")
    day = on or await business_date(session)
    if day < row.assessed_on:
        raise AssessmentRefused(_("复评日期早于原来的评估，请核对日期"), field="on")
    elder = await elder_in(session, actor.scope(DECIDE), row.elder_id)
    draft = StartDraft(
        visit_key=visit_key or uuid7(), elder_id=row.elder_id, institution_id=row.institution_id, kind=row.kind,
        scale=row.scale_code, reason=Reason.REVIEW, reason_note=reason.strip(),
        assessed_on=day,
    )  # fmt: skip
    review = await new_assessment(session, actor, elder, draft)
    review.supersedes_id = row.id
    async with refusing(session):
        row.disputed_at, row.disputed_by, row.dispute_reason = await now(session), actor.user_id, reason.strip()
        session.add(review)
    audit.record(session, actor, "assessments.disputed", row, review=review.id, reason=row.dispute_reason)
    audit.record(
        session, actor, "assessments.started", review, elder=row.elder_id, scale=review.scale_code,
        on=review.assessed_on, reason=review.reason,
    )  # fmt: skip
    return review
