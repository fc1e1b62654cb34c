"""A real Chromium on a real server; what its console complains of is a failure."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright

from tools.browser import find_browser

__all__ = ["DESK", "PHONE", "Watched", "a_browser"]

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 780}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@dataclass
class Watched:
    """A browser whose pages' complaints are kept."""

    browser: Browser
    complaints: list[str] = field(default_factory=list)

    async def page(self, size: dict[str, int], **options: object) -> Page:
        """Open a page of a new person at this size."""
        context: BrowserContext = await self.browser.new_context(viewport=size, locale="zh-CN", **options)  # type: ignore[arg-type]
        page = await context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        # A refused form answers 422 on purpose; the browser reports every such answer by itself.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.complaints.append(f"{message.type}: {message.text}")


@asynccontextmanager
async def a_browser() -> AsyncIterator[Watched]:
    """Start the browser that `make test` has found or installed."""
    path = find_browser()
    assert path, "no Chromium: run `make test`, which finds or installs one, or set BROWSER="
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield Watched(browser)
        await browser.close()
