"""The database a command works on: the one that was named, else the one that comes along."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import URL

# A command that writes keeps the census as a page does: this import hangs its closers in.
import app.census.service  # noqa: F401
from app.cli.settling import settle
from app.core.crypto import KeyFile
from app.core.db import use_database
from app.core.keys import use_key_file
from app.core.postgres.bootstrap import RolePasswords, bootstrap
from app.core.postgres.embedded import running
from app.core.postgres.migrate import check_revision, is_empty, migrate
from app.core.postgres.urls import Urls
from app.core.settings import Settings, settings, settings_with
from app.core.startup import open_process

DATABASE = "yiyang"


@asynccontextmanager
async def running_database() -> AsyncIterator[Urls]:
    """A database that answers, for the length of the block; `settings()` inside name the same addresses.

    Without DATABASE_URL the embedded server is joined or started, and stopped again only if we were its last user.
    """
    chosen = settings()
    if chosen.database_url is not None:
        yield Urls(chosen.owner_database_url, chosen.database_url, chosen.bureau_database_url)
        return
    async with running(chosen.data_dir) as admin:
        passwords = RolePasswords.kept(chosen.data_dir / "secrets")
        urls = await bootstrap(admin, DATABASE, chosen.role_prefix, passwords=passwords)
        addresses = {"database_url": urls.app, "owner_database_url": urls.owner, "bureau_database_url": urls.bureau}
        with settings_with(**addresses):
            yield urls


@asynccontextmanager
async def open_house() -> AsyncIterator[Urls]:
    """Everything a command needs before its first transaction: database, newest revision, pools, key file.

    An embedded database that is still empty is migrated first, so any command may be the very first one.
    """
    embedded = settings().database_url is None
    async with running_database() as urls:
        if embedded and urls.owner is not None and await is_empty(urls.owner):
            await bring_up_to_date(urls.owner, settings())
        await check_revision(urls.app)
        pools = open_process(settings())
        try:
            yield urls
        finally:
            await pools.dispose()
            use_database(None)
            use_key_file(None)


async def bring_up_to_date(owner: URL, chosen: Settings) -> None:
    """Migrate and settle. An empty database also gets its key file; one with sealed values must still have its own."""
    keys = KeyFile.load(chosen.key_file, create=await is_empty(owner))
    await migrate(owner)
    await settle(owner, keys)
