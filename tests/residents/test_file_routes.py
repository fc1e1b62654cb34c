"""The elder's file: what its pages show, to whom, with how many statements; and its forms, sent as a browser does."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from app.residents.models import Contact, ElderCategory, HealthNote
from app.residents.rules.around import ContactDraft, HealthDraft
from app.residents.rules.kinds import HealthKind, Relation
from app.residents.service import contacts, health
from tests.factories.beds import a_house
from tests.residents.filing import CARD, START, FileDesk, a_town_with_a_file
from tests.support.html import select as css
from tests.support.people import HTMX
from tests.support.tenants import acting_everywhere


@pytest.fixture
async def desk(app: Any, urls: Urls, pools: Database) -> AsyncIterator[FileDesk]:
    """Give a director with a full file to open."""
    async with a_town_with_a_file(app, urls) as opened:
        yield opened


async def test_the_head_says_who_and_what_to_beware_of(desk: FileDesk) -> None:
    page = await desk.get()
    assert page.status_code == 200, page.text[-2000:]
    assert [heading.text.strip() for heading in css(page.text, "header.person h1")] == ["王秀英"]
    assert CARD[:6] + "********" + CARD[-4:] in page.text
    assert CARD not in page.text
    assert "13812342716" not in page.text
    [warning] = css(page.text, "p.allergy")
    assert "过敏：青霉素（严重）" in warning.text
    assert "跌倒高风险" in warning.text
    assert [badge.text.strip() for badge in css(page.text, "header.person .badge")] == ["特困"]
    for words in ("软食", "陈敏", "周光荣", "王二妹", "自民特〔2026〕9 号"):
        assert words in page.text


async def test_each_tab_is_an_address(desk: FileDesk) -> None:
    for tab, words in (("health", "青霉素"), ("contacts", "138****2716"), ("papers", "居民身份证"),
                       ("stays", "看入住经历"), ("timeline", "看时间线"), ("nonsense", "照护要点")):  # fmt: skip
        page = await desk.get(f"?tab={tab}")
        assert page.status_code == 200
        assert words in page.text
        assert len(css(page.text, "nav.tabs [aria-current=page]")) == 1


MOST = {"overview": 15, "health": 10, "contacts": 12, "papers": 11, "stays": 10, "timeline": 10}


async def test_a_page_asks_no_more_than_it_needs(desk: FileDesk, counting: Callable[[], Any]) -> None:
    before = {tab: await statements(desk, counting, tab) for tab in MOST}
    async with acting_everywhere() as actor, transaction() as session:
        args = (session, actor, desk.house.home, desk.elder_id)
        for number in range(5):
            await contacts.add_contact(*args, ContactDraft(Relation.SON, f"陈{number}"))
            await health.note_health(*args, HealthDraft(HealthKind.DIAGNOSIS, START, words=f"病 {number}"))
    after = {tab: await statements(desk, counting, tab) for tab in MOST}
    assert after == before
    assert {tab: count for tab, count in after.items() if count > MOST[tab]} == {}


async def statements(desk: FileDesk, counting: Callable[[], Any], tab: str) -> int:
    with counting() as seen:
        assert (await desk.get(f"?tab={tab}")).status_code == 200
    return int(seen.count)


async def test_a_look_leaves_a_line(desk: FileDesk) -> None:
    await desk.get("?tab=health")
    [look] = await desk.looks()
    assert (look.subjects, look.fields) == ([desk.elder_id], ["file", "health"])
    page = await desk.get()
    assert "近 30 天 1 人看过这份档案" in page.text
    listed = await desk.get("/looks")
    assert listed.status_code == 200
    assert "打开档案、健康" in listed.text


async def test_who_works_with_the_person_sees_the_file_and_nobody_else(desk: FileDesk) -> None:
    for role, may in (("nurse", True), ("caregiver", True), ("network_manager", True), ("kitchen", False),
                      ("administrator", False), ("statistics_clerk", False), ("city_bureau", False)):  # fmt: skip
        await desk.sign_in(role)
        answers = [(await desk.get(path)).status_code for path in ("", "/sheet", "/stays", "/timeline")]
        assert set(answers) == ({200} if may else {403}), role
    await desk.sign_in("caregiver")
    assert (await desk.get("/reveals/new")).status_code == 403
    assert (await desk.post("contacts", name="x")).status_code == 403
    assert "登记联系人" not in (await desk.get("?tab=contacts")).text


async def test_another_home_finds_nothing_there(desk: FileDesk) -> None:
    async with acting_everywhere(), transaction() as session:
        other = await a_house(session)
    await desk.sign_in("director", other.institution)
    for path in ("", "/sheet", "/contacts/new", "/reveals/new", "/timeline"):
        assert (await desk.get(path)).status_code == 404
    theirs = f"/institutions/{other.home.institution_id}/elders/{desk.elder_id}"
    assert (await desk.browser.get(theirs)).status_code == 404


async def test_the_case_officer_says_why_and_is_named(desk: FileDesk) -> None:
    await desk.sign_in("case_officer")
    asked = await desk.get()
    assert asked.status_code == 200
    assert "青霉素" not in asked.text
    assert "王秀英" not in asked.text
    assert (await desk.get("/timeline")).status_code == 403
    assert "青霉素" not in (await desk.get("/sheet")).text
    assert (await desk.ask("looks", "")).status_code == 422
    assert (await desk.ask("looks", "审批调院")).status_code == 303
    assert "青霉素" in (await desk.get()).text
    assert (await desk.get("/timeline")).status_code == 200
    named = [look for look in await desk.looks() if look.purpose == "审批调院"]
    assert [look.fields for look in named] == [["named_access"]]


async def test_a_form_keeps_what_was_typed_and_is_done_once(desk: FileDesk) -> None:
    again = await desk.post("contacts", relation="son", phone="abc", name="陈强")
    assert again.status_code == 422
    assert css(again.text, "input[name=name]")[0].attributes["value"] == "陈强"
    tap = str(uuid4())
    for _ in range(2):
        done = await desk.post("contacts", tap_id=tap, relation="son", phone="13900000000", name="陈强", pays="yes")
        assert done.status_code == 303
        assert done.headers["location"].endswith("?tab=contacts")
    assert len(await desk.all(select(Contact).where(Contact.pays))) == 1
    beside = await desk.get("/contacts/new", **HTMX)
    assert "<html" not in beside.text
    assert css(beside.text, "aside.side-panel form#file-form")
    moved = await desk.post("health-notes", headers=HTMX, kind="diet", code="low_salt", from_on="2026-01-01")
    assert moved.status_code == 204
    assert moved.headers["HX-Redirect"].endswith("?tab=health")


async def test_every_form_of_a_file_does_what_it_says(desk: FileDesk) -> None:
    [contact] = await desk.all(select(Contact.id))
    [note] = await desk.all(select(HealthNote.id).where(HealthNote.kind == HealthKind.DIET))
    [row] = await desk.all(select(ElderCategory.id))
    for path in (f"contacts/{contact}/edit", f"contacts/{contact}/void", f"health-notes/{note}/edit",
                 f"health-notes/{note}/end", f"health-notes/{note}/void", f"categories/{row}/edit",
                 f"categories/{row}/end", f"categories/{row}/void", "papers/new", "names/new", "relations/new?q=周",
                 "health-notes/new?kind=risk", "categories/new"):  # fmt: skip
        page = await desk.get(f"/{path}")
        assert page.status_code == 200, path
        assert css(page.text, "#file-form"), path
    for path, said in (
        (f"contacts/{contact}", {"relation": "daughter", "name": "陈小敏", "version": 1}),
        (f"health-notes/{note}", {"kind": "diet", "code": "puree", "from_on": "2026-01-02"}),
        (f"health-notes/{note}/end", {"on": "2026-02-01"}),
        (f"categories/{row}", {"kind": "extreme_poverty", "from_on": "2026-01-02", "document_no": "2 号"}),
        (f"categories/{row}/end", {"on": "2026-03-01"}),
        (f"categories/{row}/void", {"reason": "登错了人"}),
        (f"contacts/{contact}/void", {"reason": "登错了人"}),
        (f"health-notes/{note}/void", {"reason": "登错了人"}),
        ("papers", {"kind": "disability", "number": "51030219410301842X11"}),
        ("names", {"kind": "alias", "name": "幺妹"}),
        ("categories", {"kind": "veteran", "from_on": "2026-01-01", "unverified": "yes"}),
    ):
        answer = await desk.post(path, **said)
        assert answer.status_code == 303, (path, answer.text[:3000])


async def test_two_people_on_one_note_see_both_values(desk: FileDesk) -> None:
    [note] = await desk.all(select(HealthNote.id).where(HealthNote.kind == HealthKind.ALLERGY))
    said: dict[str, Any] = {"kind": "allergy", "severity": "severe", "from_on": "2026-01-01", "version": 1}
    assert (await desk.post(f"health-notes/{note}", **said, words="青霉素、花生")).status_code == 303
    clash = await desk.post(f"health-notes/{note}", **said, words="青霉素、虾")
    assert clash.status_code == 409
    assert "青霉素、花生" in clash.text
    assert "青霉素、虾" in clash.text
    said["version"] = css(clash.text, "input[name=version]")[0].attributes["value"]
    assert (await desk.post(f"health-notes/{note}", **said, words="青霉素、虾")).status_code == 303


async def test_the_sheet_is_masked_unless_a_reason_is_given(desk: FileDesk) -> None:
    masked = await desk.get("/sheet")
    assert CARD not in masked.text
    assert "号码已遮盖" in masked.text
    assert (await desk.ask("sheet", "")).status_code == 422
    whole = await desk.ask("sheet", "送医院住院用")
    assert CARD in whole.text
    assert whole.headers["cache-control"] == "no-store"
    assert [look.purpose for look in await desk.looks()][-1] == "送医院住院用"
