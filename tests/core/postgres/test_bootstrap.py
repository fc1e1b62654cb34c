"""Roles and database: made once, found the second time, and never stronger than they must be."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import URL

from app.core.postgres.bootstrap import RolePasswords, bootstrap
from app.core.postgres.trouble import DatabaseTrouble
from app.core.postgres.urls import Urls, connect

PASSWORDS = RolePasswords("owner's word", 'app"s word', "bureau word")


@pytest.fixture
def prefix(worker_id: str) -> str:
    """Give role names that no other worker uses."""
    return f"boot_{worker_id}_"


@pytest.fixture
async def urls(server: URL, prefix: str) -> AsyncIterator[Urls]:
    """Bootstrap twice, and take everything away again."""
    database = f"{prefix}db"
    first = await bootstrap(server, database, prefix, passwords=PASSWORDS)
    assert await bootstrap(server, database, prefix, passwords=PASSWORDS) == first
    yield first
    admin = await connect(server)
    await admin.execute(f'DROP DATABASE "{database}" WITH (FORCE)')
    for role in ("owner", "app", "bureau", "agg_owner"):
        await admin.execute(f'DROP ROLE "{prefix}{role}"')
    await admin.close()


async def ask(url: URL | None, *statements: str) -> object:
    assert url is not None
    connection = await connect(url)
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return await connection.fetchval(statements[-1])
    finally:
        await connection.close()


async def test_each_role_signs_in_and_only_the_owner_passes_row_security(urls: Urls) -> None:
    spared = "SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user"
    assert [await ask(url, spared) for url in (urls.owner, urls.app, urls.bureau)] == [True, False, False]


async def test_the_database_reads_chinese_and_has_the_extensions(urls: Urls) -> None:
    assert await ask(urls.app, "SELECT cardinality(show_trgm('王秀英')) > 0")
    assert await ask(urls.owner, "SELECT count(*) FROM pg_extension WHERE extname IN ('btree_gist', 'pg_trgm')") == 2


async def test_views_for_the_bureau_can_be_owned_by_a_role_without_rights(urls: Urls, prefix: str) -> None:
    made = (
        f'CREATE SCHEMA agg AUTHORIZATION "{prefix}agg_owner"',
        f'SET ROLE "{prefix}agg_owner"',
        "CREATE VIEW agg.one AS SELECT 1 AS one",
        f'GRANT USAGE ON SCHEMA agg TO "{prefix}bureau"',
        f'GRANT SELECT ON agg.one TO "{prefix}bureau"',
        "SELECT viewowner FROM pg_views WHERE viewname = 'one'",
    )
    assert await ask(urls.owner, *made) == f"{prefix}agg_owner"
    assert await ask(urls.bureau, "SELECT one FROM agg.one") == 1


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE mine (id int)", "CREATE TEMP TABLE mine (id int)", "CREATE SCHEMA s"]
)
async def test_the_web_role_makes_nothing_of_its_own(urls: Urls, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(urls.app, statement, "SELECT 1")


async def test_a_new_function_is_nobodys_to_call(urls: Urls) -> None:
    await ask(urls.owner, "CREATE FUNCTION secret() RETURNS int SECURITY DEFINER RETURN 1", "SELECT 1")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(urls.app, "SELECT public.secret()")


async def test_the_bureau_cannot_enter_the_schema_of_the_tables(urls: Urls) -> None:
    await ask(urls.owner, "CREATE TABLE person (name text)", "SELECT 1")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(urls.bureau, "SELECT count(*) FROM public.person")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("TimeZone", "Asia/Shanghai"),
        ("statement_timeout", "5s"),
        ("lock_timeout", "2s"),
        ("idle_in_transaction_session_timeout", "10s"),
        ("log_min_error_statement", "panic"),
        ("log_error_verbosity", "terse"),
    ],
)
async def test_serving_roles_have_their_limits(urls: Urls, setting: str, value: str) -> None:
    assert [await ask(url, f"SHOW {setting}") for url in (urls.app, urls.bureau)] == [value, value]


async def test_an_admin_who_is_no_superuser_is_told_so(urls: Urls, server: URL) -> None:
    assert urls.owner is not None
    with pytest.raises(DatabaseTrouble, match="不是超级用户"):
        await bootstrap(urls.owner, "never_made", "never_")


async def test_a_server_that_is_not_there_is_named_without_its_password(server: URL) -> None:
    with pytest.raises(DatabaseTrouble) as refusal:
        await bootstrap("postgresql://admin:hidden@127.0.0.1:1/postgres")
    assert "127.0.0.1" in str(refusal.value)
    assert "hidden" not in str(refusal.value)
