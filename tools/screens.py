"""Make the pictures of the README from the running system: `python -m tools.screens`. The people in them are made up.

Builds the demo county in an empty folder, starts a system on it, signs in as the director, and looks around.
"""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.browser import DESK, FLAGS, PHONE
from tests.support.serving import bare_environment, serving
from tools.browser import find_browser

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "docs" / "screens"
PASSWORD = "Zigong-2026"  # noqa: S105  (of a system that lives for a minute)
DIRECTOR, CLERK, OFFICER = "yuanzhang", "tongji", "jingban"
LEDGER = """楼栋,楼层,护理单元,房间,床号,房间类型,护理型,认知障碍,认定依据,认定日期,启用日期
康宁楼,1,护理1区,101,1,双人间,是,,富民发〔2024〕18 号,2024-06-01,2024-05-20
康宁楼,1,护理1区,101,1,三张床,是,,富民发〔2024〕18 号,2024-06-01,2024-05-20
康宁楼,1,护理1区,102,1,双人间,,,,,2024-05-20
康宁楼,1,护理1区,102,2,双人间,,,,,2024-05-20
"""
"""A bed ledger with a bed that stands there twice and a kind of room that there is not."""


def main() -> None:
    """Build the demo and take the pictures."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="yiyang-screens-") as folder:
        room = Path(folder)
        room.chmod(0o711)
        house = bare_environment(room)
        demo = [sys.executable, "-m", "app", "demo", "--small", "--password", PASSWORD]
        subprocess.run(demo, cwd=ROOT, env=house, check=True, stdout=subprocess.DEVNULL)
        with serving(house) as (process, address, _said):
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
                _look_around(browser, address, room)
                browser.close()
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def _look_around(browser: Browser, address: str, room: Path) -> None:
    page = browser.new_context(viewport=DESK, locale="zh-CN").new_page()
    home = _sign_in(page, address)
    _bring_somebody_back(page, home)
    _at_the_desk(page, address, home)
    _import_with_faults(page, home, room)
    phone = browser.new_context(viewport=PHONE, locale="zh-CN", storage_state=page.context.storage_state()).new_page()
    _shot(phone, f"{home}/today", "today-phone")
    _shot(phone, f"{home}/board", "board-phone")
    _at_the_bureau(browser, address)


def _sign_in(page: Page, address: str) -> str:
    """Sign in as the director; gives the address of the home."""
    _enter(page, address, DIRECTOR)
    page.wait_for_url("**/today")
    return page.url.removesuffix("/today")


def _enter(page: Page, address: str, who: str) -> None:
    page.goto(address)
    page.fill("[name=username]", who)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_load_state("load")


def _at_the_bureau(browser: Browser, address: str) -> None:
    """The clerk's pages, and the officer's list of what homes report."""
    for who, shots in (
        (CLERK, (("bureau", "bureau"), ("series", "bureau/series"), ("beds", "bureau/beds"))),
        (OFFICER, (("reported", "reported"),)),
    ):
        page = browser.new_context(viewport=DESK, locale="zh-CN").new_page()
        _enter(page, address, who)
        for name, path in shots:
            _shot(page, f"{address}/{path}", name)


def _bring_somebody_back(page: Page, home: str) -> None:
    """Let something have happened today."""
    page.goto(f"{home}/leaves")
    page.get_by_role("button", name="返院").first.click()
    page.wait_for_timeout(900)


def _at_the_desk(page: Page, address: str, home: str) -> None:
    for name, path in (
        ("today", "today"), ("changes", "changes"), ("leaves", "leaves"), ("occupancy", "occupancy"),
        ("flows", "occupancy/flows"), ("structure", "structure"), ("institution", ""),
    ):  # fmt: skip
        _shot(page, f"{home}/{path}".rstrip("/"), name)
    page.goto(f"{home}/board")
    _shot(page, address + _first(page, ".bed-tile.bed-occupied[href]"), "board")
    for name, path, link in (
        ("elder", "elders", "main tbody a[href*='/elders/']"),
        ("discharge", "discharges", "main a[href*='/discharges/']:not([href$='/new'])"),
        ("transfer", "transfers", "main tbody a"),
    ):
        page.goto(f"{home}/{path}")
        _shot(page, address + _first(page, link), name)
    page.goto(f"{home}/today")
    page.goto(address + _first(page, "a[href*='/admissions/new']"))
    _shot(page, address + _first(page, "main a[href*='elder=']:has-text('男')"), "admission")


def _first(page: Page, link: str) -> str:
    """The address that the first of these links leads to."""
    found = page.locator(link).first.get_attribute("href")
    if not found:
        raise LookupError(f"nothing on {page.url} is {link}")
    return found


def _import_with_faults(page: Page, home: str, room: Path) -> None:
    page.goto(f"{home}/imports")
    faulty = room / "有问题的台账.csv"
    faulty.write_text(LEDGER, encoding="utf-8-sig")
    page.set_input_files("input[type=file]", faulty)
    page.get_by_role("button", name="上传台账").click()
    page.locator(".act-bar button").first.click()
    page.wait_for_timeout(1500)
    page.screenshot(path=SCREENS / "import-check.png")


def _shot(page: Page, url: str, name: str) -> None:
    answer = page.goto(url)
    if answer is None or not answer.ok:
        raise LookupError(f"{url} does not open")
    page.wait_for_timeout(900)
    page.screenshot(path=SCREENS / f"{name}.png")


if __name__ == "__main__":
    main()
