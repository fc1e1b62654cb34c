"""Pages of a large home take as few statements as those of a small one."""

from collections.abc import Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import close_work
from tests.factories.beds import HouseOfBeds, a_house
from tests.support.counting import Counting
from tests.support.people import Client, ClientAs

PAGES = {
    "board": 12,
    "board?state=free&bed={bed}": 24,
    "board/sheet": 12,
    "beds": 12,
    "beds/{bed}": 17,
    "structure": 16,
    "structure?room_id={room}": 16,
}


async def visit(browser: Client, house: HouseOfBeds, page: str) -> int:
    path = page.format(bed=house.beds["301-1"], room=house.rooms["301"])
    return (await browser.get(f"/institutions/{house.home.institution_id}/{path}")).status_code


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_of_three_hundred_beds_takes_no_more_than_one_of_two(
    session: AsyncSession, client_as: ClientAs, counting: Callable[[], Counting], page: str
) -> None:
    small, large = await a_house(session, rooms="301"), await a_house(session, rooms="301–375", beds="4")
    await close_work(session)
    counted = []
    for house in (small, large):
        browser = await client_as("director", house.institution)
        with counting() as seen:
            assert await visit(browser, house, page) == 200
        counted.append(seen.count)
    assert counted[0] == counted[1] <= PAGES[page]
