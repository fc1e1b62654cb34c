"""The functions that answer strangers: each fixed to its schema, run as the owner, and granted to the web role alone."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.db import transaction
from migrations.public_sql import FUNCTIONS, INNER
from tests.public.conftest import Town

HOW = text("""
    SELECT p.prosecdef, coalesce(array_to_string(p.proconfig, ','), ''),
           ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE NOT r.rolsuper AND r.oid <> p.proowner
                    AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
                    AND r.rolname LIKE replace(current_user, 'app', '%') ORDER BY 1)
      FROM pg_proc p WHERE p.oid = CAST(:name AS regprocedure)
""")
TABLES = ("published_lists", "waitlist_entries", "waitlist_intakes", "waitlist_counts", "waitlist_notices", "elders",
          "institutions", "bed_claims", "objections", "price_items")  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
async def test_the_web_role_alone_may_ask(connection: AsyncConnection, name: str) -> None:
    runs_as_owner, settings, roles = (await connection.execute(HOW, {"name": name})).one()
    me = await connection.scalar(text("SELECT current_user"))
    assert (runs_as_owner, settings, roles) == (True, "search_path=public, pg_temp", [me])


@pytest.mark.parametrize("name", INNER)
async def test_what_the_others_call_is_nobodys(connection: AsyncConnection, name: str) -> None:
    _owner, _settings, roles = (await connection.execute(HOW, {"name": name})).one()
    assert roles == []


async def test_beside_the_functions_a_stranger_sees_no_row(town: Town) -> None:
    async with transaction(read_only=True) as session:
        for table in TABLES:
            assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 0, table
