"""The trail in the database: chained, insert-only, and every kind of tampering found."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.audit import service
from app.audit.errors import TapReused
from app.audit.queries import trail
from app.core.actor import Actor
from app.core.db import close_work
from app.core.scope import Scope
from app.core.uuid7 import uuid7
from tests.support.tenants import COUNTY

EVERYWHERE = Scope(regions=frozenset({0}))


async def three_lines(session: AsyncSession, actor: Actor) -> None:
    for number in (1, 2, 3):
        service.record(session, actor, "tests.done", number, county=COUNTY, kind="tests", number=number, note="好")
    await close_work(session)


async def test_lines_are_chained_once_per_request_and_hold(session: AsyncSession, actor: Actor) -> None:
    await three_lines(session, actor)
    await close_work(session)
    assert await service.verify_chains(session) == []
    lines = await trail(session, EVERYWHERE, subject=("tests", 2))
    assert [(line.action, line.details) for line in lines] == [("tests.done", {"number": 2, "note": "好"})]
    assert lines[0].county == COUNTY
    assert lines[0].institution_id == 0


@pytest.mark.parametrize(
    "fault",
    [
        "UPDATE audit_entries SET details = '{\"number\": 9}' WHERE subject_id = 2 AND county = :county",
        "DELETE FROM audit_entries WHERE subject_id = 2 AND county = :county",
        "DELETE FROM audit_entries WHERE subject_id = 3 AND county = :county",
        (
            "UPDATE audit_entries SET seq = CASE subject_id WHEN 1 THEN 1002 WHEN 2 THEN 1001 END"
            " WHERE subject_id IN (1, 2) AND county = :county"
        ),
        "UPDATE audit_heads SET seq = seq + 1 WHERE county = :county",
        "DELETE FROM audit_heads WHERE county = :county",
    ],
    ids=["a changed byte", "a deleted row", "a cut tail", "two swapped rows", "a moved head", "a deleted head"],
)
async def test_tampering_is_found(owner_session: AsyncSession, actor: Actor, fault: str) -> None:
    await three_lines(owner_session, actor)
    assert await service.verify_chains(owner_session) == []
    await owner_session.execute(text(fault), {"county": COUNTY})
    broken = await service.verify_chains(owner_session)
    assert [(one.county, one.institution_id) for one in broken] == [(COUNTY, 0)]


@pytest.mark.parametrize("table", ["audit_entries", "access_entries", "acts"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET county = county", "DELETE FROM {}", "TRUNCATE {}"])
async def test_the_web_role_can_only_add(session: AsyncSession, table: str, verb: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with session.begin_nested():
            await session.execute(text(verb.format(table)))


async def test_a_tap_is_done_once(session: AsyncSession, actor: Actor) -> None:
    tap = {"tap_id": uuid7(), "action": "tests.do", "county": COUNTY}
    assert await service.first_time(session, actor, body={"bed": 1}, **tap)
    assert not await service.first_time(session, actor, body={"bed": 1}, **tap)
    with pytest.raises(TapReused):
        await service.first_time(session, actor, body={"bed": 2}, **tap)


async def test_the_same_tap_in_another_county_is_another_tap(session: AsyncSession, actor: Actor) -> None:
    tap: UUID = uuid7()
    assert await service.first_time(session, actor, tap_id=tap, action="a", body=1, county=COUNTY)
    assert await service.first_time(session, actor, tap_id=tap, action="a", body=1, county=0)


async def test_a_look_leaves_a_line_even_when_the_page_fails(session: AsyncSession, actor: Actor) -> None:
    await service.record_view(actor, county=COUNTY, institution_id=None, kind="elders", subjects=[5], fields=["id_no"])
    found = await session.execute(text("SELECT subjects, fields FROM access_entries WHERE subject_kind = 'elders'"))
    assert found.all() == [([5], ["id_no"])]


async def test_without_a_token_nothing_is_seen(
    connection: AsyncConnection, session: AsyncSession, actor: Actor
) -> None:
    await three_lines(session, actor)
    await session.execute(text("SELECT set_config('app.tok', '', true)"))
    for table in ("audit_entries", "access_entries", "attachments"):
        assert (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == 0
