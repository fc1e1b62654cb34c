"""Locks on people's files: after the homes, always in the order of their ids, so that nobody waits in a circle."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope
from app.residents.errors import ElderNotFound
from app.residents.models import Elder
from app.residents.queries.elders import seen_in

__all__ = ["lock_elders"]


async def lock_elders(session: AsyncSession, scope: Scope, county: int, elder_ids: Collection[int]) -> dict[int, Elder]:
    """Lock these people's files, each seen by a home inside the scope, and give them by id."""
    wanted = (
        select(Elder)
        .where(Elder.county == county, Elder.id.in_(set(elder_ids)), seen_in(scope))
        .order_by(Elder.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    found = {elder.id: elder for elder in await session.scalars(wanted)}
    if len(found) != len(set(elder_ids)):
        raise ElderNotFound
    return found
