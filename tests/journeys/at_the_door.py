"""What people do at the door, step by step: the family's phone, the home's desk, the county's, the tablet at the bedside."""

import re

from playwright.async_api import Page, expect

from tests.journeys.test_first_day import no_barriers
from tests.journeys.two_homes import PASSWORD
from tests.support.browser import DESK, PHONE, Watched
from tests.support.tenants import COUNTY

__all__ = [
    "apply_online", "assess_without_a_line", "at_the_desk", "file_of", "let_into_the_list", "move_in", "offer_and_accept", "place_on_the_list", "send", "sign", "sign_it", "take_it_in", "why_first",
]  # fmt: skip

TABLET = {"width": 820, "height": 1180}
WAIVED = ("identity", "health_check", "risks", "agreement", "consents", "diet", "care")


async def at_the_desk(watched: Watched, address: str, username: str) -> Page:
    page = await watched.page(DESK)
    await page.goto(address)
    await page.fill("[name=username]", username)
    await page.fill("[name=password]", PASSWORD)
    await page.get_by_role("button", name="登录", exact=True).click()
    await expect(page).to_have_url(re.compile("/(today|county-today)$"))
    return page


async def apply_online(page: Page, address: str) -> str:
    """One question to a page, on the daughter's phone."""
    await page.goto(f"{address}/open/apply?county={COUNTY}")
    await page.get_by_role("button", name="开始填写").click()
    go = page.locator("main form button.wide")
    await page.check("[name=consent]")
    await go.click()
    await page.locator("[name=for_whom]").nth(1).check()
    await go.click()
    await page.fill("[name=name]", "李桂芳")
    await page.check("[name=sex][value=female]")
    await go.click()
    await page.check("[name=has][value=no]")
    await page.select_option("[name=no_id_reason]", index=1)
    await go.click()
    await page.fill("[name=year]", "1936")
    await page.fill("[name=month]", "4")
    await page.fill("[name=day]", "8")
    await go.click()
    await page.select_option("[name=town]", index=1)
    await go.click()
    await expect(page.locator("h1")).to_contain_text("情况")
    await no_barriers(page)
    await go.click()
    await page.locator("[name=ability]").first.check()
    await go.click()
    # The homes are in the order in which they were made: the second one has free beds for whoever comes.
    await page.select_option("[name=first]", index=2)
    await go.click()
    await page.fill("[name=contact_name]", "周敏")
    await page.fill("[name=contact_phone]", "13812345678")
    await go.click()
    await page.check("[name=consent_public][value=yes]")
    await go.click()
    await page.get_by_role("button", name="递交申请").click()
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    return await page.locator(".big").first.inner_text()


async def take_it_in(page: Page, address: str, number: str) -> str:
    """The home takes what was handed in into the list of its county; gives the application's address."""
    await page.goto(f"{address}/waitlist/intakes?county={COUNTY}")
    await page.locator("tr", has_text=number).get_by_role("link", name="打开受理").click()
    await no_barriers(page)
    await page.get_by_role("button", name="受理这份申请").click()
    await expect(page).to_have_url(re.compile(r"/waitlist/\d+"))
    await expect(page.locator("h1")).to_contain_text("李桂芳")
    return page.url


async def let_into_the_list(page: Page, entry: str) -> None:
    """The county's case officer finds it among what is to be done, checks what has to be checked, and lists it."""
    await expect(page.locator("[aria-labelledby=q-reviews]")).to_contain_text("李*芳")
    await page.goto(entry)
    await page.get_by_role("button", name="开始核验").click()
    await expect(page.locator("main")).to_contain_text("开始核验资料")
    while await (check := page.locator("[aria-labelledby=next-t] .lines a").first).count():
        await check.click()
        await page.check("[name=result][value=passed]")
        await page.get_by_role("button", name="记下结果").click()
        await expect(page).to_have_url(re.compile(r"/waitlist/\d+$"))
        await expect(page.locator("#events")).to_be_visible()
    await page.get_by_role("button", name="列入轮候").click()
    await expect(page.locator("#sentence")).to_contain_text("在全县排第")


async def file_of(page: Page, entry: str) -> str:
    await page.goto(entry)
    way = await page.get_by_role("link", name="看档案").get_attribute("href")
    found = re.search(r"/elders/(\d+)", way or "")
    assert found is not None
    return found[1]


async def assess_without_a_line(watched: Watched, nurse: Page, file: str) -> str:
    """On a tablet at the bedside: opened with a line, answered without one, scored when it is back."""
    page = await watched.page(TABLET, storage_state=await nurse.context.storage_state())
    await page.goto(f"{file}/assessments/new")
    await page.get_by_role("button", name="开始作答").click()
    await page.locator("html[data-kept=yes]").wait_for(state="attached")
    await page.context.set_offline(True)
    steps = page.locator("[data-to-step]")
    for number in range(4, 8):
        await steps.nth(number).click()
        for item in await page.locator(".visit-step.is-current [data-item]").all():
            await item.locator("input").first.check()
    await expect(page.locator("[data-progress]")).to_have_text("已答 26 / 26")
    await steps.last.click()
    await page.get_by_role("button", name="评定等级").click()
    await expect(page.locator("[data-finishing]")).to_be_visible()
    await page.context.set_offline(False)
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(page).to_have_url(re.compile(r"/assessments/\d+$"), timeout=20_000)
    visit = page.url
    await sign(page, visit, "assessor_1", "周护士")
    await sign(page, visit, "informant", "周敏")
    return visit


async def sign_it(director: Page, visit: str) -> None:
    """The other assessor signs with an account of their own; with that the level counts."""
    await sign(director, visit, "assessor_2", "王院长")
    await director.goto(visit)
    await expect(director.locator("#sentence")).not_to_contain_text("待签字")


async def sign(page: Page, visit: str, role: str, name: str) -> None:
    await page.goto(f"{visit}/signatures/new")
    await page.check(f"[name=role][value={role}]")
    await page.fill("[name=name]", name)
    box = await page.locator("#pad").bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 30, box["y"] + 40)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 120, box["y"] + 70, steps=4)
    await page.mouse.move(box["x"] + 160, box["y"] + 30, steps=4)
    await page.mouse.up()
    await page.get_by_role("button", name="签字", exact=True).click()
    await expect(page).not_to_have_url(re.compile("/new$"))


async def why_first(page: Page, entry: str) -> None:
    """She is before somebody who applied earlier, and the page says by which rung."""
    await page.goto(entry)
    await expect(page.locator(".why")).to_contain_text("排第 1")
    await expect(page.locator(".why")).to_contain_text("第 6 类")
    await no_barriers(page)


async def offer_and_accept(page: Page, home: str) -> None:
    await page.goto(f"{home}/today")
    await expect(page.locator(".act-first")).to_contain_text("李桂芳")
    await page.get_by_role("link", name="安排下一位").click()
    await no_barriers(page)
    await send(page)
    await page.get_by_role("button", name="接受这张床").click()
    await expect(page.locator("#sentence")).to_contain_text("已接受")
    await page.get_by_role("link", name="办理入住").click()
    await page.select_option("[name=payer]", "family")
    await page.get_by_role("button", name="列出要办的事").click()
    await expect(page.locator("#task-bed")).to_contain_text("已预留")
    await expect(page.locator("#task-assessment")).to_contain_text("已完成")


async def send(page: Page) -> None:
    """Send the offer to the one the page has chosen, and open it."""
    if await page.locator("[name=reverified]").count():
        await page.check("[name=reverified]")
    await page.get_by_role("button", name="发床位通知").click()
    await expect(page).to_have_url(re.compile(r"/offers/\d+"))


async def move_in(page: Page) -> None:
    """What is not asked for this time is waived with a reason; then the bed that was held is hers."""
    case = page.url
    for task in WAIVED:
        await page.goto(f"{case}/tasks/{task}")
        form = page.locator("form[action$=waiver]")
        await page.locator("details", has=form).locator("summary").click()
        await form.locator("[name=reason]").fill("家属带材料入住当天补办")
        await form.get_by_role("button").click()
        await expect(page).to_have_url(case)
    await no_barriers(page)
    await page.locator("#move-in").get_by_role("button", name="办理入住").click()
    await expect(page.locator("#sentence")).to_contain_text("已入住")


async def place_on_the_list(page: Page, address: str, home: str, *, wanted: int = 2) -> list[str]:
    """Read the published list of the home, once the worker has published what was done."""
    names = {"李*芳": "李桂芳", "陈*珍": "陈玉珍"}
    rows: list[str] = []
    for _turn in range(60):
        await page.goto(f"{address}/open/waitlist/{COUNTY}?home={home}")
        rows = await page.locator("tbody tr").all_inner_texts()
        if len(rows) == wanted:
            return [next((whole for masked, whole in names.items() if masked in row), "陈玉珍") for row in rows]
        await page.wait_for_timeout(250)
    return rows
