"""A refusal speaks the language of its reader, even where no route has met them."""

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy.exc import DBAPIError

from app.web.errors import install


@pytest.mark.parametrize(("locale", "said"), [("en", "There is no such page"), ("zh", "没有找到这一页")])
async def test_an_unknown_address_is_answered_in_the_readers_language(
    client: AsyncClient, locale: str, said: str
) -> None:
    answer = await client.get("/nowhere", headers={"Cookie": f"locale={locale}"})
    assert answer.status_code == 404
    assert said in answer.text


async def test_a_word_no_database_takes_leads_nowhere(client: AsyncClient) -> None:
    assert (await client.get("/regions/options?field=county&q=%00")).status_code == 404


async def test_a_number_no_column_holds_is_taken_as_not_chosen(client: AsyncClient) -> None:
    for number in ("9" * 30, "9" * 5000):
        answer = await client.get(f"/regions/options?field=county&county={number}")
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "cookie", ['s="a\\000b"', 'd="aaaaaaaaaaaaaaaaaaaaaaaaa\\000"', 'text_size="<b>"', "locale=xx", "said=%FF%00"]
)
async def test_a_cookie_may_say_anything(client: AsyncClient, cookie: str) -> None:
    assert (await client.get("/sign-in", headers={"Cookie": cookie})).status_code == 200


async def test_waiting_too_long_for_a_lock_is_a_busy_hour_and_no_bug() -> None:
    class LockTimeout(Exception):
        sqlstate = "55P03"

    class DiskFull(Exception):
        sqlstate = "53100"

    app = FastAPI()
    install(app)

    @app.get("/{what}")
    async def fails(what: str) -> None:
        raise DBAPIError("SELECT 1", None, LockTimeout() if what == "lock" else DiskFull())

    async with AsyncClient(
        transport=ASGITransport(app=app, raise_app_exceptions=False), base_url="http://test",
        headers={"Accept": "application/json"},
    ) as asking:  # fmt: skip
        busy = await asking.get("/lock")
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, "3")
        assert "过几秒再试" in busy.json()["detail"]
        assert (await asking.get("/disk")).status_code == 500
