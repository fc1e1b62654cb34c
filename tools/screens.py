"""Make the pictures of the README from the running system: `python -m tools.screens`. The people in them are made up.

Starts a system of its own on an empty folder, fills it through its own pages and commands, and looks at it.
"""

import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.support.browser import DESK, FLAGS, PHONE
from tests.support.serving import bare_environment, one_time_link, serving
from tools.browser import find_browser

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "docs" / "screens"
PASSWORD = "Ruixue-2026-ok"  # noqa: S105  (of a system that lives for a minute)
HOME = ("FX01", "富顺县赵化养老服务中心", "510322")
COLUMNS = "楼栋,楼层,护理单元,房间,床号,房间类型,护理型,认知障碍,认定依据,认定日期,启用日期"


def ledger() -> str:
    """Write a ledger of two buildings: nursing beds below, a dementia unit apart, one floor never certified."""
    lines = [COLUMNS]
    for floor in (1, 2, 3):
        for number in range(1, 9):
            for bed in (1, 2):
                certified = "是,,富民发〔2024〕18 号,2024-06-01" if floor < 3 else ",,,"
                lines.append(f"康宁楼,{floor},护理{floor}区,{floor}0{number},{bed},双人间,{certified},2024-05-20")
    of_dementia = "双人间,是,是,富民发〔2025〕7 号,2025-03-01,2025-02-10"
    lines += [f"颐和楼,1,认知障碍区,1{number:02},{bed},{of_dementia}" for number in range(1, 10) for bed in (1, 2)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fill an empty system and take the pictures."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="yiyang-screens-") as folder:
        room = Path(folder)
        room.chmod(0o711)
        house = bare_environment(room)
        with serving(house) as (process, address, first_words):
            link = one_time_link(process, first_words)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
                page = (browser.new_context(viewport=DESK, locale="zh-CN")).new_page()
                _fill(page, link, room, house)
                _take(page, address, room)
                phone = browser.new_context(viewport=PHONE, locale="zh-CN", storage_state=page.context.storage_state())
                _shot(phone.new_page(), f"{address}/institutions/1/board", "board-phone")
                browser.close()
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def _fill(page: Page, link: str, room: Path, house: dict[str, str]) -> None:
    code, name, county = HOME
    page.goto(link)
    said = {"name": "周管理", "username": "zhou", "password": PASSWORD, "password_again": PASSWORD}
    for field, value in (said | {"home_name": name, "home_code": code}).items():
        page.fill(f"[name={field}]", value)
    page.locator("#county-q").press_sequentially(county, delay=20)
    page.locator("#county-picker input[type=radio]").first.check()
    page.get_by_role("button", name="建立机构").click()
    page.wait_for_url(re.compile("/imports$"))
    path = room / "床位台账.csv"
    path.write_text(ledger(), encoding="utf-8-sig")
    command = [sys.executable, "-m", "app", "import", "beds", str(path), "--institution", code, "--apply"]
    subprocess.run(command, cwd=ROOT, env=house, check=True, stdout=subprocess.DEVNULL)


def _take(page: Page, address: str, room: Path) -> None:
    home = f"{address}/institutions/1"
    _shot(page, f"{home}/board?bed=3", "board")
    _shot(page, f"{home}/structure", "structure")
    _shot(page, home, "institution")
    page.goto(f"{home}/imports")
    faulty = room / "有问题的台账.csv"
    faulty.write_text(
        ledger().replace("康宁楼,1,护理1区,101,2,双人间", "康宁楼,1,护理1区,101,1,三张床"), encoding="utf-8-sig"
    )
    page.set_input_files("input[type=file]", faulty)
    page.get_by_role("button", name="上传台账").click()
    page.locator(".act-bar button").first.click()
    page.wait_for_timeout(1500)
    page.screenshot(path=SCREENS / "import-check.png")


def _shot(page: Page, url: str, name: str) -> None:
    page.goto(url)
    page.wait_for_timeout(900)
    page.screenshot(path=SCREENS / f"{name}.png")


if __name__ == "__main__":
    main()
