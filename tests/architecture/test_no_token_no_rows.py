"""Without a session token the web role sees no row of any tenant, whatever lies there; with one it sees its own."""

from collections.abc import Iterable

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.architecture.catalog import Table, tables
from tests.architecture.planting import HOME, plant_a_row_everywhere, plant_a_system_sign_in
from tests.support.tenants import COUNTY, OTHER_COUNTY

TOKEN = "planted-token"
WINDOW = text("""
    SELECT t.relname::text, p.polname::text, pg_get_userbyid(role)::text
      FROM pg_policy p JOIN pg_class t ON t.oid = p.polrelid, unnest(p.polroles) AS role
     WHERE p.polrelid IN (SELECT polrelid FROM pg_policy WHERE polname = 'aggregate_rows')
""")
"""Each policy of a table that is read through the bureau's window, and the roles it stands for."""
ONLY_FOR_THE_OWNER: set[str] = set()
"""Tenant tables the web role may not read at all."""


@pytest.fixture
async def of_tenants(superuser: AsyncConnection) -> list[Table]:
    """Plant one row in every tenant table and give the tables."""
    found = [table for table in await tables(superuser) if table.is_of_a_tenant]
    await plant_a_row_everywhere(superuser, found, county=COUNTY, home=HOME)
    await plant_a_system_sign_in(superuser, TOKEN)
    return found


async def seen(superuser: AsyncConnection, role: str, found: Iterable[Table], token: str) -> dict[str, int]:
    """Count what the role sees of each table under a token."""
    await superuser.execute(text("SELECT set_config('app.tok', :token, true)"), {"token": token})
    await superuser.execute(text(f"SET LOCAL ROLE {role}"))
    counted = {}
    for table in found:
        if table.name not in ONLY_FOR_THE_OWNER:
            counted[table.name] = int(await superuser.scalar(text(f"SELECT count(*) FROM {table.name}")) or 0)
    await superuser.execute(text("RESET ROLE"))
    return counted


async def test_without_a_token_no_row_is_seen(
    superuser: AsyncConnection, roles: dict[str, str], of_tenants: list[Table]
) -> None:
    counted = await seen(superuser, roles["app"], of_tenants, "")
    assert len(counted) >= 5
    assert {name: rows for name, rows in counted.items() if rows} == {}


async def test_a_guessed_token_sees_nothing_either(
    superuser: AsyncConnection, roles: dict[str, str], of_tenants: list[Table]
) -> None:
    assert set((await seen(superuser, roles["app"], of_tenants, "guessed")).values()) == {0}


async def test_what_belongs_to_no_county_is_not_everybodys(
    superuser: AsyncConnection, roles: dict[str, str], of_tenants: list[Table]
) -> None:
    await plant_a_row_everywhere(superuser, of_tenants, county=0, home=0)
    counted = await seen(superuser, roles["app"], of_tenants, "")
    assert {name: rows for name, rows in counted.items() if rows} == {}


async def test_with_a_token_the_planted_rows_are_seen(
    superuser: AsyncConnection, roles: dict[str, str], of_tenants: list[Table]
) -> None:
    counted = await seen(superuser, roles["app"], of_tenants, TOKEN)
    assert [name for name, rows in counted.items() if not rows] == []


async def test_a_token_of_another_county_sees_nothing(
    superuser: AsyncConnection, roles: dict[str, str], of_tenants: list[Table]
) -> None:
    await superuser.execute(text("UPDATE sign_in_homes SET region = :other"), {"other": OTHER_COUNTY})
    assert {name: rows for name, rows in (await seen(superuser, roles["app"], of_tenants, TOKEN)).items() if rows} == {}


async def test_a_table_left_open_is_found(
    superuser: AsyncConnection, roles: dict[str, str], of_tenants: list[Table]
) -> None:
    await superuser.execute(text("ALTER TABLE attachments DISABLE ROW LEVEL SECURITY"))
    counted = await seen(superuser, roles["app"], of_tenants, "")
    assert {name for name, rows in counted.items() if rows} == {"attachments"}


async def test_the_window_goes_through_no_policy_of_the_web_role(
    superuser: AsyncConnection, roles: dict[str, str]
) -> None:
    found = (await superuser.execute(WINDOW)).all()
    tables = {table for table, name, _role in found if name == "aggregate_rows"}
    assert len(tables) >= 13
    assert {role for _table, name, role in found if name == "aggregate_rows"} == {roles["agg_owner"]}
    assert {(table, role) for table, name, role in found if name != "aggregate_rows"} == {
        (table, roles["app"]) for table in tables
    }
