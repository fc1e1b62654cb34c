"""Whether two people belong together by their files."""

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.residents.models import ElderRelation
from app.residents.rules.kinds import RelationKind

__all__ = ["are_related"]


async def are_related(session: AsyncSession, county: int, one: int, other: int, kind: RelationKind) -> bool:
    """Tell whether a live relation of that kind is on file between two people, whoever of them stands first."""
    row = ElderRelation
    both = or_(
        and_(row.elder_id == one, row.other_id == other),
        and_(row.elder_id == other, row.other_id == one),
    )
    wanted = select(row.id).where(row.county == county, row.kind == kind, row.voided_at.is_(None), both)
    return bool(await session.scalar(select(wanted.exists())))
