"""Husband and wife, as far as sharing a room goes."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ARRAY, BigInteger, Date, any_, bindparam, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.spans import FOREVER
from app.residents.models import ElderRelation
from app.residents.rules.kinds import RelationKind

__all__ = ["counts_until", "couples_among", "married_until", "spouses_of"]

counts_until = func.coalesce(
    cast(func.timezone("Asia/Shanghai", ElderRelation.voided_at), Date), literal(FOREVER, Date)
)
"""The day from which a relation that was taken back counts no more."""


_people = any_(bindparam("people", type_=ARRAY(BigInteger)))
MARRIED = select(ElderRelation.elder_id, ElderRelation.other_id, counts_until).where(
    ElderRelation.county == bindparam("county"),
    ElderRelation.kind == RelationKind.SPOUSE,
    or_(ElderRelation.elder_id == _people, ElderRelation.other_id == _people),
)


async def spouses_of(session: AsyncSession, county: int, elder_ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Who is recorded as husband or wife of each of these people."""
    until = await married_until(session, county, elder_ids)
    return {one: frozenset(other for other, day in others.items() if day == FOREVER) for one, others in until.items()}


async def married_until(
    session: AsyncSession, county: int, elder_ids: Collection[int]
) -> Mapping[int, Mapping[int, date]]:
    """Who is or has been recorded as husband or wife of each of these people, each with the day it counts until.

    What a couple shared before their relation was taken back stays as it was.
    """
    found: dict[int, dict[int, date]] = defaultdict(dict)
    for one, other, day in await session.execute(MARRIED, {"county": county, "people": list(elder_ids)}):
        for pair in ((one, other), (other, one)):
            found[pair[0]][pair[1]] = max(found[pair[0]].get(pair[1], date.min), day)
    return {elder_id: found[elder_id] for elder_id in elder_ids}


async def couples_among(session: AsyncSession, county: int, elder_ids: Collection[int]) -> Mapping[int, int]:
    """Those of these people whose husband or wife is also among them, each with the other one."""
    spouses = await spouses_of(session, county, elder_ids)
    return {one: other for one, others in spouses.items() for other in sorted(others & set(elder_ids))}
