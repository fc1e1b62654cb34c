"""Rights kept for a moment: nobody can write them himself, nobody can carry them elsewhere, and they end."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.core.actor import Actor
from app.core.db import acting_under, as_caller
from app.core.postgres.urls import Urls
from tests.factories.institutions import an_institution
from tests.support.clock import Clock
from tests.support.people import a_user, open_sign_in_for
from tests.support.tenants import COUNTIES, COUNTY, OTHER_COUNTY

KINDS = ("counties", "whole_counties", "homes", "agg_counties")
INNER = (
    "rights_seal('homes', 1, '{}')", "keep_rights('homes', '{1}')", "kept_rights('homes')",
    *(f"{kind}_asked()" for kind in KINDS),
)  # fmt: skip
LONGER_THAN_FRESH = 0.15
"""Migration 0023 keeps rights for 100 ms."""
WHERE_SEAL_AND_TIME_END = 80


async def kept(session: AsyncSession, kind: str) -> str:
    return str(await session.scalar(text("SELECT current_setting(:name, true)"), {"name": f"app.kept_{kind}"}) or "")


async def write(session: AsyncSession, kind: str, value: str) -> None:
    await session.execute(text("SELECT set_config(:name, :value, true)"), {"name": f"app.kept_{kind}", "value": value})


async def rights(session: AsyncSession, kind: str) -> list[int]:
    return sorted(await session.scalar(text(f"SELECT {kind}()")) or [])


@pytest.fixture(autouse=True)
async def _nothing_is_kept(session: AsyncSession) -> None:
    for kind in KINDS:
        await write(session, kind, "")


async def test_what_was_found_is_kept(session: AsyncSession) -> None:
    kept_twice = 0
    # On a busy machine a moment may be over between two statements.
    for _attempt in range(20):
        assert await rights(session, "counties") == sorted(COUNTIES)
        sealed = await kept(session, "counties")
        assert sealed.endswith("{510302,510304}")
        assert await rights(session, "counties") == sorted(COUNTIES)
        kept_twice += await kept(session, "counties") == sealed
    assert kept_twice


@pytest.mark.parametrize(
    "forged", ["", "{510400}", "x" * 64 + "0" * 16 + "{510400}", "0" * 64 + "9" * 16 + "{510400}", "0" * 80 + "no list"]
)
async def test_what_somebody_wrote_himself_counts_for_nothing(session: AsyncSession, forged: str) -> None:
    await write(session, "counties", forged)
    assert await rights(session, "counties") == sorted(COUNTIES)


async def test_no_seal_fits_more_than_was_sealed(session: AsyncSession) -> None:
    await rights(session, "counties")
    sealed = await kept(session, "counties")
    for changed in (sealed[:-1] + ",510400}", sealed[:WHERE_SEAL_AND_TIME_END] + "{510400}", sealed + " "):
        await write(session, "counties", changed)
        assert await rights(session, "counties") == sorted(COUNTIES)


async def test_no_seal_fits_another_right(session: AsyncSession) -> None:
    token = await open_sign_in_for((await a_user("statistics_clerk", region=COUNTY)).id)
    await as_caller(session, token)
    assert await rights(session, "agg_counties") == [COUNTY]
    await write(session, "counties", await kept(session, "agg_counties"))
    assert await rights(session, "counties") == []


async def test_a_later_moment_is_not_sealed(session: AsyncSession) -> None:
    await rights(session, "counties")
    sealed = await kept(session, "counties")
    later = f"{int(sealed[64:WHERE_SEAL_AND_TIME_END]) + 10_000_000:016d}"
    await asyncio.sleep(LONGER_THAN_FRESH)
    await write(session, "counties", sealed[:64] + later + sealed[WHERE_SEAL_AND_TIME_END:])
    await rights(session, "counties")
    assert await kept(session, "counties") != sealed


async def test_after_a_moment_they_are_looked_up_again(session: AsyncSession) -> None:
    await rights(session, "counties")
    sealed = await kept(session, "counties")
    await asyncio.sleep(LONGER_THAN_FRESH)
    await rights(session, "counties")
    assert await kept(session, "counties") != sealed


async def test_another_token_has_its_own(session: AsyncSession) -> None:
    token = acting_under.get()
    assert await rights(session, "counties") == sorted(COUNTIES)
    await as_caller(session, await open_sign_in_for((await a_user("case_officer", region=OTHER_COUNTY)).id))
    assert await rights(session, "counties") == [OTHER_COUNTY]
    await as_caller(session, "guessed")
    assert await rights(session, "counties") == []
    await as_caller(session, token)
    assert await rights(session, "counties") == sorted(COUNTIES)


async def test_a_clock_set_meanwhile_counts(session: AsyncSession, clock: Clock) -> None:
    assert await rights(session, "counties") == sorted(COUNTIES)
    await clock.at("2099-01-01 08:00:00+08")
    assert await rights(session, "counties") == []


async def test_what_the_transaction_changed_itself_is_seen_at_once(session: AsyncSession, actor: Actor) -> None:
    before = await rights(session, "homes")
    made = await an_institution(session)
    assert await rights(session, "homes") == sorted([*before, made.id])


async def test_a_sign_in_that_is_ended_is_shut_out_at_once_in_its_own_transaction(session: AsyncSession) -> None:
    await as_caller(session, await open_sign_in_for((await a_user("case_officer", region=COUNTY)).id))
    assert await rights(session, "counties") == [COUNTY]
    await session.execute(text("UPDATE sign_ins SET ended_at = now(), ended_why = 'x' WHERE user_id = caller_user()"))
    assert await rights(session, "counties") == []


async def test_another_connection_and_another_transaction_want_a_seal_of_their_own(
    session: AsyncSession, urls: Urls
) -> None:
    """The sign-in is committed by nobody: what the other transaction would see by the seal alone shows that it counted."""
    await rights(session, "counties")
    sealed = await kept(session, "counties")
    engine = create_async_engine(urls.app, poolclass=NullPool)
    async with AsyncSession(engine) as other:
        await as_caller(other, acting_under.get())
        await write(other, "counties", sealed)
        assert await rights(other, "counties") == []
    await engine.dispose()


@pytest.mark.parametrize("call", INNER)
async def test_nobody_but_the_owner_seals(session: AsyncSession, call: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with session.begin_nested():
            await session.execute(text(f"SELECT {call}"))
