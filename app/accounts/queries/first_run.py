"""The one-time link of an empty system."""

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import FirstRunLink
from app.core.clock import now

__all__ = ["find_link", "lock_first_run"]


async def lock_first_run(session: AsyncSession) -> None:
    """Let first runs queue: the second one finds that somebody already has an account."""
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('first run', 0))"))


async def find_link(session: AsyncSession, token_hash: bytes, *, lock: bool = False) -> FirstRunLink | None:
    """Find a link that is neither used nor expired."""
    at = await now(session)
    good = select(FirstRunLink).where(
        FirstRunLink.token_hash == token_hash, FirstRunLink.used_at.is_(None), FirstRunLink.expires_at > at
    )
    return await session.scalar(good.with_for_update() if lock else good)
