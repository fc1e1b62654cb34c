"""The first day: an empty machine, the one-time link, a ledger, a director at the board, and the evening's Ctrl-C."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.support.browser import DESK, PHONE, Watched, a_browser
from tests.support.server import clear_away, room_for_a_server
from tests.support.serving import bare_environment, one_time_link, postmaster_of, serving

PASSWORD = "Ruixue-2026-ok"
LEDGER = "FACILITY,楼栋,楼层,护理单元,房间,床号,房间类型\n" + "".join(
    f"FX01,康宁楼,{floor},护理{floor}区,{floor}0{room},{bed},双人间\n"
    for floor in (1, 2)
    for room in (1, 2, 3)
    for bed in (1, 2)
)


@pytest.fixture
def room() -> Iterator[Path]:
    folder = room_for_a_server()
    yield folder
    clear_away(folder)


@pytest.mark.timeout(240)
async def test_from_an_empty_machine_to_a_closed_bed(room: Path) -> None:
    house = bare_environment(room)
    with serving(house) as (process, address, first_words):
        link = one_time_link(process, first_words)
        async with a_browser() as watched:
            page = await watched.page(DESK)
            await open_the_system(page, link)
            board = await bring_in_the_ledger(page, room)
            code = await make_a_director(page, address)
            director = await watched.page(DESK)
            await sign_in_with_the_code(director, address, code)
            await close_a_bed(director, address + board, watched)
            await look_at_a_phone(watched, director, address + board)
            assert watched.complaints == []
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    assert postmaster_of(house) is None


async def open_the_system(page: Page, link: str) -> None:
    await page.goto(link)
    said = {
        "name": "周管理", "username": "zhou", "password": PASSWORD, "password_again": PASSWORD,
        "home_name": "富顺县赵化养老服务中心", "home_code": "FX01",
    }  # fmt: skip
    for name, value in said.items():
        await page.fill(f"[name={name}]", value)
    await page.locator("#county-q").press_sequentially("fsx", delay=20)
    await page.locator("#county-picker").get_by_text("富顺县").first.click()
    await no_barriers(page)
    await page.get_by_role("button", name="建立机构").click()
    await expect(page).to_have_url(re.compile(r"/imports$"))


async def bring_in_the_ledger(page: Page, room: Path) -> str:
    """Five steps to the board; gives the board's path."""
    ledger = room / "床位台账.csv"
    ledger.write_text(LEDGER, encoding="utf-8-sig")
    await page.set_input_files("input[type=file]", ledger)
    await page.get_by_role("button", name="上传台账").click()
    await page.get_by_role("button", name="校验 12 行").click()
    await expect(page).to_have_title(re.compile("校验"))
    await page.get_by_role("link", name="预演 12 行").or_(page.get_by_role("button", name="预演 12 行")).click()
    await page.get_by_role("button", name="导入生效").click()
    await page.get_by_role("link", name="看床位图").first.click()
    await expect(page.locator("#sentence")).to_contain_text("12 张")
    await expect(page.locator(".bed-tile.bed-free[href]")).to_have_count(12)
    await no_barriers(page)
    return re.sub(r"^https?://[^/]+", "", page.url).partition("?")[0]


async def make_a_director(page: Page, address: str) -> str:
    await page.goto(f"{address}/users/new")
    await page.fill("[name=name]", "王秀兰")
    await page.fill("[name=username]", "wangxl")
    await (
        page.locator("[name=role][value=director]")
        .or_(page.locator("select[name=role]"))
        .first.evaluate("field => field.tagName === 'SELECT' ? (field.value = 'director') : field.click()")
    )
    home = page.locator("select[name=home]")
    await home.select_option(index=await home.locator("option").count() - 1)
    await page.get_by_role("button", name="新建账号").click()
    return (await page.locator(".code").inner_text()).strip()


async def sign_in_with_the_code(page: Page, address: str, code: str) -> None:
    await page.goto(address)
    await page.fill("[name=username]", "wangxl")
    await page.fill("[name=password]", code)
    await page.get_by_role("button", name="登录", exact=True).click()
    await page.fill("[name=new]", PASSWORD)
    await page.fill("[name=again]", PASSWORD)
    await page.locator("main form").get_by_role("button").last.click()
    await expect(page.locator("#sentence")).to_contain_text("12 张")


async def close_a_bed(page: Page, board: str, watched: Watched) -> None:
    """Close a bed from the side panel; a colleague's open board shows it without being touched."""
    colleague = await page.context.new_page()
    await colleague.goto(board)
    await page.goto(board)
    await page.locator(".bed-tile.bed-free[href]").first.click()
    await page.locator("#panel").get_by_role("link", name="停用", exact=True).click()
    await page.get_by_role("button", name="停用这张床").click()
    await expect(page.locator("#panel .error-summary")).to_be_visible()
    await page.select_option("[name=reason]", "repair")
    await page.get_by_role("button", name="停用这张床").click()
    await expect(page.locator(".bed-tile.bed-closed[href]")).to_have_count(1)
    await expect(colleague.locator(".bed-tile.bed-closed[href]")).to_have_count(1, timeout=10_000)
    await no_barriers(page)
    await colleague.close()


async def look_at_a_phone(watched: Watched, director: Page, board: str) -> None:
    state = await director.context.storage_state()
    phone = await watched.page(PHONE, storage_state=state)
    await phone.goto(board)
    await expect(phone.locator(".bed-tile.bed-closed[href]")).to_have_count(1)
    width = await phone.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    await no_barriers(phone)


async def no_barriers(page: Page) -> None:
    """Nothing serious for a screen reader or the keyboard."""
    found = await Axe().run(page)
    serious = [one["id"] for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
    assert serious == []
