"""The one timeline: what stays and the file tell of a person, corrections marked, and where they are now."""

from collections.abc import AsyncIterator, Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import business_date
from app.core.db import Database, close_work, transaction
from app.core.postgres.urls import Urls
from app.residents.queries import get_elder
from app.residents.rules.events import SHANGHAI, Event, EventKind
from app.stays.models import Leave
from app.stays.queries.timeline import history_of
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import EndReason, Ground, LateReason, LeaveKind, Payer, StayKind
from app.stays.rules.timeline import in_brief, periods, stay_events
from app.stays.service.admitting import admit
from app.stays.service.correcting import correct_stay
from app.stays.service.moving import move_to_bed
from tests.factories.beds import a_house
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.residents.filing import FileDesk, a_town_with_a_file
from tests.support.html import select as css
from tests.support.people import HTMX
from tests.support.tenants import acting_everywhere

TODAY = date(2026, 11, 22)


@pytest.fixture
async def desk(app: Any, urls: Urls, pools: Database) -> AsyncIterator[FileDesk]:
    """Give a director with a full file to open."""
    async with a_town_with_a_file(app, urls) as opened:
        yield opened


def an_event(on: date, kind: EventKind = EventKind.STAY, **said: Any) -> Event:
    return Event(on, kind, said.pop("title", on.isoformat()), **said)


def test_lines_are_gathered_by_the_time_they_lie_in() -> None:
    events = [
        an_event(date(2024, 3, 18)), an_event(date(2026, 11, 3)), an_event(date(2026, 9, 2)),
        an_event(date(2026, 11, 28), planned=True), an_event(date(2026, 11, 25), planned=True),
    ]  # fmt: skip
    found = periods(events, TODAY)
    assert [period.title for period in found] == ["计划", "11 月", "今年早些时候", "2024 年"]
    assert [event.on.day for event in found[0].events] == [25, 28]


def test_in_brief_are_plans_and_what_still_holds() -> None:
    old = [an_event(TODAY - timedelta(days=number)) for number in range(20)]
    events = [*old, an_event(TODAY, voided="登错了人"), an_event(TODAY + timedelta(days=3), planned=True)]
    found = in_brief(events)
    assert found[0].planned
    assert not any(event.voided for event in found)
    assert len(found) == 8


async def test_a_story_is_told_from_its_rows(session: AsyncSession) -> None:
    house = await a_house(session)
    elder, day = await an_elder(session, house.home), await business_date(session)
    draft = AdmissionDraft(
        elder_id=elder.id, bed_id=house.beds["301-1"], kind=StayKind.LONG, ground=Ground.DIRECT, payer=Payer.FAMILY,
        from_on=date(2026, 1, 5), late_reason=LateReason.LEDGER,
    )  # fmt: skip
    stay = await admit(session, house.actor, house.home, draft)
    moved: dict[str, Any] = {"on": date(2026, 5, 6), "late_reason": LateReason.PAPER}
    await move_to_bed(session, house.actor, house.home, stay.id, house.beds["302-1"], **moved)
    over = await a_stay(
        session, house.home, elder, from_on=date(2025, 1, 5), to_on=date(2025, 3, 1), end_reason=EndReason.HOME,
        end_late_reason=LateReason.LEDGER,
    )  # fmt: skip
    keys = {"stay_id": stay.id, "elder_id": elder.id, "stay_from_on": stay.from_on, "stay_to_on": stay.to_on}
    away = {**house.home.keys, **keys, "late_reason": LateReason.FAMILY}
    session.add(leave(away, LeaveKind.HOSPITAL, date(2026, 2, 1), date(2026, 2, 9), place="县医院"))
    session.add(leave(away, LeaveKind.HOME, date(2026, 3, 1), expected_on=date(2026, 3, 5)))
    wrong = leave(away, LeaveKind.HOME, date(2026, 4, 1), date(2026, 4, 2))
    wrong.voided_at, wrong.void_reason = datetime(2026, 4, 3, tzinfo=SHANGHAI), "登错了人"
    session.add(wrong)
    await session.flush()
    story = await history_of(session, house.home.scope, elder)
    assert [one.id for one in story.live_stays] == [stay.id, over.id]
    told = {(event.on, event.title): event for event in stay_events(story, day)}
    assert told[date(2026, 1, 5), "办理入住 301-1"].late == "台账补录"
    assert (date(2026, 5, 6), "移床：301-1 → 302-1") in told
    assert told[date(2025, 3, 1), "退住：回家"].late == "台账补录"
    assert told[date(2026, 2, 1), "住院"].note == "县医院"
    assert told[date(2026, 2, 9), "返院"].late == "家属后来才告知"
    assert told[date(2026, 3, 5), "预计返院，已逾期"].alarm
    assert told[date(2026, 4, 1), "请假：回家"].voided == "登错了人"
    assert (date(2026, 4, 2), "返院") not in told


def leave(away: dict[str, Any], kind: LeaveKind, from_on: date, to_on: date = date.max, **said: Any) -> Leave:
    back = (
        {} if to_on == date.max else {"return_recorded_on": date(2026, 6, 1), "return_late_reason": LateReason.FAMILY}
    )
    return Leave(**away, **back, kind=kind, from_on=from_on, to_on=to_on, seal=uuid4(), **said)


async def test_another_home_reads_nothing_of_the_stays_here(session: AsyncSession) -> None:
    house, other = await a_house(session), await a_house(session)
    elder = await an_elder(session, house.home)
    await a_stay(session, house.home, elder)
    assert (await history_of(session, other.home.scope, elder)).stays == []


async def test_one_list_with_filters(desk: FileDesk) -> None:
    async with acting_everywhere(), transaction() as session:
        elder = await get_elder(session, desk.house.home.scope, desk.house.home, desk.elder_id)
        await a_stay(session, desk.house.home, elder, from_on=date(2026, 1, 5))
    whole = await desk.get("/timeline", **HTMX)
    assert "<html" not in whole.text
    for words in ("办理入住", "过敏：青霉素", "认定为特困", "建立档案", "补录原因：台账补录"):
        assert words in whole.text
    health = await desk.get("/timeline?show=health", **HTMX)
    assert "过敏：青霉素" in health.text
    assert "办理入住" not in health.text
    [pressed] = css(health.text, "nav.chips [aria-current=true]")
    assert pressed.text.strip() == "健康 3"
    page = await desk.get("/timeline")
    assert [heading.text.strip() for heading in css(page.text, "h1")]
    assert [look.fields for look in await desk.looks()] == [["timeline"]] * 3


async def test_the_panel_says_where_the_person_is(desk: FileDesk) -> None:
    assert "还没有入住" in (await desk.get("/stays?part=head", **HTMX)).text
    assert "安排入住" in (await desk.get("/stays?part=acts", **HTMX)).text
    async with acting_everywhere(), transaction() as session:
        elder = await get_elder(session, desk.house.home.scope, desk.house.home, desk.elder_id)
        await a_stay(session, desk.house.home, elder, from_on=date(2026, 1, 5))
    assert "在院" in (await desk.get("/stays?part=head", **HTMX)).text
    assert "登记变动" in (await desk.get("/stays?part=acts", **HTMX)).text
    assert "长住" in (await desk.get("/stays?part=sheet", **HTMX)).text
    assert "2026-01-05" in (await desk.get("/stays")).text
    await desk.sign_in("caregiver")
    assert "登记变动" not in (await desk.get("/stays?part=sheet", **HTMX)).text


async def test_parts_ask_no_more_than_they_need(desk: FileDesk, counting: Callable[[], Any]) -> None:
    most = {"/stays?part=head": 8, "/stays": 8, "/timeline": 15}
    found = {}
    for path in most:
        with counting() as seen:
            assert (await desk.get(path, **HTMX)).status_code == 200
        found[path] = seen.count
    assert {path: count for path, count in found.items() if count > most[path]} == {}


async def test_the_case_officer_says_why_before_any_part_opens(desk: FileDesk) -> None:
    await desk.sign_in("case_officer")
    for path in ("/stays?part=head", "/stays", "/timeline"):
        assert (await desk.get(path, **HTMX)).status_code == 403
    assert (await desk.ask("looks", "审批调院")).status_code == 303
    assert (await desk.get("/stays?part=head", **HTMX)).status_code == 200


async def test_what_was_put_right_later_is_marked(session: AsyncSession) -> None:
    house = await a_house(session)
    elder, day = await an_elder(session, house.home), await business_date(session)
    draft = AdmissionDraft(
        elder_id=elder.id, bed_id=house.beds["301-1"], kind=StayKind.LONG, ground=Ground.DIRECT, payer=Payer.FAMILY,
        from_on=date(2026, 1, 5), late_reason=LateReason.LEDGER,
    )  # fmt: skip
    stay = await admit(session, house.actor, house.home, draft)
    await correct_stay(session, house.actor, house.home, stay.id, from_on=date(2026, 1, 4), reason="台账登错一天")
    await close_work(session)
    [told] = stay_events(await history_of(session, house.home.scope, elder), day)
    assert (told.on, told.changed) == (date(2026, 1, 4), True)
