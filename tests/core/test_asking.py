"""Questions that go to the driver as they are: same transaction, same rights, same refusals as any statement."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.core.asking import Asked
from app.core.db import constraint_of, refusing, transaction
from app.core.errors import Refused
from tests.support.counting import Counting
from tests.support.tenants import COUNTIES, acting_everywhere

BOTH = Asked(
    "SELECT CAST(:word AS text) AS said, CAST(:number AS int) AS number, CAST(:word AS text) || '::x' AS again"
)
BAD_MARK = Asked(
    "INSERT INTO regions (code, parent_code, level, name, name_sort, initials) VALUES (:code, 510300, 'county', 'x', 'x', 'x')"
)
COUNTED = Asked("SELECT count(*) FROM attempts")
TRY = Asked("INSERT INTO attempts (username_hash, address_hash, outcome) VALUES ('', '', 'opened')")


async def test_rows_are_read_by_name_and_by_place(session: AsyncSession) -> None:
    row = (await BOTH.ask(session, {"word": "甲", "number": 3, "not": "asked"})).one()
    assert (row.said, row.number, row[2]) == ("甲", 3, "甲::x")
    assert BOTH.sql.count("$1") == 2


async def test_no_row_is_no_row(session: AsyncSession) -> None:
    nothing = Asked("SELECT code FROM regions WHERE code = :code")
    assert (await nothing.ask(session, {"code": 1})).first() is None
    assert (await nothing.ask(session, {"code": COUNTIES[0]})).one().code == COUNTIES[0]


async def test_it_has_the_rights_of_the_caller(session: AsyncSession) -> None:
    assert (await Asked("SELECT counties()").ask(session, {})).scalar_one() == list(COUNTIES)


async def test_it_begins_the_transaction_where_nothing_was_asked_before(connection: AsyncConnection) -> None:
    async with acting_everywhere(), transaction() as fresh:
        assert (await Asked("SELECT counties()").ask(fresh, {})).scalar_one() == list(COUNTIES)


async def test_what_the_server_refuses_has_its_name_and_its_code(session: AsyncSession) -> None:
    with pytest.raises(DBAPIError) as refused:
        async with session.begin_nested():
            await BAD_MARK.ask(session, {"code": COUNTIES[0]})
    assert constraint_of(refused.value) == "pk_regions"
    assert getattr(refused.value.orig, "sqlstate", "") == "23505"
    assert str(COUNTIES[0]) not in str(refused.value)
    assert (await session.execute(text("SELECT 1"))).scalar_one() == 1


async def test_a_refusal_is_told_in_a_sentence(session: AsyncSession) -> None:
    with pytest.raises(Refused) as refused:
        async with refusing(session):
            await BAD_MARK.ask(session, {"code": COUNTIES[0]})
    assert refused.value.constraint == "pk_regions"


async def test_a_savepoint_takes_it_back(session: AsyncSession) -> None:
    before = (await COUNTED.ask(session, {})).scalar_one()
    nested = await session.begin_nested()
    await TRY.ask(session, {})
    assert (await COUNTED.ask(session, {})).scalar_one() == before + 1
    await nested.rollback()
    assert (await COUNTED.ask(session, {})).scalar_one() == before


async def test_it_is_counted_like_any_statement(
    session: AsyncSession, counting: Callable[[], AbstractContextManager[Counting]]
) -> None:
    with counting() as seen:
        await COUNTED.ask(session, {})
    assert seen.statements == [COUNTED.sql]


async def test_a_value_that_is_missing_is_a_bug(session: AsyncSession) -> None:
    with pytest.raises(KeyError):
        await BOTH.ask(session, {"word": "甲"})
