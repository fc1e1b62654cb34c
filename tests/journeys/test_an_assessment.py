"""评估 at somebody's home without a line: opened once, answered offline, reloaded, uploaded once although a reply was lost."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import APIResponse, Page, Route, expect

from tests.journeys.test_a_transfer import at_the_desk
from tests.journeys.test_first_day import no_barriers
from tests.journeys.two_homes import PASSWORD
from tests.support.browser import Watched, a_browser
from tests.support.commands import Commands
from tests.support.machine import a_room_like
from tests.support.server import clear_away
from tests.support.serving import bare_environment, serving_further

TABLET = {"width": 820, "height": 1180}
THUMB = 60
NO_LINE = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


@pytest.fixture
def room(commands: Commands, prepared: Path) -> Iterator[Path]:
    """A folder of a system with one home and somebody to assess."""
    folder = a_room_like(prepared)
    commands.forked(bare_environment(folder), program="tests.journeys.an_assessor").check_returncode()
    yield folder
    clear_away(folder)


@pytest.mark.timeout(180)
async def test_an_assessment_is_made_without_a_line(room: Path, commands: Commands) -> None:
    with serving_further(bare_environment(room), commands) as (_process, address, _said):
        async with a_browser() as watched:
            desk = await at_the_desk(watched, address, "nurse")
            tablet = await watched.page(TABLET, storage_state=await desk.context.storage_state())
            await open_the_questions(tablet, address)
            stale = await a_second_device(watched, tablet)
            await answer_everything_offline(tablet)
            await reload_offline(tablet)
            await come_back_and_lose_a_reply(tablet)
            await one_line_for_each_answer(await at_the_desk(watched, address, "director"), address)
            await a_refused_answer_stays(stale, address)
            assert [each for each in watched.complaints if not any(word in each for word in NO_LINE)] == []


async def open_the_questions(page: Page, address: str) -> None:
    await page.goto(f"{address}/assessments")
    await page.locator("tbody tr", has_text="王秀英").get_by_role("link", name=re.compile("^评估")).click()
    await page.get_by_role("button", name="开始作答").click()
    await page.locator("html[data-kept=yes]").wait_for(state="attached")
    await page.get_by_role("button", name=re.compile(r"^B\.1")).click()
    for row in (await page.locator(".visit-step.is-current .choice-row").all())[:6]:
        box = await row.bounding_box()
        assert box is not None
        assert box["height"] >= THUMB
    await no_barriers(page)


async def a_second_device(watched: Watched, tablet: Page) -> Page:
    """Another tablet has the same questions open and loses its line as well."""
    other = await watched.page(TABLET, storage_state=await tablet.context.storage_state())
    await other.goto(tablet.url)
    await other.context.set_offline(True)
    return other


async def answer_everything_offline(page: Page) -> None:
    await page.context.set_offline(True)
    steps = page.locator("[data-to-step]")
    await steps.first.click()
    await page.locator("[name='event.fall'][value='2']").check()
    for number in range(4, 8):
        await steps.nth(number).click()
        for item in await page.locator(".visit-step.is-current [data-item]").all():
            await item.locator("input").nth(1).check()
    await expect(page.locator("[data-progress]")).to_have_text("已答 26 / 26")
    await expect(page.locator("[data-outbox-badge]")).to_have_text("待上传 27")
    await expect(page.locator("[data-outbox-bar=offline]")).to_be_visible()


async def reload_offline(page: Page) -> None:
    """The page comes from the device, with everything that was answered."""
    await page.reload()
    await expect(page.locator("[data-progress]")).to_have_text("已答 26 / 26")
    await expect(page.locator("[name='event.fall'][value='2']")).to_be_checked()
    await expect(page.locator("[data-outbox-badge]")).to_have_text("待上传 27")
    await page.locator("[data-to-step]").last.click()
    await page.get_by_role("button", name="评定等级").click()
    await expect(page.locator("[data-finishing]")).to_be_visible()


async def come_back_and_lose_a_reply(page: Page) -> None:
    """The first batch is committed and its reply is lost; the device sends it again by itself."""
    lost: list[APIResponse] = []

    async def lose_the_first(route: Route) -> None:
        if lost:
            await route.continue_()
            return
        lost.append(await route.fetch())
        await route.abort()

    await page.route("**/outbox", lose_the_first)
    await page.context.set_offline(False)
    while not lost:
        await page.wait_for_timeout(50)
    await expect(page.locator("[data-outbox-bar=offline]")).to_be_visible()
    # The next turn comes by itself within a quarter of a minute; here the line says that it is back.
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(page).to_have_url(re.compile(r"/assessments/\d+$"), timeout=20_000)
    assert len(lost) == 1
    assert lost[0].ok
    await expect(page.locator("#sentence")).to_contain_text("待签字")
    await expect(page.locator(".ladder")).to_contain_text("C.4-3")
    await expect(page.locator("[data-outbox-badge]")).to_be_hidden()


async def one_line_for_each_answer(director: Page, address: str) -> None:
    await director.goto(f"{address}/audit")
    assert (await director.locator("main").inner_text()).count("填写评估") == 27


async def a_refused_answer_stays(page: Page, address: str) -> None:
    """An answer that comes after the level was reckoned is refused; it stays until somebody deals with it."""
    await page.locator("[data-to-step]").nth(4).click()
    await page.locator("[data-item='B.1.1'] input").first.check()
    await page.context.set_offline(False)
    await expect(page.locator("[data-outbox-badge]")).to_have_text("没收下 1", timeout=20_000)
    await page.locator("[data-outbox-badge]").click()
    await expect(page.locator("[data-group=refused]")).to_contain_text("请")
    await no_barriers(page)
    await sign_out(page)
    await expect(page.get_by_role("heading", name="先别急着退出")).to_be_visible()
    await page.get_by_role("button", name="留着，现在退出").click()
    await somebody_else_sees_nothing_of_it(page, address)
    await sign_in(page, "nurse")
    await expect(page.locator("[data-outbox-badge]")).to_have_text("没收下 1")
    await page.goto(f"{address}/outbox")
    await page.locator("[data-group=refused] [data-drop]").click()
    await page.get_by_role("button", name="真的删去").click()
    await expect(page.locator("#sentence")).to_contain_text("没有等着上传")
    await sign_out(page)
    await expect(page).to_have_url(re.compile("/sign-in"))


async def somebody_else_sees_nothing_of_it(page: Page, address: str) -> None:
    """The pages that the one before had kept are gone, and the rows are not the next one's."""
    await expect(page).to_have_url(re.compile("/sign-in"))
    assert await page.evaluate("caches.open('pages').then((kept) => kept.keys()).then((keys) => keys.length)") == 0
    await sign_in(page, "director")
    await page.goto(f"{address}/outbox")
    await expect(page.locator("#sentence")).to_contain_text("没有等着上传")
    await expect(page.locator("[data-outbox-badge]")).to_be_hidden()
    await sign_out(page)


async def sign_out(page: Page) -> None:
    await page.locator(".top-line .menu > summary").click()
    await page.get_by_role("button", name="退出登录").click()


async def sign_in(page: Page, username: str) -> None:
    await expect(page).to_have_url(re.compile("/sign-in"))
    await page.fill("[name=username]", username)
    await page.fill("[name=password]", PASSWORD)
    await page.get_by_role("button", name="登录", exact=True).click()
    await expect(page).to_have_url(re.compile("/today$"))
