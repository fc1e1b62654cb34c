"""A tap is claimed before its act is done."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import Act
from app.core.base import Base

__all__ = ["claim_tap", "find_act"]

_acts = Base.metadata.tables[Act.__tablename__]
CLAIM_TAP = insert(_acts).on_conflict_do_nothing(constraint="pk_acts").returning(_acts.c.tap_id)


async def claim_tap(session: AsyncSession, **values: Any) -> bool:
    """Write the act's row first; a second holder of the same tap waits here until the first has committed."""
    return (await session.execute(CLAIM_TAP, values)).first() is not None


async def find_act(session: AsyncSession, county: int, tap_id: UUID) -> Act | None:
    """Find the act this tap has already done, if any."""
    return await session.scalar(select(Act).where(Act.county == county, Act.tap_id == tap_id))
