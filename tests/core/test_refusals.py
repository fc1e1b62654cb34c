"""A bold run draws no savepoint: whatever it is refused ends it, and what it put off is asked for at its end."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.core.db import Database, transaction
from app.core.errors import DomainError, Refused
from app.core.postgres.urls import Urls
from app.core.refusals import Careful, is_unproven, refusing, running_boldly
from tests.support.keys import PAIR, PAIRS_OF, SWAP, pairs_of

TWICE = text(
    "INSERT INTO regions (code, parent_code, level, name, name_sort, initials) VALUES (510302, 510300, 'county', 'x', 'x', 'x')"
)
TRY = text("INSERT INTO attempts (username_hash, address_hash, outcome) VALUES ('bold', '', 'refused')")
TRIES = text("SELECT count(*) FROM attempts WHERE username_hash = 'bold'")


class Known(DomainError):
    """A refusal of this test's own."""


@contextmanager
def frames_of(connection: AsyncConnection | Database) -> Iterator[list[str]]:
    """Note the savepoints that are drawn meanwhile."""
    engine = connection.engines["app"].sync_engine if isinstance(connection, Database) else connection.sync_connection
    drawn: list[str] = []

    def note(_connection: Any, name: str) -> None:
        drawn.append(name)

    event.listen(engine, "savepoint", note)
    try:
        yield drawn
    finally:
        event.remove(engine, "savepoint", note)


@pytest.fixture
async def pairs(urls: Urls) -> AsyncIterator[None]:
    """Keep a table with a deferred key."""
    async with pairs_of(urls):
        yield


@pytest.fixture
async def alone(urls: Urls, pairs: None) -> AsyncIterator[AsyncSession]:
    """A session whose COMMIT is a real one."""
    engine = create_async_engine(urls.app, poolclass=NullPool)
    async with AsyncSession(engine, autoflush=False) as session:
        yield session
    await engine.dispose()


async def test_a_bold_block_that_is_not_refused_draws_no_savepoint(actor: object, connection: AsyncConnection) -> None:
    async with transaction(bold=True) as session:
        await session.connection()
        with frames_of(connection) as drawn:
            async with refusing(session):
                await session.execute(TRY)
            async with refusing(session), refusing(session):
                await session.execute(TRY)
        assert await session.scalar(TRIES) == 2
    assert drawn == []


async def test_a_transaction_that_is_not_bold_draws_savepoints(
    session: AsyncSession, connection: AsyncConnection
) -> None:
    await session.connection()
    with frames_of(connection) as drawn:
        async with refusing(session):
            await session.execute(TRY)
    assert len(drawn) == 1


@pytest.mark.parametrize("refusals", [None, {"pk_regions": Known}])
async def test_a_constraint_ends_a_bold_run(actor: object, refusals: Any) -> None:
    async def act() -> None:
        async with transaction(bold=True) as session:
            async with refusing(session):
                await session.execute(TRY)
            # No handler of any kind may take it for a refusal and go on.
            with suppress(Exception):
                async with refusing(session), refusing(session, refusals):
                    await session.execute(TWICE)

    with pytest.raises(Careful):
        await act()
    async with transaction(read_only=True) as after:
        assert await after.scalar(TRIES) == 0


async def test_a_rule_that_refuses_inside_a_block_ends_a_bold_run(actor: object) -> None:
    async def act() -> None:
        async with transaction(bold=True) as session, refusing(session):
            await session.execute(TRY)
            raise Known

    with pytest.raises(Careful):
        await act()


async def test_a_nameless_failure_of_a_bold_run_stays_a_bug(actor: object) -> None:
    with pytest.raises(DBAPIError):
        async with transaction(bold=True) as session, refusing(session):
            await session.execute(text("SELECT 1 / 0"))


async def test_whoever_has_a_savepoint_lives_on_in_a_bold_run(actor: object) -> None:
    async with transaction(bold=True) as session:
        with pytest.raises(Refused):
            async with session.begin_nested(), refusing(session):
                await session.execute(TWICE)
        assert await session.scalar(TRIES) == 0


async def test_after_something_written_beside_it_a_run_goes_on_with_savepoints(actor: object) -> None:
    async with transaction(bold=True) as session:
        async with transaction(pool="side") as side:
            await side.execute(TRY)
        with pytest.raises(Refused):
            async with refusing(session):
                await session.execute(TWICE)
        assert await session.scalar(TRIES) == 1


async def test_what_a_transaction_beside_it_reads_changes_nothing(actor: object) -> None:
    async def act() -> None:
        async with transaction(bold=True) as session:
            async with transaction(pool="side", read_only=True):
                pass
            async with refusing(session):
                await session.execute(TWICE)

    with pytest.raises(Careful):
        await act()


async def test_commit_asks_for_the_keys_that_a_bold_run_has_put_off(alone: AsyncSession) -> None:
    await alone.begin()
    with running_boldly(alone):
        async with refusing(alone):
            await alone.execute(PAIR)
    with pytest.raises(DBAPIError, match="uq_pairs"):
        await alone.commit()
    assert is_unproven(alone)


async def test_inside_a_greater_transaction_the_end_asks_for_them(pairs: None, actor: object) -> None:
    with pytest.raises(DBAPIError, match="uq_pairs"):
        async with transaction(bold=True) as session, refusing(session):
            await session.execute(PAIR)


async def test_a_block_with_a_savepoint_is_not_blamed_for_a_bold_one(alone: AsyncSession) -> None:
    await alone.begin()
    with running_boldly(alone):
        async with refusing(alone):
            await alone.execute(PAIR)
        await alone.begin_nested()
        with pytest.raises(DBAPIError, match="uq_pairs"):
            await refusing(alone, {"uq_pairs": Known}).__aenter__()


async def test_keys_made_immediate_are_put_off_again_in_a_bold_block(alone: AsyncSession) -> None:
    with running_boldly(alone):
        async with alone.begin():
            async with alone.begin_nested(), refusing(alone):
                await alone.execute(PAIRS_OF)
            async with refusing(alone):
                await alone.execute(SWAP)
