"""The migrated database is the one that was reviewed: its catalog, line by line, against `schema.txt`."""

import difflib

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.architecture.schema import SNAPSHOT, schema_of

PLANTED = {
    "a dropped exclusion": "ALTER TABLE bed_claims DROP CONSTRAINT ex_bed_claims_one_per_bed",
    "a dropped check": "ALTER TABLE users DROP CONSTRAINT ck_users_name",
    "a dropped index": "DROP INDEX ix_sign_ins_user",
    "a dropped policy": "DROP POLICY caller_rows ON attachments",
    "row security not forced": "ALTER TABLE attachments NO FORCE ROW LEVEL SECURITY",
    "a grant to everyone": "GRANT SELECT ON users TO PUBLIC",
    "a grant of one column": "GRANT SELECT (password_hash) ON user_secrets TO PUBLIC",
    "a column more": "ALTER TABLE users ADD COLUMN nickname text",
    "a default changed": "ALTER TABLE users ALTER COLUMN locale SET DEFAULT 'en'",
    "NULL allowed": "ALTER TABLE users ALTER COLUMN name DROP NOT NULL",
    "a function for everyone": "GRANT EXECUTE ON FUNCTION has_users() TO PUBLIC",
    "a function changed": "CREATE OR REPLACE FUNCTION business_date() RETURNS date LANGUAGE sql STABLE SECURITY DEFINER "
    "SET search_path = public, pg_temp AS $$ SELECT DATE '2020-01-01' $$",
}


@pytest.fixture
async def found(owner: AsyncConnection, roles: dict[str, str]) -> str:
    """Read the migrated database's schema."""
    return await schema_of(owner, roles["owner"].removesuffix("owner"))


async def test_the_schema_is_the_one_that_was_reviewed(found: str) -> None:
    kept = SNAPSHOT.read_text("utf-8")
    assert len(kept.splitlines()) >= 300
    changed = difflib.unified_diff(kept.splitlines(), found.splitlines(), "reviewed", "migrated", lineterm="", n=0)
    assert "\n".join(changed) == "", "renew it with: python -m tests.architecture.schema"


@pytest.mark.parametrize("fault", PLANTED.values(), ids=PLANTED.keys())
async def test_a_change_of_the_schema_is_found(
    owner: AsyncConnection, roles: dict[str, str], found: str, fault: str
) -> None:
    await owner.execute(text(fault))
    assert await schema_of(owner, roles["owner"].removesuffix("owner")) != found
