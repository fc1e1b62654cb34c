"""Numbers shown whole: for a reason, in the trail before they are seen, and not without measure."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.core.db import Database
from app.core.postgres.urls import Urls
from app.residents.rules.looking import MOST_REVEALS
from tests.residents.filing import CARD, HTMX, FileDesk, a_town_with_a_file


@pytest.fixture
async def desk(app: Any, urls: Urls, pools: Database) -> AsyncIterator[FileDesk]:
    """Give a nurse with a full file to open."""
    async with a_town_with_a_file(app, urls, "nurse") as opened:
        yield opened


async def test_numbers_are_shown_for_half_a_minute_to_who_says_why(desk: FileDesk) -> None:
    assert (await desk.ask("reveals", "")).status_code == 422
    assert await desk.looks() == []
    shown = await desk.ask("reveals", "办医保")
    assert shown.status_code == 200
    assert CARD in shown.text
    assert "13812342716" in shown.text
    assert 'content="30;url=' in shown.text
    assert shown.headers["cache-control"] == "no-store"
    [look] = await desk.looks()
    assert (look.subjects, look.fields, look.purpose) == ([desk.elder_id], ["whole"], "办医保")


async def test_beside_the_file_they_hide_by_themselves(desk: FileDesk) -> None:
    assert 'id="reveal-form"' in (await desk.get("/reveals/new", **HTMX)).text
    shown = await desk.ask("reveals", "办医保", **HTMX)
    assert CARD in shown.text
    assert "<html" not in shown.text
    assert 'hx-trigger="load delay:30s"' in shown.text


async def test_after_twenty_within_the_hour_no_more(desk: FileDesk) -> None:
    for number in range(MOST_REVEALS):
        assert (await desk.ask("reveals", f"核对 {number}")).status_code == 200
    for path in ("reveals", "sheet"):
        refused = await desk.ask(path, "再看一次")
        assert refused.status_code == 429
        assert CARD not in refused.text
    assert len(await desk.looks()) == MOST_REVEALS
    await desk.sign_in("nurse")
    assert (await desk.ask("reveals", "办医保")).status_code == 200
