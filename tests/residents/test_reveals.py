"""Numbers shown whole: for a reason, in the trail before they are seen, and not without measure."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from app.attachments.service import keep_file
from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from app.residents.models import ElderCategory, HealthNote
from app.residents.rules.looking import MOST_REVEALS
from tests.residents.filing import CARD, FileDesk, a_town_with_a_file
from tests.support.people import HTMX
from tests.support.tenants import acting_everywhere


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


async def test_a_sheet_drawn_again_for_want_of_a_reason_is_a_look_too(desk: FileDesk) -> None:
    again = await desk.ask("sheet", "")
    assert again.status_code == 422
    assert CARD not in again.text
    assert [look.fields for look in await desk.looks()] == [["sheet"]]


async def test_forms_about_a_note_on_health_show_it_and_leave_a_look(desk: FileDesk) -> None:
    [note] = await desk.all(select(HealthNote.id).where(HealthNote.words.is_not(None)))
    for form in ("edit", "end", "void"):
        assert "青霉素" in (await desk.get(f"/health-notes/{note}/{form}")).text
    assert [look.fields for look in await desk.looks()] == [["health"]] * 3


async def test_a_proof_opens_for_the_case_officer_no_earlier_than_its_file(desk: FileDesk) -> None:
    async with acting_everywhere() as actor, transaction() as session:
        where = {"county": desk.house.home.county, "institution_id": desk.house.home.institution_id}
        filed = {"content": b"%PDF-1.7 a proof", "filename": "证明.pdf"}
        proof = await keep_file(session, actor, **where, **filed, purpose="elder_categories")
        loose = await keep_file(session, actor, **where, **filed, purpose="contacts")
        row = await session.scalar(select(ElderCategory).where(ElderCategory.elder_id == desk.elder_id))
        assert row is not None
        row.evidence_id = proof.id
    assert (await desk.browser.get(f"/attachments/{proof.id}")).status_code == 200
    await desk.sign_in("case_officer")
    assert (await desk.browser.get(f"/attachments/{proof.id}")).status_code == 403
    assert (await desk.ask("looks", "核对特困供养")).status_code == 303
    assert (await desk.browser.get(f"/attachments/{proof.id}")).status_code == 200
    assert (await desk.browser.get(f"/attachments/{loose.id}")).status_code == 403
