"""Assessments as rows: one, by its visit, of one person over time, and the drafts that are under way."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import AssessmentNotFound
from app.assessments.models import Assessment, AssessmentAnswer
from app.assessments.queries.sight import among, ids_seen
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.states import State
from app.core.scope import Scope
from app.residents.queries.around import seen

__all__ = [
    "answer_rows", "answers_of", "assessment_of", "by_visit", "drafts_of", "history_of", "kept_answers", "newest_signed", "signed",
]  # fmt: skip


def signed() -> ColumnElement[bool]:
    """Say that an assessment counts: signed, and not voided."""
    return and_(Assessment.state == State.SIGNED, Assessment.voided_at.is_(None))


async def assessment_of(
    session: AsyncSession, scope: Scope, assessment_id: int, *, lock: bool = False, voided: bool = False
) -> Assessment:
    """Give one assessment, locked where it is about to change; a voided one only where it is asked for."""
    wanted = select(Assessment).where(Assessment.id == assessment_id, seen(Assessment, scope))
    if not voided:
        wanted = wanted.where(Assessment.voided_at.is_(None))
    found: Assessment | None = await session.scalar(_fresh(wanted, lock=lock))
    if found is None:
        raise AssessmentNotFound
    return found


async def by_visit(session: AsyncSession, scope: Scope, visit_key: UUID, *, lock: bool = False) -> Assessment | None:
    """Give the assessment of a visit, voided or not."""
    wanted = select(Assessment).where(Assessment.visit_key == visit_key, seen(Assessment, scope))
    found: Assessment | None = await session.scalar(_fresh(wanted, lock=lock))
    return found


async def history_of(
    session: AsyncSession, scope: Scope, elder_id: int, *, kind: ScaleKind | None = None
) -> Sequence[Assessment]:
    """Every live assessment of somebody, the newest first; drafts are among them."""
    rows = select(Assessment).where(
        Assessment.elder_id == elder_id, Assessment.voided_at.is_(None), seen(Assessment, scope)
    )
    if kind is not None:
        rows = rows.where(Assessment.kind == kind)
    return (await session.scalars(rows.order_by(Assessment.assessed_on.desc(), Assessment.id.desc()))).all()


async def drafts_of(
    session: AsyncSession, scope: Scope, elder_ids: Collection[int] | None = None
) -> Sequence[Assessment]:
    """Every assessment that is under way, of these people or of all: a draft, or scored and not yet signed."""
    rows = select(Assessment).where(Assessment.state != State.SIGNED, Assessment.voided_at.is_(None))
    if elder_ids is None:
        rows = rows.where(seen(Assessment, scope))
    else:
        rows = rows.where(among(Assessment.elder_id, await ids_seen(session, scope, elder_ids)))
    return (await session.scalars(rows.order_by(Assessment.assessed_on, Assessment.id))).all()


async def newest_signed(
    session: AsyncSession, county: int, elder_id: int, kind: ScaleKind, *, before: Assessment | None = None
) -> Assessment | None:
    """Give the newest that counts; with `before`, the newest of the others on or before its day."""
    rows = select(Assessment).where(
        Assessment.county == county, Assessment.elder_id == elder_id, Assessment.kind == kind, signed()
    )
    if before is not None:
        rows = rows.where(Assessment.id != before.id, Assessment.assessed_on <= before.assessed_on)
    rows = rows.order_by(Assessment.assessed_on.desc(), Assessment.id.desc()).limit(1)
    found: Assessment | None = await session.scalar(rows)
    return found


async def answer_rows(session: AsyncSession, assessment: Assessment) -> Sequence[AssessmentAnswer]:
    """Give the answers as rows, as they lie in the database now; those that were taken back are among them."""
    rows = select(AssessmentAnswer).where(
        AssessmentAnswer.county == assessment.county, AssessmentAnswer.assessment_id == assessment.id
    )
    found = await session.scalars(rows.order_by(AssessmentAnswer.item).execution_options(populate_existing=True))
    return found.all()


async def kept_answers(session: AsyncSession, assessment: Assessment) -> Sequence[AssessmentAnswer]:
    """Give the answers that stand, as rows."""
    return [row for row in await answer_rows(session, assessment) if row.choice]


async def answers_of(session: AsyncSession, assessment: Assessment) -> Mapping[str, str]:
    """Give the answers by the codes of the items."""
    return {row.item: row.choice for row in await kept_answers(session, assessment)}


def _fresh(wanted: "Select[Assessment]", *, lock: bool) -> "Select[Assessment]":
    if not lock:
        return wanted
    return wanted.with_for_update(of=Assessment).execution_options(populate_existing=True)
