"""However a transaction ends, its connection goes back and nothing of a failed one is kept."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import InvalidRequestError

from app.core import db
from app.core.db import Database, transaction
from app.core.postgres.urls import Urls

SET, ASK = text("SELECT set_config('app.tried', 'yes', false)"), text("SELECT current_setting('app.tried', true)")
WAIT = text("SELECT pg_sleep(30)")


@pytest.fixture
async def alone(urls: Urls, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """A pool of one connection that nobody else uses, so that what is left on it is seen."""
    made = Database(urls.app, pool_size=1)
    monkeypatch.setattr(db, "_current", made)
    yield made
    await made.dispose()


def out(pools: Database) -> int:
    """How many connections have not come back."""
    return int(pools.engines["app"].sync_engine.pool.checkedout())  # type: ignore[attr-defined]


async def kept() -> bool:
    async with transaction(read_only=True) as session:
        return bool(await session.scalar(ASK) == "yes")


async def test_a_good_end_commits(alone: Database) -> None:
    async with transaction() as session:
        await session.execute(SET)
    assert (out(alone), await kept(), session.in_transaction()) == (0, True, False)


async def test_an_empty_one_takes_no_connection(alone: Database) -> None:
    async with transaction():
        assert out(alone) == 0
    assert out(alone) == 0


async def test_an_error_rolls_back(alone: Database) -> None:
    async def err() -> None:
        async with transaction() as session:
            await session.execute(SET)
            raise LookupError

    with pytest.raises(LookupError):
        await err()
    assert (out(alone), await kept()) == (0, False)


async def test_a_commit_that_fails_rolls_back(alone: Database) -> None:
    def fail(_connection: object) -> None:
        raise LookupError

    event.listen(alone.engines["app"].sync_engine, "commit", fail)
    with pytest.raises(LookupError):
        async with transaction() as session:
            await session.execute(SET)
    event.remove(alone.engines["app"].sync_engine, "commit", fail)
    assert (out(alone), await kept()) == (0, False)


async def test_whoever_is_cancelled_gives_the_connection_back(alone: Database) -> None:
    async def wait() -> None:
        async with transaction() as session:
            await session.execute(SET)
            await session.execute(WAIT)

    waiting = asyncio.create_task(wait())
    while not out(alone):  # noqa: ASYNC110  (the pool offers no event)
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (out(alone), await kept()) == (0, False)


async def test_nobody_commits_before_the_end(alone: Database) -> None:
    async def hurry() -> None:
        async with transaction() as session:
            await session.commit()
            await session.execute(ASK)

    with pytest.raises(InvalidRequestError):
        await hurry()
    assert out(alone) == 0
