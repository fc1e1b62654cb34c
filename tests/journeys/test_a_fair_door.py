"""轮候 from the family's phone to the bed: applied online, assessed without a line, ranked, offered, moved in; and an offer that lapses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.journeys.at_the_door import (
    apply_online,
    assess_without_a_line,
    at_the_desk,
    file_of,
    let_into_the_list,
    move_in,
    offer_and_accept,
    place_on_the_list,
    send,
    sign_it,
    take_it_in,
    why_first,
)
from tests.journeys.test_first_day import no_barriers
from tests.support.browser import PHONE, a_browser
from tests.support.commands import Commands
from tests.support.machine import a_room_like
from tests.support.server import clear_away
from tests.support.serving import bare_environment, serving_further

NO_LINE = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


@pytest.fixture(scope="module")
def room(commands: Commands, prepared: Path) -> Iterator[Path]:
    """A folder of a system with two homes in 轮候."""
    folder = a_room_like(prepared)
    commands.forked(bare_environment(folder), program="tests.journeys.a_queue").check_returncode()
    yield folder
    clear_away(folder)


@pytest.mark.timeout(240)
async def test_from_the_familys_phone_to_the_bed(room: Path, commands: Commands) -> None:
    with serving_further(bare_environment(room), commands) as (_process, address, _said):
        async with a_browser() as watched:
            family = await watched.page(PHONE)
            number = await apply_online(family, address)
            director = await at_the_desk(watched, address, "director")
            home = re.search(r"/institutions/(\d+)/", director.url)
            assert home is not None
            entry = await take_it_in(director, address, number)
            officer = await at_the_desk(watched, address, "officer")
            await let_into_the_list(officer, entry)
            elder = await file_of(director, entry)
            nurse = await at_the_desk(watched, address, "nurse")
            visit = await assess_without_a_line(watched, nurse, f"{address}/institutions/{home[1]}/elders/{elder}")
            await sign_it(director, visit)
            await why_first(director, entry)
            assert await place_on_the_list(family, address, home[1]) == ["李桂芳", "陈玉珍"]
            await offer_and_accept(director, f"{address}/institutions/{home[1]}")
            await move_in(director)
            await director.goto(f"{address}/institutions/{home[1]}/board")
            await expect(director.locator(".bed-tile[data-name='李桂芳']")).to_have_class(re.compile("bed-occupied"))
            # A neighbour looks it up: whoever has just read the list keeps what was read for a minute.
            neighbour = await watched.page(PHONE)
            assert await place_on_the_list(neighbour, address, home[1], wanted=1) == ["陈玉珍"]
            assert [each for each in watched.complaints if not any(word in each for word in NO_LINE)] == []


@pytest.mark.timeout(120)
async def test_an_offer_lapses_and_the_next_is_called(room: Path, commands: Commands) -> None:
    with serving_further(bare_environment(room), commands) as (_process, address, _said):
        async with a_browser() as watched:
            page = await at_the_desk(watched, address, "late-director")
            await expect(page.locator("main")).to_contain_text("何桂英")
            await page.locator("#q-door, [aria-labelledby=q-door]").get_by_role("link", name="联系").first.click()
            await expect(page.locator("#sentence")).to_contain_text("能算数的 2 次")
            await no_barriers(page)
            await page.select_option("[name=channel]", "visit")
            await page.select_option("[name=result]", "no_answer")
            await page.get_by_role("button", name="登记这次联系").click()
            await expect(page.locator("#sentence")).to_contain_text("能算数的 3 次")
            await page.get_by_role("button", name="逾期作废").click()
            await expect(page.locator("#sentence")).to_contain_text("逾期作废")
            await page.goto(re.sub(r"/offers/.*", "/today", page.url))
            await expect(page.locator(".act-first")).to_contain_text("刘素华")
            await page.get_by_role("link", name="安排下一位").click()
            await expect(page.locator("#chosen")).to_contain_text("刘素华")
            await send(page)
            await expect(page.locator("main")).to_contain_text("刘素华")
            assert watched.complaints == []
