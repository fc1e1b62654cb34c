"""The charts in a real browser: drawn under the strict policy, walked with the keys, kept as pictures."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, Route, expect

from tests.bureau.townsfolk import Town
from tests.support.browser import DESK, PHONE, Watched, a_browser
from tests.support.people import client_for

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
async def running() -> AsyncIterator[Watched]:
    """One browser for all of them: each page is of a new person."""
    async with a_browser() as watched:
        yield watched


@asynccontextmanager
async def bureau(app: Any, town: Town, running: Watched, size: dict[str, int]) -> AsyncIterator[tuple[Page, Watched]]:
    """A page of a clerk whose every request the application answers, headers and all."""
    watched = Watched(running.browser)
    async with client_for(app, town.clerk) as client:
        page = await watched.page(size)

        async def answer(route: Route) -> None:
            given = await client.get(route.request.url.removeprefix("https://test"))
            headers = {
                key: value for key, value in given.headers.items() if key not in ("content-length", "set-cookie")
            }
            await route.fulfill(status=given.status_code, headers=headers, body=given.content)

        await page.route("https://test/**", answer)
        yield page, watched
        await page.context.close()


@pytest.mark.timeout(120)
async def test_the_long_line_is_drawn_and_walked_with_the_keys(app: Any, town: Town, running: Watched) -> None:
    async with bureau(app, town, running, DESK) as (page, watched):
        await page.goto("https://test/bureau/series")
        live, said = page.locator("[data-live-chart]"), page.locator("[data-chart-said]")
        await expect(live.locator("svg path").first).to_be_attached()
        await expect(page.locator("[data-plain-chart]")).to_be_hidden()
        await expect(said).to_contain_text(str(town.today))
        await live.focus()
        await page.keyboard.press("ArrowLeft")
        await expect(said).to_contain_text(str(town.ago(1)))
        await page.keyboard.press("Home")
        await expect(said).not_to_contain_text(str(town.ago(1)))
        assert "入住率" in (await live.get_attribute("aria-label") or "")
        assert watched.complaints == []


@pytest.mark.timeout(120)
@pytest.mark.parametrize("address", ["", "/series", "/beds", "/average"])
async def test_a_chart_is_kept_as_a_picture_under_the_strict_policy(
    app: Any, town: Town, running: Watched, address: str
) -> None:
    async with bureau(app, town, running, DESK) as (page, watched):
        await page.goto(f"https://test/bureau{address}")
        async with page.expect_download() as awaited:
            await page.locator("[data-save-chart]").first.click()
        kept = await awaited.value
        assert kept.suggested_filename.endswith(".png")
        assert str(town.today) in kept.suggested_filename
        data = Path(await kept.path()).read_bytes()  # noqa: ASYNC240
        assert data.startswith(PNG)
        assert len(data) > 5_000
        assert watched.complaints == []


@pytest.mark.timeout(120)
async def test_no_page_is_wider_than_a_phone_or_stands_in_somebodys_way(app: Any, town: Town, running: Watched) -> None:
    async with bureau(app, town, running, PHONE) as (page, watched):
        for address in ("", "/occupancy", "/average", "/series", "/beds", f"/homes/{town.homes['full']}"):
            await page.goto(f"https://test/bureau{address}")
            assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], address
            found = (await Axe().run(page)).response["violations"]
            assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == [], address
        assert watched.complaints == []
