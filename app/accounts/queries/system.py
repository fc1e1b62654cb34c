"""The statements behind system sign-ins; the database asks for the process's secret before it opens one."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

__all__ = ["end_system_sign_in", "open_system_sign_in"]


async def open_system_sign_in(
    session: AsyncSession,
    secret: str,
    purpose: str,
    token_hash: bytes,
    where: Sequence[tuple[int, int]],
    *,
    seconds: int,
) -> int:
    """Open a system sign-in limited to these (region, home) pairs; home 0 is the whole region."""
    statement = text("SELECT open_system_sign_in(:secret, :purpose, :token, :regions, :homes, :seconds)")
    values = {
        "secret": secret,
        "purpose": purpose,
        "token": token_hash,
        "regions": [region for region, _ in where],
        "homes": [home for _, home in where],
        "seconds": seconds,
    }
    return int((await session.execute(statement, values)).scalar_one())


async def end_system_sign_in(session: AsyncSession, secret: str, sign_in_id: int) -> None:
    """End a system sign-in at once; one that has run out by itself is left as it is."""
    await session.execute(text("SELECT end_system_sign_in(:secret, :id)"), {"secret": secret, "id": sign_in_id})
