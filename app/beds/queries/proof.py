"""The bare rows from which `verify` and the races recount what the constraints promise."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim, BedService, RoomTerm
from app.beds.rules.proof import Breach, breaches

__all__ = ["double_claims", "live_rows"]


async def double_claims(session: AsyncSession) -> list[Breach]:
    """List every breach in all rows the session may see; the owner of the database sees them all."""
    return breaches(*[await live_rows(session, model) for model in (BedClaim, BedService, RoomTerm)])


async def live_rows(session: AsyncSession, model: Any) -> list[Any]:
    """Every live row of a table, bare, with its columns by name."""
    table = model.__table__
    rows = await session.execute(select(table).where(table.c.voided_at.is_(None)).order_by(table.c.county, table.c.id))
    return list(rows)
