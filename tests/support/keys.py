"""A table with a deferred key, for as long as a test lasts: what it refuses is refused at COMMIT."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.core.postgres.urls import Urls

__all__ = ["PAIR", "PAIRS_OF", "SWAP", "pairs_of"]

PAIR, SWAP = text("INSERT INTO pairs VALUES (1), (1)"), text("UPDATE pairs SET a = 3 - a")
PAIRS_OF = text("INSERT INTO pairs VALUES (1), (2)")


@asynccontextmanager
async def pairs_of(urls: Urls) -> AsyncIterator[None]:
    """Keep the table `pairs` with its key `uq_pairs`, which the web role may write."""
    assert urls.owner is not None
    engine = create_async_engine(urls.owner, poolclass=NullPool)
    async with engine.begin() as owner:
        await owner.execute(text("CREATE TABLE pairs (a int CONSTRAINT uq_pairs UNIQUE DEFERRABLE INITIALLY DEFERRED)"))
        await owner.execute(text(f'GRANT SELECT, INSERT, UPDATE ON pairs TO "{make_url(urls.app).username}"'))
    try:
        yield
    finally:
        async with engine.begin() as owner:
            await owner.execute(text("DROP TABLE pairs"))
        await engine.dispose()
