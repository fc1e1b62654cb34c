"""A database that keeps what is committed until the test is over: for races, looks and the bureau's own role."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Select, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.core.db import transaction
from app.core.postgres.urls import Urls
from tests.support.tenants import acting_everywhere

__all__ = ["committed", "committing"]

SWEEP = text(
    "TRUNCATE users, attempts, first_run_links, audit_entries, audit_heads, access_entries, acts, institutions,"
    " attachments, county_keys, rulings, census_counties, census_openings, placement_numbers, scale_rulings, waitlist_policies,"
    " waitlist_receipts, published_lists, waitlist_counts, pgqueuer CASCADE"
)


async def committed(rows: Select[Any]) -> list[Any]:
    """Read what has been committed."""
    async with acting_everywhere(), transaction(read_only=True) as session:
        return list(await session.scalars(rows))


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
