"""How somebody's assessments compare over time."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.queries.assessments import history_of
from app.assessments.rules.comparison import Comparison, ScoredOn, compare
from app.assessments.rules.frozen import read_rungs
from app.assessments.rules.kinds import ScaleKind
from app.assessments.scales import SCALES
from app.core.scope import Scope

__all__ = ["comparison"]


async def comparison(session: AsyncSession, scope: Scope, elder_id: int) -> list[Comparison]:
    """Draw each primary indicator over the signed ability assessments, one comparison for each scale."""
    rows = await history_of(session, scope, elder_id, kind=ScaleKind.ABILITY)
    scored = [
        ScoredOn(row.id, row.scale_code, row.assessed_on, read_rungs(row.ladder))
        for row in rows
        if row.is_signed and row.ladder is not None
    ]
    better = {(scale.code, group.code): group.better for scale in SCALES.values() for group in scale.groups}
    return compare(scored, better)
