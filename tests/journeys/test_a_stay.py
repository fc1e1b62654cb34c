"""A stay from the first day to the last in a real browser, at the desk and on the director's phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.test_first_day import bring_in_the_ledger, make_a_director, no_barriers, open_the_system
from tests.support.browser import DESK, PHONE, Watched, a_browser
from tests.support.commands import Commands
from tests.support.machine import a_room_like
from tests.support.server import clear_away
from tests.support.serving import bare_environment, one_time_link, serving_further

PASSWORD = "Ruixue-2026-ok"


@pytest.fixture
def room(prepared: Path) -> Iterator[Path]:
    folder = a_room_like(prepared)
    yield folder
    clear_away(folder)


@pytest.mark.timeout(300)
async def test_from_the_first_night_to_a_clean_bed(room: Path, commands: Commands) -> None:
    with serving_further(bare_environment(room), commands) as (process, address, first_words):
        link = one_time_link(process, first_words)
        async with a_browser() as watched:
            page, board = await a_director(watched, room, address, link)
            await page.goto(board)
            await admit(page, "101-1", "王秀英")
            await leave_and_return(page)
            await move_by_keys(page)
            await move_by_hand(page, watched)
            await die_in_hospital(page, board)
            await at_the_phone(watched, page, board)
            assert watched.complaints == []


async def a_director(watched: Watched, room: Path, address: str, link: str) -> tuple[Page, str]:
    """Set up a home of twelve beds and sign its director in; gives the page and the board's address."""
    page = await watched.page(DESK)
    await open_the_system(page, link)
    board = address + await bring_in_the_ledger(page, room)
    code = await make_a_director(page, address)
    director = await watched.page(DESK)
    await director.goto(address)
    await director.fill("[name=username]", "wangxl")
    await director.fill("[name=password]", code)
    await director.get_by_role("button", name="登录", exact=True).click()
    await director.fill("[name=new]", PASSWORD)
    await director.fill("[name=again]", PASSWORD)
    await director.locator("main form").get_by_role("button").last.click()
    await expect(director).to_have_url(re.compile(r"/institutions/\d+/"))
    return director, board


def tile(page: Page, bed: str) -> Locator:
    return page.locator(f'.room[aria-label="{bed[:-2]} 室"] .bed-tile[href]').nth(int(bed[-1]) - 1)


def panel(page: Page) -> Locator:
    return page.locator("#panel")


async def admit(page: Page, bed: str, name: str, sex: str = "female") -> None:
    """From a free bed through a new file to the tile that shows who sleeps there."""
    await tile(page, bed).click()
    await panel(page).get_by_role("link", name="安排入住").click()
    await expect(page.locator("#step-elder")).to_be_visible()
    await no_barriers(page)
    await page.get_by_role("link", name="新登记").click()
    await page.fill("[name=name]", name)
    await page.locator("summary", has_text="没有证件").click()
    await page.select_option("[name=no_id_reason]", "pending")
    await page.locator(f"[name=sex][value={sex}]").check()
    await page.fill("[name=born]", "1941-03-01")
    await page.get_by_role("button", name="建老人档案").click()
    await expect(page.locator("#sentence")).to_contain_text(f"{name}（")
    await page.select_option("[name=payer]", "family")
    await expect(page.locator(".consequence")).to_contain_text(f"{name} 住 {bed} 床")
    await no_barriers(page)
    await page.get_by_role("button", name="办理入住").click()
    await expect(page.locator("#toasts")).to_contain_text(f"已为{name}办理入住 {bed} 床")
    await expect(tile(page, bed)).to_have_attribute("aria-current", "true")
    await expect(tile(page, bed)).to_have_attribute("data-name", name)
    await expect(panel(page).get_by_role("link", name="移床", exact=True)).to_be_visible()


async def leave_and_return(page: Page) -> None:
    await panel(page).get_by_role("link", name="请假", exact=True).click()
    await panel(page).get_by_role("button", name="登记离院").click()
    await expect(tile(page, "101-1")).to_have_class(re.compile("bed-leave"))
    await panel(page).get_by_role("link", name="返院", exact=True).click()
    await expect(panel(page).get_by_role("heading", name="王秀英 返院")).to_be_visible()
    await no_barriers(page)
    await panel(page).get_by_role("button", name="登记返院").click()
    await expect(page.locator("#toasts")).to_contain_text("王秀英已返院")
    await expect(tile(page, "101-1")).to_have_class(re.compile("bed-occupied"))


async def move_by_keys(page: Page) -> None:
    """The whole move without a pointer: the tile's menu, the letter, the list, and back by one tap."""
    await tile(page, "101-1").focus()
    await page.keyboard.press("Shift+F10")
    await expect(panel(page).get_by_role("link", name="移床", exact=True)).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await expect(panel(page).get_by_role("link", name="请假", exact=True)).to_be_focused()
    await page.keyboard.press("m")
    await expect(panel(page).get_by_role("heading", name="王秀英 移床")).to_be_focused()
    await no_barriers(page)
    await panel(page).locator("[name=bed_id]").first.focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#toasts")).to_contain_text("王秀英已从 101-1 移到 101-2 床")
    await expect(tile(page, "101-2")).to_have_attribute("data-name", "王秀英")
    await expect(panel(page).get_by_role("heading", name="王秀英")).to_be_visible()
    moved = page.locator("#toasts .toast", has_text="移到 101-2 床")
    await moved.get_by_role("button", name="撤销").click()
    await expect(page.locator("#toasts")).to_contain_text("已撤销移床")
    await expect(tile(page, "101-1")).to_have_attribute("data-name", "王秀英")


async def move_by_hand(page: Page, watched: Watched) -> None:
    """A drag onto a free bed moves, one onto somebody's bed asks to change; a colleague's board follows by itself."""
    colleague = await page.context.new_page()
    colleague.on("pageerror", lambda error: watched.complaints.append(str(error)))
    await colleague.goto(page.url)
    await tile(page, "101-1").drag_to(tile(page, "103-2"))
    await expect(page.locator("#toasts")).to_contain_text("王秀英已从 101-1 移到 103-2 床")
    await expect(tile(page, "103-2")).to_have_attribute("aria-current", "true")
    await expect(tile(colleague, "103-2")).to_have_attribute("data-name", "王秀英", timeout=10_000)
    await colleague.close()
    await admit(page, "102-1", "李桂芳")
    await tile(page, "103-2").drag_to(tile(page, "102-1"))
    await expect(panel(page).get_by_role("heading", name="王秀英 对调床位")).to_be_visible()
    await panel(page).get_by_role("button", name="对调床位").click()
    await expect(page.locator("#toasts")).to_contain_text("已对调：王秀英住 102-1 床，李桂芳住 103-2 床")
    await expect(tile(page, "103-2")).to_have_attribute("data-name", "李桂芳")


async def die_in_hospital(page: Page, board: str) -> None:
    """住院, then a death there; the bed can be given to nobody before it has been cleaned."""
    await tile(page, "102-1").click()
    await panel(page).get_by_role("link", name="住院", exact=True).click()
    await panel(page).get_by_role("button", name="登记离院").click()
    await expect(tile(page, "102-1")).to_have_class(re.compile("bed-hospital"))
    await panel(page).get_by_role("link", name="退住…").click()
    await page.locator("[name=reason][value=death]").check()
    await page.get_by_role("button", name="下一步：看一眼后果").click()
    await expect(page.get_by_role("heading", name="办完以后")).to_be_visible()
    await no_barriers(page)
    await page.get_by_role("button", name="办理退住").click()
    await expect(page.locator("#task-disinfection")).to_be_visible()
    tasks = page.url
    await page.goto(board)
    await expect(tile(page, "102-1")).to_have_class(re.compile("bed-(closed|cleaning)"))
    await expect(tile(page, "102-1")).not_to_have_attribute("data-name", re.compile("."))
    for task in ("belongings", "disinfection"):
        await page.goto(tasks)
        await page.locator(f"#task-{task}").get_by_role("button", name="办好了").click()
        await expect(page.locator(f"#task-{task}")).to_contain_text("已完成")
    await page.goto(board)
    await expect(tile(page, "102-1")).to_have_class(re.compile("bed-free"))


async def at_the_phone(watched: Watched, director: Page, board: str) -> None:
    """The director at home: one admits, moves and lets somebody leave from a phone of 360 pixels."""
    phone = await watched.page(PHONE, storage_state=await director.context.storage_state())
    await phone.goto(board)
    await admit(phone, "201-1", "张玉兰")
    await fits(phone)
    await panel(phone).get_by_role("link", name="移床", exact=True).click()
    await expect(panel(phone).get_by_role("heading", name="张玉兰 移床")).to_be_visible()
    await fits(phone)
    await panel(phone).locator("[name=bed_id]").first.check()
    await panel(phone).get_by_role("button", name="移到这张床").click()
    await expect(tile(phone, "201-2")).to_have_attribute("data-name", "张玉兰")
    await panel(phone).get_by_role("link", name="这次入住").click()
    await expect(phone.locator("#stay-lines")).to_be_visible()
    await fits(phone)
    await phone.get_by_role("link", name="请假、住院", exact=True).click()
    await phone.get_by_role("button", name="登记离院").click()
    await expect(phone).to_have_url(re.compile(r"/leaves$"))
    await phone.goto(board)
    await expect(tile(phone, "201-2")).to_have_class(re.compile("bed-leave"))
    await fits(phone)


async def fits(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await no_barriers(page)
