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
