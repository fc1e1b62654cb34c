"""A dump and its restore: everything comes back, and nothing is put over what is there."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from app.core.postgres.archive import dump, restore
from app.core.postgres.bootstrap import RolePasswords, bootstrap
from app.core.postgres.trouble import DatabaseTrouble
from app.core.postgres.urls import Urls, connect

TABLES = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'i', 'I')"
RIGHTS = """
    SELECT string_agg(concat_ws(' ', nspname, relname, relowner::regrole, relacl, relforcerowsecurity, nspacl), E'\n' ORDER BY nspname, relname)
      FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname IN ('public', 'agg')
"""
REVISION = "SELECT version_num FROM alembic_version"


@pytest.fixture
async def empty(server: URL, urls: Urls, worker_id: str) -> AsyncIterator[URL]:
    """Give the owner's address of a second database, prepared and empty, with the roles of the first."""
    database, prefix = f"restored_{worker_id}", f"y_{worker_id}_"
    words = [str(url.password) for url in (urls.owner, urls.app, urls.bureau) if url is not None]
    made = await bootstrap(server, database, prefix, passwords=RolePasswords(*words))
    assert made.owner is not None
    yield made.owner
    admin = await connect(server)
    await admin.execute(f'DROP DATABASE "{database}" WITH (FORCE)')
    await admin.close()


async def ask(url: URL, question: str) -> object:
    connection = await connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def torn(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


async def test_everything_comes_back(urls: Urls, empty: URL, tmp_path: Path) -> None:
    assert urls.owner is not None
    file = tmp_path / "house.dump"
    await dump(urls.owner, file)
    await restore(empty, file)
    for question in (TABLES, REVISION, RIGHTS):
        assert await ask(empty, question) == await ask(urls.owner, question)


async def test_a_torn_file_restores_nothing(urls: Urls, empty: URL, tmp_path: Path) -> None:
    assert urls.owner is not None
    file = tmp_path / "torn.dump"
    await dump(urls.owner, file)
    torn(file)
    with pytest.raises(DatabaseTrouble, match="pg_restore"):
        await restore(empty, file)
    assert await ask(empty, "SELECT to_regclass('public.alembic_version')") is None
    assert await ask(empty, "SELECT to_regnamespace('agg')") is None


async def test_a_dump_that_fails_leaves_no_half_file(urls: Urls, tmp_path: Path) -> None:
    with pytest.raises(DatabaseTrouble, match="pg_dump"):
        await dump(urls.app, tmp_path / "house.dump")
    assert await asyncio.to_thread(os.listdir, tmp_path) == []
