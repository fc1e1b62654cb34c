"""One's own account: the password, the letters, the language."""

from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts import passwords
from app.accounts.errors import TooBusy
from app.accounts.models import SignIn
from app.accounts.passwords import hash_secret, verify_nothing, verify_secret
from app.accounts.system import acting_as_system
from app.core.db import transaction
from app.core.settings import settings_with
from tests.factories.accounts import PASSWORD, an_account
from tests.support.clock import Clock
from tests.support.people import Client, client_for

NEW = "Qing-Ming4"


async def signed_in(client: Client, **about: Any) -> Any:
    user = await an_account(**about)
    await client.post("/sign-in", data={"username": user.username, "password": PASSWORD})
    return user


async def change(client: Client, current: str = PASSWORD, new: str = NEW, again: str | None = None) -> Any:
    form = {"current": current, "new": new, "again": new if again is None else again}
    return await client.post("/account/password", data=form)


async def test_a_new_password_ends_every_other_sign_in_and_turns_this_one(app: Any, client: Client) -> None:
    user = await signed_in(client)
    before = client.cookies["s"]
    async with client_for(app) as other:
        await other.post("/sign-in", data={"username": user.username, "password": PASSWORD})
        assert (await change(client)).status_code == 303
        assert (await other.get("/account")).status_code == 303
    assert client.cookies["s"] != before
    assert (await client.get("/account")).status_code == 200
    async with acting_as_system("测试", regions=[0]), transaction(read_only=True) as session:
        live = select(func.count()).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
        assert (await session.execute(live)).scalar_one() == 1
    async with client_for(app) as other:
        form = {"username": user.username, "password": PASSWORD}
        assert (await other.post("/sign-in", data=form)).status_code == 422
        assert (await other.post("/sign-in", data={**form, "password": NEW})).status_code == 303


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"current": "not-it"}, "现在的密码不对，请重新输入"),
        ({"again": "Qing-Ming5"}, "两遍新密码不一样，请重新输入"),
        ({"new": PASSWORD}, "新密码和现在的一样，请换一个"),
        ({"new": "short1A"}, "密码至少要 8 位"),
        ({"new": "王建国Ab123"}, "密码里不能主要是姓名、工号、机构名"),
    ],
)
async def test_a_password_that_will_not_do_comes_back_with_its_sentence(
    client: Client, typed: dict[str, str], sentence: str
) -> None:
    await signed_in(client)
    page = await change(client, **typed)
    assert page.status_code == 422
    assert sentence in page.text
    assert not any(value in page.text for value in typed.values())


async def test_guessing_the_present_password_on_an_open_screen_is_slowed_down_too(client: Client, clock: Clock) -> None:
    await clock.at("2026-11-23 08:00+08")
    await signed_in(client)
    for _ in range(5):
        assert (await change(client, current="guess-it")).status_code == 422
    assert (await change(client)).status_code == 429


async def test_after_ninety_days_a_new_password_comes_first(client: Client, clock: Clock) -> None:
    await clock.at("2026-01-01 08:00+08")
    user = await an_account()
    await clock.at("2026-04-01 08:00+08")
    await client.post("/sign-in", data={"username": user.username, "password": PASSWORD})
    assert (await client.get("/")).headers["Location"] == "/account/password"
    page = await client.get("/account/password")
    assert "密码用满 90 天了" in page.text
    assert "现在的密码" in page.text
    assert (await change(client)).status_code == 303
    assert (await client.get("/")).headers.get("Location") != "/account/password"


async def test_the_other_profile_asks_for_length_and_never_for_a_change(client: Client, clock: Clock) -> None:
    with settings_with(password_profile="asvs"):
        await clock.at("2026-01-01 08:00+08")
        user = await an_account()
        await clock.at("2026-12-01 08:00+08")
        await client.post("/sign-in", data={"username": user.username, "password": PASSWORD})
        assert (await client.get("/")).headers.get("Location") != "/account/password"
        assert "密码至少要 12 位" in (await change(client)).text
        assert (await change(client, new="every morning a kettle")).status_code == 303


async def test_letters_and_language_follow_the_person_to_the_next_device(app: Any, client: Client) -> None:
    user = await signed_in(client)
    answer = await client.post("/account/text-size", data={"size": "larger", "next": "/account"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    await client.post("/account/locale", data={"locale": "en", "next": "/account"})
    async with client_for(app) as other:
        await other.post("/sign-in", data={"username": user.username, "password": PASSWORD})
        page = (await other.get("/account")).text
    assert "text-larger" in page
    assert '<html lang="en"' in page


async def test_letters_and_language_can_be_chosen_at_the_door(client: Client) -> None:
    await client.post("/account/text-size", data={"size": "large", "next": "/sign-in"})
    await client.post("/account/locale", data={"locale": "en", "next": "/sign-in"})
    page = (await client.get("/sign-in")).text
    assert "text-large" in page
    assert '<html lang="en"' in page


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\t/evil.example", "/\r\nSet-Cookie: s=1"]
)
async def test_a_setting_leads_nobody_out_of_the_house(client: Client, wanted: str) -> None:
    answer = await client.post("/account/text-size", data={"size": "large", "next": wanted})
    assert answer.headers["Location"] == "/"
    answer = await client.post(
        "/account/text-size", data={"size": "large", "next": wanted}, headers={"HX-Request": "true"}
    )
    assert answer.headers["HX-Redirect"] == "/"


async def test_a_way_back_in_chinese_fits_into_the_header_of_htmx(client: Client) -> None:
    asked = {"size": "large", "next": "/search?q=床"}
    answer = await client.post("/account/text-size", data=asked, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/search?q=%E5%BA%8A"


async def test_a_hash_is_argon2id_of_the_agreed_cost() -> None:
    hashed = await hash_secret(NEW)
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await verify_secret(NEW, hashed)
    assert not await verify_secret(NEW + " ", hashed)
    await verify_nothing(NEW)


async def test_who_would_be_the_twenty_third_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords._gate, "inside", 22)
    with pytest.raises(TooBusy):
        await hash_secret(NEW)
    monkeypatch.setattr(passwords._gate, "inside", 21)
    assert await hash_secret(NEW)
    assert passwords._gate.inside == 21
