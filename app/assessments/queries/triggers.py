"""Reminders as rows: one, the open ones of a person, and those an assessment has answered."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import TriggerNotFound
from app.assessments.models import Assessment, AssessmentTrigger
from app.core.scope import Scope
from app.residents.queries.around import seen

__all__ = ["answered_rows", "get_trigger", "open_rows"]


async def get_trigger(session: AsyncSession, scope: Scope, trigger_id: int, *, lock: bool = True) -> AssessmentTrigger:
    """Give one reminder, open or not, locked where it is about to change."""
    row = AssessmentTrigger
    mine = select(row).where(row.id == trigger_id, seen(row, scope))
    mine = mine.with_for_update(of=row) if lock else mine
    found: AssessmentTrigger | None = await session.scalar(mine.execution_options(populate_existing=True))
    if found is None:
        raise TriggerNotFound
    return found


async def open_rows(session: AsyncSession, county: int, elder_id: int) -> list[AssessmentTrigger]:
    """Give the open reminders of one person; whoever asks is about to close them."""
    row = AssessmentTrigger
    rows = select(row).where(
        row.county == county, row.elder_id == elder_id, row.handled_by_id.is_(None), row.dismissed_at.is_(None)
    )
    return list(await session.scalars(rows.order_by(row.id).execution_options(populate_existing=True)))


async def answered_rows(session: AsyncSession, assessment: Assessment) -> list[AssessmentTrigger]:
    """Give the reminders that an assessment has answered."""
    row = AssessmentTrigger
    rows = select(row).where(row.county == assessment.county, row.handled_by_id == assessment.id)
    return list(await session.scalars(rows.order_by(row.id).execution_options(populate_existing=True)))
