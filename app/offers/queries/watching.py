"""Explanations of free beds and second looks at assessments, as rows."""

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope, within
from app.offers.errors import OfferNotFound
from app.offers.models import BedExplanation, SpotCheck

__all__ = ["explanations_of", "get_spot_check", "spot_checks_in", "waiting_spot_checks"]


async def explanations_of(
    session: AsyncSession, scope: Scope, institution_id: int | None = None
) -> dict[int, BedExplanation]:
    """The newest explanation of every bed, by bed."""
    one = BedExplanation
    mine = select(one).where(within(one, scope))
    mine = mine if institution_id is None else mine.where(one.institution_id == institution_id)
    return {row.bed_id: row for row in await session.scalars(mine.order_by(one.on_day, one.id))}


async def spot_checks_in(session: AsyncSession, scope: Scope) -> list[SpotCheck]:
    """Drawn second looks: those to be done first."""
    one = SpotCheck
    mine = select(one).where(within(one, scope)).order_by(one.done_at.is_not(None), one.drawn_at.desc(), one.id)
    return list(await session.scalars(mine.limit(200)))


async def waiting_spot_checks(session: AsyncSession, county: int, institution_id: int) -> frozenset[int]:
    """The entries that wait for a second look at an assessment of this home's own people."""
    one = SpotCheck
    mine = and_(one.county == county, one.institution_id == institution_id, one.done_at.is_(None))
    return frozenset(await session.scalars(select(one.entry_id).where(mine)))


async def get_spot_check(session: AsyncSession, scope: Scope, check_id: int) -> SpotCheck:
    """The drawn second look, if the caller may see it."""
    mine = select(SpotCheck).where(within(SpotCheck, scope), SpotCheck.id == check_id)
    found = await session.scalar(mine.with_for_update(key_share=True).execution_options(populate_existing=True))
    if found is None:
        raise OfferNotFound
    return found
