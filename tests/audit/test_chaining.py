"""How lines are written: one statement for an ordinary act, whatever else happens to the head of its chain."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.accounts.system import acting_as_system
from app.audit import service
from app.audit.service import keeping
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.db import close_work, touched, transaction
from app.core.live import announce_touched
from app.core.request import current_request
from app.core.uuid7 import uuid7
from tests.audit.places import HOME, PLANT
from tests.support.clock import Clock
from tests.support.tenants import COUNTY, OTHER_COUNTY, acting_everywhere

Count = Callable[[], Any]


@pytest.fixture
async def actor(connection: AsyncConnection) -> AsyncIterator[Actor]:
    """Act as the system in homes of which only the trail knows."""
    async with acting_everywhere() as system:
        async with transaction() as session:
            await session.execute(PLANT)
        yield system


async def said(
    session: AsyncSession, actor: Actor, *homes: int | None, county: int = COUNTY, **details: object
) -> None:
    for home in homes:
        service.record(session, actor, "tests.done", 1, county=county, institution_id=home, kind="tests", **details)
    await close_work(session)


async def lines(session: AsyncSession) -> list[tuple[int, int]]:
    found = await session.execute(text("SELECT institution_id, seq FROM audit_entries ORDER BY county, 1, 2"))
    return [(home, seq) for home, seq in found]


async def test_an_act_is_told_and_announced_by_one_statement(
    session: AsyncSession, actor: Actor, counting: Count
) -> None:
    await said(session, actor, HOME)
    touched(session, COUNTY, HOME, await business_date(session))
    touched(session, COUNTY, HOME + 1, await business_date(session))
    service.record(session, actor, "tests.done", 2, county=COUNTY, institution_id=HOME, kind="tests")
    with counting() as seen:
        await service.chain_lines(session)
        await announce_touched(session)
        await service.chain_lines(session)
    assert seen.count == 1, seen.statements
    assert all(word in seen.statements[0] for word in ("audit_heads", "audit_entries", "pg_notify"))
    assert await lines(session) == [(HOME, 1), (HOME, 2)]
    assert await service.verify_chains(session) == []


async def test_a_home_that_changed_without_a_line_is_announced_once(
    session: AsyncSession, actor: Actor, counting: Count
) -> None:
    touched(session, COUNTY, HOME, await business_date(session))
    touched(session, COUNTY, HOME + 1, await business_date(session))
    with counting() as seen:
        await announce_touched(session)
        await announce_touched(session)
    assert seen.count == 1, seen.statements


@pytest.mark.parametrize(
    ("homes", "first", "again"),
    [
        # A chain's first line finds no head, makes it and is told again.
        ([HOME], 3, 1),
        ([HOME, HOME], 4, 2),
        ([None, HOME, None], 7, 3),
        # Many: heads are made, locked, and two writes hold everything.
        ([HOME, None, HOME, HOME + 1, None], 4, 4),
    ],
    ids=["one line", "one chain", "two chains", "many lines"],
)
async def test_so_many_statements_write_so_many_lines(
    session: AsyncSession, actor: Actor, counting: Count, homes: list[int | None], first: int, again: int
) -> None:
    current_request().tap_id = str(uuid7())
    for statements in (first, again):
        with counting() as seen:
            await said(session, actor, *homes)
        assert seen.count == statements, seen.statements
    wanted = sorted((home or 0, 1 + n) for home in set(homes) for n in range(2 * homes.count(home)))
    assert await lines(session) == wanted
    assert await service.verify_chains(session) == []
    taps = set((await session.execute(text("SELECT tap_id::text FROM audit_entries"))).scalars())
    assert taps == {current_request().tap_id}
    current_request().tap_id = None


async def test_few_and_many_lines_make_one_chain(session: AsyncSession, actor: Actor) -> None:
    for count in (1, keeping.FEW + 1, 2, keeping.FEW + 2, 1):
        await said(session, actor, *[HOME] * count)
    assert (await lines(session))[-1] == (HOME, 13)
    assert await service.verify_chains(session) == []


@pytest.mark.parametrize("count", [1, keeping.FEW + 1])
@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-03-01 00:30:00.000001+08", "2026-03-01"),
        ("2026-02-28 23:59:59.999999+08", "2026-02-28"),
        # Here the microseconds since 1970 get their sixteenth digit.
        ("2001-09-09 01:46:39.999999+00", "2001-09-09"),
        ("2001-09-09 01:46:40+00", "2001-09-09"),
    ],
)
async def test_a_line_has_the_day_of_its_instant(
    session: AsyncSession, actor: Actor, clock: Clock, count: int, instant: str, day: str
) -> None:
    await business_date(session)
    await clock.at(instant)
    await said(session, actor, *[HOME] * count)
    question = text("SELECT DISTINCT recorded_on::text, at = CAST(CAST(:at AS text) AS timestamptz) FROM audit_entries")
    assert (await session.execute(question, {"at": instant})).all() == [(day, True)]
    assert await service.verify_chains(session) == []


@pytest.mark.parametrize("count", [1, keeping.FEW + 1])
async def test_whatever_a_line_says_holds(session: AsyncSession, actor: Actor, count: int) -> None:
    details: dict[str, Any] = {
        "z": "：\\ \"'\n😀 {}", "a": {"2": None, "1": [True, 1.5, 2**62, {"ä": "\x7f"}]}, "note": ":county $1 %s", "": "",
    }  # fmt: skip
    await said(session, actor, *[HOME] * count, **details)
    assert await service.verify_chains(session) == []


async def test_a_transaction_undone_leaves_the_chain_as_it_was(session: AsyncSession, actor: Actor) -> None:
    await said(session, actor, HOME)
    for _again in range(2):
        async with session.begin_nested() as undone:
            await said(session, actor, HOME)
            await undone.rollback()
    await said(session, actor, HOME)
    assert await lines(session) == [(HOME, 1), (HOME, 2)]
    assert await service.verify_chains(session) == []


async def test_a_head_put_back_or_taken_away_lets_no_place_be_filled_twice(
    owner_session: AsyncSession, actor: Actor
) -> None:
    await said(owner_session, actor, HOME, HOME)
    for fault in (
        "UPDATE audit_heads SET seq = 1 WHERE county = :county",
        "DELETE FROM audit_heads WHERE county = :county",
    ):
        await owner_session.execute(text(fault), {"county": COUNTY})
        with pytest.raises(DBAPIError, match="audit_entries"):
            async with owner_session.begin_nested():
                await said(owner_session, actor, HOME)
        assert await lines(owner_session) == [(HOME, 1), (HOME, 2)]
        assert await service.verify_chains(owner_session) != []


async def test_a_line_of_another_home_is_refused_and_moves_no_head(session: AsyncSession, actor: Actor) -> None:
    await said(session, actor, HOME)
    async with acting_as_system("测试", homes=[(COUNTY, HOME + 1)]) as neighbour, transaction() as other:
        with pytest.raises(DBAPIError, match="row-level security"):
            async with other.begin_nested():
                await said(other, neighbour, HOME)
        with pytest.raises(DBAPIError, match="row-level security"):
            async with other.begin_nested():
                await said(other, neighbour, None, county=OTHER_COUNTY)
    assert await lines(session) == [(HOME, 1)]
    assert await service.verify_chains(session) == []


async def test_who_may_write_the_trail_need_not_read_it(session: AsyncSession, actor: Actor) -> None:
    async with acting_as_system("测试", homes=[(COUNTY, HOME)]) as one, transaction() as narrow:
        await said(narrow, one, None)
        assert await lines(narrow) == []
    assert await lines(session) == [(0, 1)]
    assert await service.verify_chains(session) == []
