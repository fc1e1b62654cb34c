"""Bringing a database to the newest revision, from inside the process that is about to serve it."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, inspect
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from app.core.i18n import N_
from app.core.postgres.trouble import DatabaseTrouble
from app.core.postgres.urls import normalise

ROOT = Path(__file__).parents[3]


def alembic_config(owner_url: URL | str | None = None) -> Config:
    """Alembic's settings out of pyproject.toml, with the database it is to work on."""
    settings = Config(toml_file=ROOT / "pyproject.toml")
    settings.attributes["url"] = normalise(owner_url) if owner_url else None
    return settings


def upgrade(owner_url: URL | str, revision: str = "head") -> None:
    """Migrate up to a revision. Blocks, and runs a loop of its own: from async code use `migrate`."""
    command.upgrade(alembic_config(owner_url), revision)


async def migrate(owner_url: URL | str, revision: str = "head") -> None:
    """Migrate up to a revision without holding up the loop."""
    await asyncio.to_thread(upgrade, owner_url, revision)


def newest_revision() -> str | None:
    """The revision that this code was written for."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


async def present_revision(connection: AsyncConnection) -> str | None:
    """The revision that a database stands at; none before its first migration."""
    return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def is_empty(owner_url: URL) -> bool:
    """Whether nothing was ever migrated into this database."""
    engine = create_async_engine(owner_url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version"))
    finally:
        await engine.dispose()


async def check_revision(url: URL) -> None:
    """Refuse to work on a database that this code was not written for."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            present = await present_revision(connection)
    finally:
        await engine.dispose()
    newest = newest_revision()
    if present != newest:
        raise DatabaseTrouble(
            N_("数据库在版本 {present}，程序需要版本 {newest}。请先执行 python -m app migrate"),
            present=present or "0000",
            newest=newest or "0000",
        )
