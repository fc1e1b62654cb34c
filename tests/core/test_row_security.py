"""What SQL under somebody's token can reach, whatever the pages would have let through."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.actor import Actor
from app.core.db import acting_under, transaction
from tests.factories.institutions import an_institution
from tests.support.people import a_user, open_sign_in_for
from tests.support.tenants import COUNTY, OTHER_COUNTY

GRANT = (
    "INSERT INTO role_grants (user_id, role, region, institution_id, from_on)"
    " VALUES (caller_user(), 'director', :region, :home, '2020-01-01')"
)


async def under(token: str, statement: str, **values: object) -> int:
    """Run one statement as the web role under a token; give the rows it reached."""
    before = acting_under.set(token)
    try:
        async with transaction() as session, session.begin_nested():
            return int((await session.execute(text(statement), values)).rowcount)  # type: ignore[attr-defined]
    finally:
        acting_under.reset(before)


async def test_a_grant_in_a_home_of_another_county_reaches_nothing(connection: AsyncConnection, actor: Actor) -> None:
    async with transaction() as session:
        there = await an_institution(session, county=OTHER_COUNTY)
    token = await open_sign_in_for((await a_user("administrator", region=COUNTY)).id)
    assert await under(token, GRANT, region=COUNTY, home=there.id) == 1
    assert await under(token, "UPDATE institutions SET name = 'x' WHERE id = :id", id=there.id) == 0
    assert await under(token, "SELECT FROM audit_entries WHERE institution_id = :id", id=there.id) == 0
    with pytest.raises(DBAPIError, match="row-level security"):
        await under(token, GRANT, region=OTHER_COUNTY, home=there.id)


async def test_a_county_administrator_reaches_no_higher_one(connection: AsyncConnection) -> None:
    higher = await a_user("administrator", region=0)
    session_of_higher = await open_sign_in_for(higher.id)
    token = await open_sign_in_for((await a_user("administrator", region=COUNTY)).id)
    with pytest.raises(DBAPIError, match="row-level security"):
        await under(token, "UPDATE users SET disabled_at = now() WHERE id = :id", id=higher.id)
    ended = "UPDATE sign_ins SET ended_at = now(), ended_why = 'x' WHERE user_id = :id"
    assert await under(token, ended, id=higher.id) == 0
    assert await under(session_of_higher, "UPDATE users SET text_size = 'large' WHERE id = :id", id=higher.id) == 1


async def test_an_ended_sign_in_stays_ended(connection: AsyncConnection) -> None:
    user = await a_user("administrator", region=0)
    old, token = await open_sign_in_for(user.id), await open_sign_in_for(user.id)
    assert await under(old, "UPDATE sign_ins SET ended_at = now() WHERE id = (SELECT sign_in_id FROM caller())") == 1
    with pytest.raises(DBAPIError, match="row-level security"):
        await under(token, "UPDATE sign_ins SET ended_at = NULL WHERE user_id = :id", id=user.id)


@pytest.mark.parametrize("table", ["regions", "region_figures", "users", "role_grants", "sign_ins"])
async def test_without_a_token_nothing_is_changed(connection: AsyncConnection, table: str) -> None:
    column = "ended_why" if table == "sign_ins" else "text_size" if table == "users" else "note"
    column = {"region_figures": "source", "role_grants": "document"}.get(table, column)
    assert await under("", f"UPDATE {table} SET {column} = {column}") == 0
