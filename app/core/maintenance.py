"""What the clock does to the database itself: months to come, sign-ins that ran out."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

__all__ = ["end_stale_sign_ins", "ensure_partitions"]


async def ensure_partitions(session: AsyncSession, months_ahead: int) -> int:
    """Make the audit's partitions for this month and the ones to come; tells how many were made."""
    return int(
        (await session.execute(text("SELECT ensure_month_partitions(:ahead)"), {"ahead": months_ahead})).scalar_one()
    )


async def end_stale_sign_ins(session: AsyncSession) -> int:
    """Mark sign-ins that ran out as ended, so that the list of live ones is true; tells how many."""
    return int((await session.execute(text("SELECT end_stale_sign_ins()"))).scalar_one())
