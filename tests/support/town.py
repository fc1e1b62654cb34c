"""A database that keeps what is committed until the test is over: for races, looks and the bureau's own role."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.core.postgres.urls import Urls

__all__ = ["committing"]

SWEEP = text(
    "TRUNCATE users, attempts, first_run_links, audit_entries, audit_heads, access_entries, acts, institutions,"
    " attachments, county_keys, rulings, pgqueuer CASCADE"
)


@asynccontextmanager
async def committing(urls: Urls) -> AsyncIterator[None]:
    """Let real transactions commit on real connections, and sweep everything away at the end."""
    try:
        yield
    finally:
        assert urls.owner is not None
        engine = create_async_engine(urls.owner, poolclass=NullPool)
        async with engine.begin() as owner:
            await owner.execute(SWEEP)
        await engine.dispose()
