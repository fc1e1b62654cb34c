"""Guessing passwords gets slow and locks nobody out, over HTTP."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import Attempt
from app.core.db import transaction
from tests.accounts.at_the_door import sign_in
from tests.factories.accounts import an_account
from tests.support.clock import Clock
from tests.support.people import Client, client_for


async def test_the_fifth_failure_on_a_known_device_makes_the_sixth_wait(client: Client, clock: Clock) -> None:
    user = await an_account()
    await clock.at("2026-11-23 08:00+08")
    await sign_in(client, user.username)
    await client.post("/sign-out")
    for _ in range(5):
        assert (await sign_in(client, user.username, "wrong-one")).status_code == 422
    held = await sign_in(client, user.username)
    assert (held.status_code, held.headers["Retry-After"]) == (429, "1")
    await clock.at("2026-11-23 08:00:01+08")
    assert (await sign_in(client, user.username)).status_code == 303


async def test_strangers_are_held_up_and_the_known_device_is_not(app: Any, client: Client, clock: Clock) -> None:
    user = await an_account()
    await clock.at("2026-11-23 08:00+08")
    await sign_in(client, user.username)
    await client.post("/sign-out")
    statuses = []
    for _ in range(12):
        async with client_for(app) as stranger:
            statuses.append((await sign_in(stranger, user.username, "guess-again")).status_code)
    assert statuses == [422] * 10 + [429] * 2
    assert (await sign_in(client, user.username)).status_code == 303
    await clock.at("2026-11-23 08:05:01+08")
    async with client_for(app) as elsewhere:
        assert (await sign_in(elsewhere, user.username)).status_code == 303


async def test_tries_are_kept_though_the_request_is_refused(client: Client) -> None:
    user = await an_account()
    await sign_in(client, user.username, "wrong-one")
    await sign_in(client, user.username)
    async with transaction(read_only=True) as session:
        outcomes = await session.scalars(select(Attempt.outcome).order_by(Attempt.id.desc()).limit(3))
        names = await session.scalars(select(Attempt.username_hash))
    assert list(outcomes) == ["opened", "refused", "refused"]
    assert user.username.encode() not in b"".join(names)
