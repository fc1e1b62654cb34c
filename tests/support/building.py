"""Building a test database: bootstrap, migrate, settle, mark."""

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.accounts.system import SIGN_IN_PURPOSE
from app.cli.settling import seed_reference
from app.core.keys import key_file
from app.core.marks import mark_database, remember_process
from app.core.postgres.bootstrap import bootstrap
from app.core.postgres.migrate import migrate
from app.core.postgres.urls import Urls

__all__ = ["build_database"]


async def build_database(server: URL, database: str, prefix: str) -> Urls:
    """Make a database with roles of its own on a server and bring it to the newest revision."""
    urls = await bootstrap(server, database=database, prefix=prefix)
    assert urls.owner is not None
    await migrate(urls.owner)
    engine = create_async_engine(urls.owner, poolclass=NullPool)
    async with engine.begin() as owner:
        await mark_database(owner, "test")
        await remember_process(owner, key_file().secret(SIGN_IN_PURPOSE))
        await seed_reference(owner)
    await engine.dispose()
    return urls
