"""Husband and wife, as far as sharing a room goes."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.residents.models import ElderRelation
from app.residents.rules.kinds import RelationKind

__all__ = ["couples_among", "spouses_of"]


async def spouses_of(
    session: AsyncSession, county: int, elder_ids: Collection[int], *, ever: bool = False
) -> Mapping[int, frozenset[int]]:
    """Who is or, with `ever`, has been recorded as husband or wife of each of these people."""
    relation = ElderRelation
    rows = select(relation.elder_id, relation.other_id).where(
        relation.county == county,
        relation.kind == RelationKind.SPOUSE,
        or_(relation.elder_id.in_(elder_ids), relation.other_id.in_(elder_ids)),
    )
    rows = rows if ever else rows.where(relation.voided_at.is_(None))
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in await session.execute(rows):
        found[one].add(other)
        found[other].add(one)
    return {elder_id: frozenset(found[elder_id]) for elder_id in elder_ids}


async def couples_among(session: AsyncSession, county: int, elder_ids: Collection[int]) -> Mapping[int, int]:
    """Those of these people whose husband or wife is also among them, each with the other one."""
    spouses = await spouses_of(session, county, elder_ids)
    return {one: other for one, others in spouses.items() for other in sorted(others & set(elder_ids))}
