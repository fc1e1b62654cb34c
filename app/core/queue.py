"""Queueing a job by the commit that wants it: rolled back, it was never queued."""

from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

__all__ = ["enqueue"]


async def enqueue(session: AsyncSession, name: str, payload: bytes) -> None:
    """Queue a job inside this transaction; the payload holds ids, never what they stand for."""
    # The transaction must have begun on the server, or the job would survive its rollback.
    await session.execute(text("SELECT 1"))
    raw = (await (await session.connection()).get_raw_connection()).driver_connection
    await Queries(AsyncpgDriver(raw)).enqueue(name, payload)
