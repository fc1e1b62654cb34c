"""How long a sign-in lasts, and what ends it, over HTTP."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts.models import SignIn
from tests.accounts.at_the_door import scalar, sign_in, with_token
from tests.factories.accounts import a_grant, an_account
from tests.support.clock import Clock
from tests.support.people import Client, client_for


async def test_signing_in_again_brings_a_new_token_and_ends_the_old_one(client: Client) -> None:
    user = await an_account()
    await sign_in(client, user.username)
    first = client.cookies["s"]
    await sign_in(client, user.username)
    assert client.cookies["s"] != first
    assert (await with_token(client, first)).status_code == 303


async def test_signing_out_ends_the_sign_in_at_once(client: Client) -> None:
    user = await an_account()
    await sign_in(client, user.username)
    token = client.cookies["s"]
    answer = await client.post("/sign-out")
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, '"cache"')
    assert (await with_token(client, token)).headers["Location"].startswith("/sign-in?next=/account")


async def test_signing_out_everywhere_ends_every_device(app: Any, client: Client) -> None:
    user = await an_account()
    await sign_in(client, user.username)
    async with client_for(app) as other:
        await sign_in(other, user.username)
        assert (await other.get("/account")).status_code == 200
        assert (await client.post("/sign-out/everywhere")).status_code == 303
        assert (await other.get("/account")).status_code == 303
    assert (await client.get("/account")).status_code == 303


async def test_one_other_device_can_be_ended_and_no_stranger_s(app: Any, client: Client) -> None:
    user, stranger = await an_account(), await an_account()
    await sign_in(client, user.username)
    async with client_for(app) as other, client_for(app) as foreign:
        await sign_in(other, user.username)
        await sign_in(foreign, stranger.username)
        newest = select(func.max(SignIn.id))
        theirs = await scalar(newest.where(SignIn.user_id == stranger.id))
        mine = await scalar(newest.where(SignIn.user_id == user.id))
        assert (await client.post(f"/account/sign-ins/{theirs}/end")).status_code == 404
        assert (await client.post(f"/account/sign-ins/{mine}/end")).status_code == 303
        assert (await other.get("/account")).status_code == 303
        assert (await foreign.get("/account")).status_code == 200
    assert (await client.get("/account")).status_code == 200


async def test_the_fourth_device_ends_the_oldest(app: Any, client: Client, clock: Clock) -> None:
    user = await an_account()
    await clock.at("2026-11-23 08:00+08")
    await sign_in(client, user.username)
    for minute in (1, 2, 3):
        await clock.at(f"2026-11-23 08:0{minute}+08")
        async with client_for(app) as other:
            await sign_in(other, user.username)
    assert (await client.get("/account")).status_code == 303


@pytest.mark.parametrize(("role", "minutes"), [("caregiver", 30), ("director", 15), ("administrator", 15)])
async def test_a_rest_beyond_the_idle_limit_ends_the_sign_in(
    client: Client, clock: Clock, role: str, minutes: int
) -> None:
    user = await an_account(role)
    await clock.at("2026-11-23 08:00+08")
    await sign_in(client, user.username)
    await clock.at(f"2026-11-23 08:{minutes - 1}+08")
    assert (await client.get("/account")).status_code == 200
    # The look a minute ago counted as being here.
    await clock.at(f"2026-11-23 08:{2 * minutes - 2}+08")
    assert (await client.get("/account")).status_code == 200
    await clock.at(f"2026-11-23 10:{minutes - 2}+08")
    answer = await client.get("/account")
    assert (answer.status_code, "why=idle" in answer.headers["Location"]) == (303, True)
    door = await client.get(answer.headers["Location"])
    assert "太久没操作" in door.text


async def test_twelve_hours_end_every_sign_in_however_busy(client: Client, clock: Clock) -> None:
    user = await an_account()
    await clock.at("2026-11-23 08:00+08")
    await sign_in(client, user.username)
    for minutes in range(8 * 60 + 20, 20 * 60, 20):
        await clock.at(f"2026-11-23 {minutes // 60:02}:{minutes % 60:02}+08")
        assert (await client.get("/account")).status_code == 200
    await clock.at("2026-11-23 20:01+08")
    assert (await client.get("/account")).status_code == 303


async def test_htmx_is_sent_to_the_door_by_header(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://test/account"}
    answer = await client.get("/account", headers=headers)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/sign-in?next=/account")


@pytest.mark.parametrize(("from_on", "to_on", "may"), [
    ("2026-11-23", "2026-11-24", True), ("2026-11-24", "9999-12-31", False), ("2026-11-01", "2026-11-23", False),
])  # fmt: skip
async def test_a_grant_holds_from_its_first_day_until_its_last(
    client: Client, clock: Clock, from_on: str, to_on: str, may: bool
) -> None:
    await clock.at("2026-11-23 08:00+08")
    user = await an_account(None)
    await a_grant(user, "administrator", from_on=date.fromisoformat(from_on), to_on=date.fromisoformat(to_on))
    await sign_in(client, user.username)
    assert (await client.get("/users")).status_code == (200 if may else 403)
