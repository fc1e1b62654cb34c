"""The one-time link of an empty system."""

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.errors import LinkSpent
from app.accounts.models import FirstRunLink
from app.accounts.queries.users import has_users
from app.core.clock import now
from app.core.crypto import token_hash

__all__ = ["get_first_run"]


async def get_first_run(session: AsyncSession, token: str, *, lock: bool = False) -> FirstRunLink:
    """Give the link while it is neither used nor expired and nobody has an account yet, or refuse.

    With `lock` first runs queue here, whatever link they hold: the second one finds somebody in charge.
    """
    if lock:
        await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('first run', 0))"))
    good = select(FirstRunLink).where(
        FirstRunLink.token_hash == token_hash(token),
        FirstRunLink.used_at.is_(None),
        FirstRunLink.expires_at > await now(session),
    )
    link = await session.scalar(good)
    if link is None or await has_users(session):
        raise LinkSpent
    return link
