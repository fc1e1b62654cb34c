"""Connections that see the whole catalog: the owner's, and the superuser's for faults that no role of ours could plant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from app.core.postgres.urls import Urls


@asynccontextmanager
async def _undone(url: URL) -> AsyncIterator[AsyncConnection]:
    """Connect, and undo at the end whatever was done; DDL is undone like everything else."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            yield connection
            await connection.rollback()
    finally:
        await engine.dispose()


@pytest.fixture
async def owner(urls: Urls) -> AsyncIterator[AsyncConnection]:
    """Give the owner's connection, whose work is undone."""
    assert urls.owner is not None
    async with _undone(urls.owner) as connection:
        yield connection


@pytest.fixture
async def superuser(server: URL, urls: Urls) -> AsyncIterator[AsyncConnection]:
    """Give the superuser's connection to the same database, whose work is undone."""
    async with _undone(server.set(database=urls.app.database)) as connection:
        yield connection


@pytest.fixture(scope="session")
def roles(urls: Urls) -> dict[str, str]:
    """Name the roles of this worker's database by their parts."""
    prefix = str(urls.app.username).removesuffix("app")
    return {part: prefix + part for part in ("owner", "app", "agg_owner", "bureau")}
