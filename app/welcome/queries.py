"""The link behind which a demo is being built: spent, and still in the hand of whoever spent it."""

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import FirstRunLink
from app.core.clock import now
from app.core.crypto import token_hash
from app.core.marks import is_demo

__all__ = ["began_this_demo"]

GRACE = timedelta(hours=2)
"""Whoever began a demo in the last minute of the link must still be let in when it is built."""


async def began_this_demo(session: AsyncSession, token: str) -> bool:
    """Whether this link began the demo that this database is."""
    spent = exists().where(
        FirstRunLink.token_hash == token_hash(token),
        FirstRunLink.used_at.is_not(None),
        FirstRunLink.expires_at > await now(session) - GRACE,
    )
    return await is_demo(session) and (await session.execute(select(spent))).scalar_one() is True
