"""Signing in, over HTTP."""

import re
from typing import Any
from unittest.mock import AsyncMock

import pytest
from sqlalchemy import Text, cast, func, select, text

from app.accounts import service
from app.accounts.models import SignIn
from app.accounts.service import sign_ins as sign_in_service
from app.accounts.system import acting_as_system
from app.audit.models import AuditEntry
from app.core.db import transaction
from app.core.settings import settings_with
from tests.accounts.at_the_door import cookie_of, scalar, sign_in, with_token
from tests.factories.accounts import PASSWORD, an_account
from tests.support.people import Client, client_for

WRONG = "工号和密码对不上，请重新输入密码"


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


@pytest.mark.parametrize("token", ["", "x", "a" * 64, "a" * 5000, "' OR 1=1 --"])
async def test_a_token_that_is_none_is_nobody(client: Client, token: str) -> None:
    assert (await with_token(client, token)).status_code == 303


async def test_without_a_token_the_database_knows_no_actor(connection: Any) -> None:
    async with transaction(read_only=True) as session:
        assert (await session.execute(text("SELECT current_actor()"))).scalar_one() is None
        for table in ("users", "role_grants", "sign_ins"):
            rows = await session.execute(text(f"SELECT count(*) FROM {table}"))
            assert rows.scalar_one() == 0, table


async def test_every_sign_in_and_sign_out_leaves_a_line_without_a_name(client: Client) -> None:
    user = await an_account(name="欧阳小燕")
    await sign_in(client, user.username)
    await client.post("/sign-out")
    own = select(func.string_agg(AuditEntry.action + " " + cast(AuditEntry.details, Text), "; "))
    lines = await scalar(own.where(AuditEntry.user_id == user.id))
    assert "accounts.signed_in" in lines
    assert "accounts.signed_out" in lines
    assert "欧阳小燕" not in lines
