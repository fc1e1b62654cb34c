"""One's own place: number and PIN together, five wrong ones and a rest, and nothing a neighbour knows opens it."""

from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from app.core.db import transaction
from app.public.queries.lists import place_by_number
from app.public.service.secrets import process_secret
from app.waitlist.service.registering import keep_pin
from tests.public.conftest import CANARIES, PIN, Town
from tests.support.people import Client

pytestmark = pytest.mark.usefixtures("town")


async def ask(client: Client, number: str, pin: str) -> Any:
    return await client.post("/open/place", data={"number": number, "pin": pin})


async def test_the_family_sees_place_ladder_and_what_could_change_it(client: Client, town: Town) -> None:
    page = await ask(client, f" {town.silent.number} ", PIN)
    assert page.status_code == 200
    assert "排第 1 位，共 2 人" in page.text, "level 4 stands before one who came earlier"
    behind = (await ask(client, town.named.number, PIN)).text
    assert "排第 2 位，共 2 人" in behind
    assert "什么会让位次提前" in behind
    assert "如果能力评估为 4 级，会到第 1 位" in behind
    assert [one for one in CANARIES if one in page.text + behind] == []


async def test_a_neighbours_value_is_never_told(client: Client, town: Town) -> None:
    page = (await ask(client, town.named.number, PIN)).text
    assert "4 级" not in page.replace("如果能力评估为 4 级", "")
    assert town.silent.number not in page


async def test_five_wrong_pins_and_even_the_right_one_waits(client: Client, town: Town, clock: Any) -> None:
    await clock.at("2026-11-22 10:00")
    for left in (4, 3, 2, 1):
        wrong = await ask(client, town.named.number, "528")
        assert (wrong.status_code, f"还可以试 {left} 次" in wrong.text) == (422, True)
    assert (await ask(client, town.named.number, "0301")).status_code == 422
    held = await ask(client, town.named.number, PIN)
    assert held.status_code == 429
    assert "15 分钟" in held.text
    assert PIN not in held.text
    assert (await ask(client, town.silent.number, PIN)).status_code == 200, "another family is not held up"
    await clock.at("2026-11-22 10:16")
    assert (await ask(client, town.named.number, PIN)).status_code == 200


async def test_a_number_of_nobody_is_refused_like_a_wrong_pin(client: Client) -> None:
    for number in ("510302-2026-999999", "'; DROP TABLE elders; --", "99999999999999999999-1-1", "510302-W-ABCDEFGH"):
        page = await ask(client, number, "123456")
        assert page.status_code == 422
        assert "申请号和查询码对不上" in page.text


async def test_an_entry_without_a_place_says_what_comes_next(client: Client, town: Town) -> None:
    page = await ask(client, town.unlisted.number, PIN)
    assert "资料核验" in page.text
    assert "排第" not in page.text


async def test_without_the_processs_secret_the_database_tells_nothing(town: Town) -> None:
    told = keep_pin(PIN, salt=b"0123456789abcdef").hashed
    async with transaction(read_only=True) as session:
        assert await place_by_number(session, process_secret(), town.named.number, told) is not None
        with pytest.raises(DBAPIError, match="does not hold the key file"):
            async with session.begin_nested():
                await place_by_number(session, "guessed", town.named.number, told)
