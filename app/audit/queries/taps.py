"""A tap is claimed before its act is done."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import Act
from app.core.asking import Asked

__all__ = ["claim_tap", "find_act"]

CLAIM_TAP = Asked("""
INSERT INTO acts (county, tap_id, action, body_hash, user_id) VALUES (:county, :tap_id, :action, :body_hash, :user_id)
ON CONFLICT ON CONSTRAINT pk_acts DO NOTHING RETURNING tap_id
""")


async def claim_tap(session: AsyncSession, **values: Any) -> bool:
    """Write the act's row first; a second holder of the same tap waits here until the first has committed."""
    return (await CLAIM_TAP.ask(session, values)).first() is not None


async def find_act(session: AsyncSession, county: int, tap_id: UUID) -> Act | None:
    """Find the act this tap has already done, if any."""
    return await session.scalar(select(Act).where(Act.county == county, Act.tap_id == tap_id))
