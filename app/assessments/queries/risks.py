"""Looks at the nine risks: of one person over time, and everybody's newest."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import RisksNotFound
from app.assessments.models import RiskAssessment
from app.assessments.queries.sight import among, ids_seen
from app.core.scope import Scope
from app.residents.queries.around import of_elder, seen

__all__ = ["newest_risks", "risk_of", "risks_of"]


async def risk_of(session: AsyncSession, scope: Scope, risk_id: int, *, lock: bool = False) -> RiskAssessment:
    """Give one live assessment of the nine risks, locked where it is about to change."""
    row = RiskAssessment
    wanted = select(row).where(row.id == risk_id, row.voided_at.is_(None), seen(row, scope))
    if lock:
        wanted = wanted.with_for_update(of=row).execution_options(populate_existing=True)
    found: RiskAssessment | None = await session.scalar(wanted)
    if found is None:
        raise RisksNotFound
    return found


async def risks_of(session: AsyncSession, scope: Scope, elder_id: int) -> Sequence[RiskAssessment]:
    """Every live one of somebody, the newest first."""
    rows = select(RiskAssessment).where(of_elder(RiskAssessment, scope, elder_id))
    return (await session.scalars(rows.order_by(RiskAssessment.assessed_on.desc(), RiskAssessment.id.desc()))).all()


async def newest_risks(session: AsyncSession, scope: Scope, elder_ids: Collection[int]) -> dict[int, RiskAssessment]:
    """Everybody's newest; who has none is left out."""
    ids = await ids_seen(session, scope, elder_ids)
    if not ids:
        return {}
    row = RiskAssessment
    rows = (
        select(row)
        .ext(distinct_on(row.elder_id))
        .where(among(row.elder_id, ids), row.voided_at.is_(None))
        .order_by(row.elder_id, row.assessed_on.desc(), row.id.desc())
    )
    return {found.elder_id: found for found in await session.scalars(rows)}
