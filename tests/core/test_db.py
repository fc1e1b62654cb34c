"""Refusals by name, a session that stays usable, one clock, and no rights without a token."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.core.clock import business_date, now
from app.core.db import refusing, touched, touched_homes, transaction
from app.core.errors import DomainError, Refused
from tests.support.clock import Clock

BAD_MARK = "INSERT INTO regions (code, parent_code, level, name, name_sort, initials) VALUES (510302, 510300, 'county', 'x', 'x', 'x')"


class Known(DomainError):
    """A refusal of this test's own."""


async def test_a_named_constraint_says_its_sentence_and_the_session_lives_on(session: AsyncSession) -> None:
    with pytest.raises(Refused) as refused:
        async with refusing(session):
            await session.execute(text(BAD_MARK))
    assert refused.value.constraint == "pk_regions"
    assert refused.value.message
    assert (await session.execute(text("SELECT 1"))).scalar_one() == 1


async def test_a_mapped_constraint_raises_its_own_error(session: AsyncSession) -> None:
    with pytest.raises(Known):
        async with refusing(session, {"pk_regions": Known}):
            await session.execute(text(BAD_MARK))


async def test_a_nameless_failure_stays_a_bug(session: AsyncSession) -> None:
    with pytest.raises(DBAPIError):
        async with refusing(session):
            await session.execute(text("SELECT 1 / 0"))


async def test_a_read_only_transaction_refuses_to_write(connection: AsyncConnection) -> None:
    with pytest.raises(DBAPIError, match="read-only"):
        async with transaction(read_only=True) as session, session.begin_nested():
            await session.execute(
                text("INSERT INTO attempts (username_hash, address_hash, outcome) VALUES ('', '', 'opened')")
            )


async def test_the_clock_obeys_only_where_the_database_is_a_test(clock: Clock, session: AsyncSession) -> None:
    await clock.at("2026-03-01 07:59:00+08")
    assert await business_date(session) == date(2026, 3, 1)
    assert (await now(session)).isoformat() == "2026-02-28T23:59:00+00:00"


async def test_a_live_database_has_the_servers_clock(owner_session: AsyncSession) -> None:
    await owner_session.execute(text("UPDATE database_mark SET kind = 'live'"))
    await owner_session.execute(text("SELECT set_config('app.clock', '1999-01-01', true)"))
    assert (await now(owner_session)).year > 2020


@pytest.mark.parametrize(
    ("instant", "day"),
    [("2026-03-01 00:00:00+08", date(2026, 3, 1)), ("2026-02-28 15:59:59+00", date(2026, 2, 28)),
     ("2026-02-28 16:00:00+00", date(2026, 3, 1)), ("1986-05-04 16:30:00+00", date(1986, 5, 5))],
)  # fmt: skip
async def test_the_business_date_is_chinas(clock: Clock, session: AsyncSession, instant: str, day: date) -> None:
    await clock.at(instant)
    assert await business_date(session) == day


async def test_touching_a_home_twice_keeps_the_earlier_day(session: AsyncSession) -> None:
    touched(session, 510302, 7, date(2026, 3, 5))
    touched(session, 510302, 7, date(2026, 3, 1))
    touched(session, 510302, 5, date(2026, 3, 9))
    assert [(home.institution_id, home.since.day) for home in touched_homes(session)] == [(5, 9), (7, 1)]


async def test_a_guessed_token_sees_nothing(session: AsyncSession) -> None:
    await session.execute(text("SELECT set_config('app.tok', 'guessed', true)"))
    assert (await session.execute(text("SELECT counties(), homes(), whole_counties()"))).one() == ([], [], [])


async def test_the_web_role_opens_no_sign_in_without_the_process_secret(session: AsyncSession) -> None:
    call = "SELECT open_system_sign_in('guessed', 'x', '\\x00', ARRAY[0], ARRAY[0]::bigint[], 60)"
    with pytest.raises(DBAPIError, match="key file"):
        async with session.begin_nested():
            await session.execute(text(call))
    for table in ("user_secrets", "process_secrets", "sign_in_homes", "rights_keys"):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with session.begin_nested():
                await session.execute(text(f"SELECT * FROM {table}"))
