"""Signing in and out, over HTTP."""

import re
from typing import Any
from unittest.mock import AsyncMock

import pytest
from sqlalchemy import func, select, text

from app.accounts import service
from app.accounts.models import Attempt, SignIn
from app.accounts.service import sign_ins as sign_in_service
from app.accounts.system import acting_as_system
from app.audit.models import AuditEntry
from app.core.db import transaction
from app.core.settings import settings_with
from tests.factories.accounts import PASSWORD, a_grant, an_account
from tests.support.clock import Clock
from tests.support.people import Client, client_for

WRONG = "工号和密码对不上，请重新输入密码"


async def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return await client.post("/sign-in", data={"username": username, "password": password, **more})


def cookie_of(answer: Any, name: str) -> str:
    """Give the Set-Cookie line of one cookie."""
    lines = [line for line in answer.headers.get_list("set-cookie") if line.startswith(f"{name}=")]
    return lines[-1] if lines else ""


async def with_token(client: Client, token: str) -> Any:
    """Ask for a page with this very token, whatever the browser has."""
    client.cookies.clear()
    return await client.get("/account", headers={"Cookie": f"s={token}"})


async def scalar(statement: Any) -> Any:
    async with acting_as_system("测试", regions=[0]), transaction(read_only=True) as session:
        return (await session.execute(statement)).scalar_one()


async def test_the_right_password_opens_the_door_and_leads_where_one_wanted_to_go(client: Client) -> None:
    user = await an_account()
    answer = await sign_in(client, user.username, next="/account")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert (await client.get("/account")).status_code == 200


async def test_the_number_may_be_typed_in_capitals_or_full_width(client: Client) -> None:
    user = await an_account(username="fs0312")
    assert user.username == "fs0312"
    assert (await sign_in(client, " ＦＳ0312 ")).status_code == 303


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_nobody_is_led_out_of_the_house(client: Client, wanted: str) -> None:
    user = await an_account()
    assert (await sign_in(client, user.username, next=wanted)).headers["Location"] == "/"


async def test_a_wrong_password_and_an_unknown_number_look_the_same(client: Client) -> None:
    user = await an_account()
    wrong = await sign_in(client, user.username, "not-the-one")
    unknown = await sign_in(client, "nobody-here", "not-the-one")
    assert wrong.status_code == unknown.status_code == 422
    assert WRONG in wrong.text

    def without_own_words(page: Any) -> str:
        return re.sub(r'value="[^"]*"|编号[^<]*', "", page.text)

    assert without_own_words(wrong) == without_own_words(unknown)
    assert not cookie_of(wrong, "s")


async def test_a_disabled_account_looks_like_a_wrong_password(client: Client) -> None:
    user = await an_account()
    async with acting_as_system("测试", regions=[0]) as actor, transaction() as session:
        await service.disable_user(session, actor, user.id)
    answer = await sign_in(client, user.username)
    assert answer.status_code == 422
    assert WRONG in answer.text


@pytest.mark.parametrize("kind", ["unknown", "no password", "disabled", "wrong"])
async def test_every_refusal_costs_exactly_one_hash(client: Client, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = AsyncMock()
    checked = AsyncMock(return_value=kind == "disabled")
    monkeypatch.setattr(sign_in_service, "verify_nothing", nothing)
    monkeypatch.setattr(sign_in_service, "verify_secret", checked)
    user = await an_account(password=None if kind == "no password" else PASSWORD)
    if kind == "disabled":
        async with acting_as_system("测试", regions=[0]) as actor, transaction() as session:
            await service.disable_user(session, actor, user.id)
    answer = await sign_in(client, "nobody-here" if kind == "unknown" else user.username)
    assert answer.status_code == 422
    assert nothing.await_count + checked.await_count == 1
    assert nothing.await_count == (kind in {"unknown", "no password"})


async def test_what_was_typed_as_a_password_is_never_sent_back(client: Client) -> None:
    answer = await sign_in(client, "nobody-here", "my-secret-words")
    assert "my-secret-words" not in answer.text
    assert 'value="nobody-here"' in answer.text


async def test_only_the_hash_of_a_token_is_kept(client: Client) -> None:
    user = await an_account()
    token = cookie_of(await sign_in(client, user.username), "s").partition("=")[2].partition(";")[0]
    assert len(token) >= 43
    assert "token_hash" not in await scalar(text("SELECT string_agg(device, ' ') FROM sign_ins"))
    with pytest.raises(Exception, match="permission denied"):
        await scalar(select(SignIn.token_hash).limit(1))


async def test_cookies_are_closed_to_scripts_and_to_other_sites(client: Client) -> None:
    user = await an_account()
    answer = await sign_in(client, user.username)
    for name in ("s", "d"):
        line = cookie_of(answer, name)
        assert "HttpOnly" in line
        assert "SameSite=lax" in line
        assert "Path=/" in line
        assert "Secure" not in line
    assert "Max-Age" not in cookie_of(answer, "s")


async def test_behind_https_the_cookie_is_bound_to_this_host(app: Any, connection: Any) -> None:
    user = await an_account()
    with settings_with(cookie_secure="yes"):
        async with client_for(app) as browser:
            answer = await sign_in(browser, user.username)
            assert "Secure" in cookie_of(answer, "__Host-s")
            assert "Domain" not in cookie_of(answer, "__Host-s")
            assert not cookie_of(answer, "s")


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


@pytest.mark.parametrize("token", ["", "x", "a" * 64, "a" * 5000, "' OR 1=1 --"])
async def test_a_token_that_is_none_is_nobody(client: Client, token: str) -> None:
    assert (await with_token(client, token)).status_code == 303


async def test_without_a_token_the_database_knows_no_actor(connection: Any) -> None:
    async with transaction(read_only=True) as session:
        assert (await session.execute(text("SELECT current_actor()"))).scalar_one() is None
        for table in ("users", "role_grants", "sign_ins"):
            rows = await session.execute(text(f"SELECT count(*) FROM {table}"))
            assert rows.scalar_one() == 0, table


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


async def test_every_sign_in_and_sign_out_leaves_a_line_without_a_name(client: Client) -> None:
    user = await an_account(name="欧阳小燕")
    await sign_in(client, user.username)
    await client.post("/sign-out")
    own = select(func.string_agg(AuditEntry.action + " " + func.cast(AuditEntry.details, text_type()), "; "))
    lines = await scalar(own.where(AuditEntry.user_id == user.id))
    assert "accounts.signed_in" in lines
    assert "accounts.signed_out" in lines
    assert "欧阳小燕" not in lines


def text_type() -> Any:
    from sqlalchemy import Text

    return Text


@pytest.mark.parametrize(("from_on", "to_on", "may"), [
    ("2026-11-23", "2026-11-24", True), ("2026-11-24", "9999-12-31", False), ("2026-11-01", "2026-11-23", False),
])  # fmt: skip
async def test_a_grant_holds_from_its_first_day_until_its_last(
    client: Client, clock: Clock, from_on: str, to_on: str, may: bool
) -> None:
    from datetime import date

    await clock.at("2026-11-23 08:00+08")
    user = await an_account(None)
    await a_grant(user, "administrator", from_on=date.fromisoformat(from_on), to_on=date.fromisoformat(to_on))
    await sign_in(client, user.username)
    assert (await client.get("/users")).status_code == (200 if may else 403)
