"""调院 of a couple between two homes of two counties: one director asks, the other accepts on a phone, the county approves."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.journeys.test_first_day import no_barriers
from tests.journeys.two_homes import PASSWORD
from tests.support.browser import DESK, PHONE, Watched, a_browser
from tests.support.commands import Commands
from tests.support.machine import a_room_like
from tests.support.server import clear_away
from tests.support.serving import bare_environment, serving_further


@pytest.fixture
def room(commands: Commands, prepared: Path) -> Iterator[Path]:
    """A folder of a system with two homes and three people."""
    folder = a_room_like(prepared)
    commands.forked(bare_environment(folder), program="tests.journeys.two_homes").check_returncode()
    yield folder
    clear_away(folder)


@pytest.mark.timeout(240)
async def test_a_couple_moves_to_a_home_of_another_county(room: Path, commands: Commands) -> None:
    house = bare_environment(room)
    with serving_further(house, commands) as (_process, address, _said):
        async with a_browser() as watched:
            asker = await at_the_desk(watched, address, "asker")
            await ask_for_both(asker)
            taker = await at_the_desk(watched, address, "taker")
            await expect(taker.locator("#sentence")).to_contain_text("今天没有老人在住")
            await accept_on_a_phone(watched, taker)
            await approve(await at_the_desk(watched, address, "officer"))
            # Nobody has touched the page of the other director since: it is told.
            await expect(taker.locator("#sentence")).to_contain_text("今天在住 2 人，都在院", timeout=10_000)
            await both_boards_show_it(asker, taker)
            assert watched.complaints == []


async def at_the_desk(watched: Watched, address: str, username: str) -> Page:
    page = await watched.page(DESK)
    await page.goto(address)
    await page.fill("[name=username]", username)
    await page.fill("[name=password]", PASSWORD)
    await page.get_by_role("button", name="登录", exact=True).click()
    await expect(page).to_have_url(re.compile("/(today|county-today)$"))
    return page


async def ask_for_both(page: Page) -> None:
    """From 今日 to the person by name, to the form, which offers the husband too."""
    await page.get_by_role("link", name="登记变动").click()
    await page.locator("#person-q").press_sequentially("秀英", delay=20)
    await expect(page.locator("#people > li")).to_have_count(1)
    await no_barriers(page)
    await page.locator("#people").get_by_role("link", name="调院").click()
    await expect(page.get_by_role("checkbox", name=re.compile("王秀英"))).to_be_checked()
    await page.get_by_role("checkbox", name=re.compile("周光荣")).check()
    await page.get_by_role("button", name="提出调院").click()
    await expect(page.locator(".error-summary")).to_be_visible()
    await expect(page.get_by_role("checkbox", name=re.compile("周光荣"))).to_be_checked()
    await page.select_option("[name=to_home]", index=1)
    await page.select_option("[name=reason]", "care")
    await page.get_by_role("radio", name="本人").check()
    await page.set_input_files(
        "[name=evidence]", {"name": "同意书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 signed"}
    )
    await page.get_by_label("周光荣的照护要点").fill("耳背，说话要慢")
    await no_barriers(page)
    await page.get_by_role("button", name="提出调院").click()
    await expect(page.locator("#sentence")).to_contain_text("等对方接收")
    await expect(page.get_by_role("link", name="看原件")).to_be_visible()


async def accept_on_a_phone(watched: Watched, desk: Page) -> None:
    """The other director answers from 今日, by thumb; what is pressed is as high as a thumb needs it."""
    phone = await watched.page(PHONE, storage_state=await desk.context.storage_state())
    await phone.goto(desk.url)
    await fits(phone)
    answer = phone.get_by_role("link", name="答复")
    box = await answer.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    await answer.click()
    await fits(phone)
    await expect(phone.get_by_text("耳背，说话要慢")).to_be_visible()
    await expect(phone.get_by_text("由调出机构保管")).to_be_visible()
    await phone.get_by_label("王秀英睡哪张床").select_option(label="201-1　不限男女")
    await phone.get_by_role("button", name="同意接收").click()
    await expect(phone.locator(".error-summary")).to_be_visible()
    await phone.get_by_label("周光荣睡哪张床").select_option(index=2)
    await no_barriers(phone)
    await phone.get_by_role("button", name="同意接收").click()
    await expect(phone.locator("#sentence")).to_contain_text("等民政审批")
    await fits(phone)
    await phone.close()


async def fits(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def approve(page: Page) -> None:
    await page.get_by_role("link", name="调院审批").click()
    await expect(page.locator("#sentence")).to_contain_text("有 1 件调院等您审批")
    row = page.locator("tbody th a")
    assert "*" in await row.inner_text()
    await no_barriers(page)
    await row.click()
    await expect(page.get_by_role("link", name="看原件")).to_be_visible()
    await no_barriers(page)
    await page.get_by_role("button", name="批准调院").click()
    await expect(page.locator("#sentence")).to_contain_text("已调院")


async def both_boards_show_it(asker: Page, taker: Page) -> None:
    """The beds they left wait to be cleaned; the beds they came to bear their names."""
    await asker.get_by_role("link", name="床位", exact=True).click()
    await expect(asker.locator(".bed-tile.bed-cleaning[href]")).to_have_count(2)
    await expect(asker.locator(".bed-tile.bed-free[href]")).to_have_count(2)
    await taker.get_by_role("link", name="床位", exact=True).click()
    await expect(taker.locator(".bed-tile.bed-occupied[href]")).to_have_count(2)
    await expect(taker.locator("#board")).to_contain_text("王秀英")
    await expect(taker.locator("#board")).to_contain_text("周光荣")
