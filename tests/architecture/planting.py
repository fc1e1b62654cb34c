"""Rows in every table, whatever its rules are: for tests that ask who can see them.

Only a superuser can do this, and only inside a transaction that is undone: checks and keys are taken off first.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.architecture.catalog import Table
from tests.support.tenants import COUNTY

__all__ = ["HOME", "plant_a_row_everywhere", "plant_a_system_sign_in"]

HOME = 7
BY_TYPE = {
    "bigint": "7", "integer": "7", "smallint": "7", "numeric": "7", "boolean": "false", "uuid": "gen_random_uuid()",
    "date": "DATE '2020-01-01'", "timestamp with time zone": "now()", "bytea": r"'\x00'", "jsonb": "'{}'",
    "daterange": "NULL", "double precision": "7",
}  # fmt: skip


async def plant_a_row_everywhere(superuser: AsyncConnection, found: list[Table], *, county: int, home: int) -> None:
    """Write one row of this county and home into each of these tables."""
    await superuser.execute(text("SET LOCAL session_replication_role = replica"))
    known = {"county": str(county), "institution_id": str(home)}
    for table in found:
        await _take_off_checks(superuser, table.name)
        given = known | ({"id": str(home)} if table.name == "institutions" else {})
        row = {name: given.get(name) or _value(kind) for name, kind in await _columns(superuser, table.name)}
        into, values = ", ".join(row), ", ".join(row.values())
        await superuser.execute(text(f"INSERT INTO {table.name} ({into}) OVERRIDING SYSTEM VALUE VALUES ({values})"))


def _value(kind: str) -> str:
    return "'{}'" if kind.endswith("[]") else BY_TYPE.get(kind, "'x'")


async def _columns(superuser: AsyncConnection, table: str) -> list[tuple[str, str]]:
    """List the columns that want a value, with their types as PostgreSQL writes them."""
    statement = text("""
        SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute
         WHERE attrelid = CAST(:table AS regclass) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
           AND (attnotnull OR attname IN ('county', 'institution_id'))
    """)
    return [(row[0], row[1]) for row in await superuser.execute(statement, {"table": table})]


async def _take_off_checks(superuser: AsyncConnection, table: str) -> None:
    statement = text(
        "SELECT conname::text FROM pg_constraint WHERE conrelid = CAST(:table AS regclass) AND contype = 'c'"
    )
    for name in list(await superuser.scalars(statement, {"table": table})):
        await superuser.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))


async def plant_a_system_sign_in(superuser: AsyncConnection, token: str) -> None:
    """Open a sign-in of the system over the tests' county, as the door in the database would."""
    values = {"token": token, "county": COUNTY}
    opened = text("""
        WITH opened AS (
          INSERT INTO sign_ins (purpose, token_hash, idle_seconds, expires_at)
          VALUES ('planted', sha256(convert_to(:token, 'UTF8')), 900, app_now() + interval '1 hour') RETURNING id)
        INSERT INTO sign_in_homes (sign_in_id, region, institution_id) SELECT id, :county, 0 FROM opened
    """)
    await superuser.execute(opened, values)
