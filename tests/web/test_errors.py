"""A refusal speaks the language of its reader, even where no route has met them."""

import pytest
from httpx2 import AsyncClient


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
