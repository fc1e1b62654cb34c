"""Several who write one chain at the same moment, and who hears of it: real connections, real commits, swept away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.audit import service
from app.audit.service import keeping
from app.core.actor import Actor
from app.core.clock import business_date, now
from app.core.db import Database, close_work, touched, transaction
from app.core.live import CHANNEL
from app.core.postgres.urls import Urls, connect
from tests.audit.places import HOME, PLACES, PLANT
from tests.support.tenants import COUNTY, acting_everywhere


class Undo(Exception):
    """Ends a transaction without its commit."""


@pytest.fixture
async def writer(urls: Urls, pools: Database) -> AsyncIterator[Actor]:
    """Act as the system on a database that keeps what is committed until the test is over."""
    assert urls.owner is not None
    engine = create_async_engine(urls.owner, poolclass=NullPool)
    async with engine.begin() as owner:
        await owner.execute(PLANT)
    try:
        async with acting_everywhere() as actor:
            yield actor
    finally:
        async with engine.begin() as owner:
            await owner.execute(text("TRUNCATE sign_ins, audit_entries, audit_heads, acts, institutions CASCADE"))
        await engine.dispose()


@pytest.fixture
async def heard(urls: Urls, writer: Actor) -> AsyncIterator[asyncio.Queue[str]]:
    """Listen as every serving process does."""
    messages: asyncio.Queue[str] = asyncio.Queue()
    connection = await connect(urls.app, timeout=5)
    await connection.add_listener(CHANNEL, lambda *received: messages.put_nowait(str(received[3])))
    yield messages
    await connection.close(timeout=1)


def say(session: AsyncSession, actor: Actor, home: int = HOME, county: int = COUNTY) -> None:
    service.record(session, actor, "tests.done", 1, county=county, institution_id=home, kind="tests")


async def write(actor: Actor, *homes: int) -> None:
    async with transaction() as session:
        for home in homes:
            say(session, actor, home)


async def lines() -> list[Any]:
    async with transaction(read_only=True) as session:
        assert await service.verify_chains(session) == []
        return list(await session.execute(text("SELECT institution_id, seq, at FROM audit_entries ORDER BY 1, 2")))


async def waits(session: AsyncSession, process: int) -> None:
    """Return as soon as that connection waits for a lock."""
    question = text("SELECT NOT granted FROM pg_locks WHERE pid = :process ORDER BY granted LIMIT 1")
    for _look in range(1_000):
        if (await session.execute(question, {"process": process})).scalar():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody waited")


@pytest.mark.parametrize("count", [1, keeping.FEW + 1], ids=["one line", "many lines"])
@pytest.mark.parametrize("commits", [True, False], ids=["commits", "rolls back"])
async def test_the_second_writer_waits_and_comes_after(writer: Actor, commits: bool, count: int) -> None:
    await write(writer, HOME)
    process: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def second() -> None:
        async with transaction() as session:
            await business_date(session)
            for _each in range(count):
                say(session, writer)
            process.set_result((await session.execute(text("SELECT pg_backend_pid()"))).scalar_one())

    with suppress(Undo):
        async with transaction() as first:
            say(first, writer)
            await close_work(first)
            waiting = asyncio.create_task(second())
            await waits(first, await process)
            late = await now(first)
            if not commits:
                raise Undo
    await waiting
    found = await lines()
    assert [seq for _home, seq, _at in found] == list(range(1, 2 + commits + count))
    assert [at for *_place, at in found] == sorted(at for *_place, at in found)
    # The instant of the second line is that of its turn, not of its question.
    assert not commits or found[-1].at > late


async def test_many_writers_make_one_chain_in_order(writer: Actor) -> None:
    await asyncio.gather(*(write(writer, *places) for places in [[HOME], [HOME, HOME + 1], [HOME + 1, HOME]] * 6))
    found = await lines()
    for home, count in ((HOME, 18), (HOME + 1, 12)):
        mine = [(seq, at) for where, seq, at in found if where == home]
        assert [seq for seq, _at in mine] == list(range(1, count + 1))
        assert [at for _seq, at in mine] == sorted(at for _seq, at in mine)


async def test_first_lines_of_new_chains_at_once(writer: Actor) -> None:
    await asyncio.gather(
        *(write(writer, *(HOME + place for place in range(5))) for _each in range(2)),
        *(write(writer, HOME + 4, HOME + 2) for _each in range(4)),
    )
    assert [(home, seq) for home, seq, _at in await lines()] == [
        (HOME + place, seq) for place in range(5) for seq in range(1, 3 + 4 * (place in {2, 4}))
    ]


async def hears(heard: asyncio.Queue[str]) -> list[str]:
    """What was heard until a last message came through."""
    async with transaction() as session:
        await session.execute(text("SELECT pg_notify(:channel, 'end')"), {"channel": CHANNEL})
    messages = []
    while (message := await heard.get()) != "end":
        messages.append(message)
    return sorted(messages)


@pytest.mark.parametrize("count", [0, 1, 2, keeping.FEW + 1])
async def test_each_home_that_changed_is_heard_of_once(writer: Actor, heard: asyncio.Queue[str], count: int) -> None:
    for _again in range(2):
        async with transaction() as session:
            for county, home in (PLACES[0], PLACES[0], PLACES[1], PLACES[-1]):
                touched(session, county, home, await business_date(session))
            for _each in range(count):
                say(session, writer)
            await close_work(session)
            touched(session, *PLACES[2], await business_date(session))
        homes = [f"{county}:{home}" for county, home in (*PLACES[:3], PLACES[-1])]
        assert await hears(heard) == sorted(homes)


async def test_nothing_is_heard_of_what_was_undone(writer: Actor, heard: asyncio.Queue[str]) -> None:
    await write(writer, HOME)
    with suppress(Undo):
        async with transaction() as session:
            touched(session, COUNTY, HOME, await business_date(session))
            say(session, writer)
            await close_work(session)
            raise Undo
    assert await hears(heard) == []
    assert len(await lines()) == 1
