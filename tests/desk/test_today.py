"""今日: the sentence is right in every case, each number leads somewhere, and nobody reads more than is theirs."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import service as beds
from app.beds.rules.kinds import ClosureReason
from app.core.db import close_work
from app.desk.rules.today import say_free_since, say_moved
from app.stays import service
from app.stays.models import Stay
from app.stays.rules.discharges import DischargeDraft
from app.stays.rules.kinds import EndReason, LeaveKind
from tests.beds.desk import Desk
from tests.factories.beds import a_house
from tests.factories.institutions import a_registered, an_institution
from tests.stays.residence import NOON, TODAY, a_leave, housed
from tests.support.clock import Clock
from tests.support.html import select as pick
from tests.support.html import the
from tests.support.people import HTMX, ClientAs
from tests.support.tenants import acting_everywhere

QUERIES = 30
"""What one page of the day asks the database; people, beds or leaves more do not ask more often."""


@pytest.fixture
async def desk(session: AsyncSession, client_as: ClientAs, clock: Clock) -> Desk:
    """A director of a home of four double rooms at noon of 20 March 2026."""
    await clock.at(NOON)
    house = await a_house(session)
    await close_work(session)
    return Desk(session, house, await client_as("director", house.institution))


@asynccontextmanager
async def working(desk: Desk) -> AsyncIterator[tuple[Any, ...]]:
    """Write as the system, and commit."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(acting_everywhere())
        yield desk.session, desk.house.actor, desk.house.home
        await close_work(desk.session)


async def resident(desk: Desk, bed: str, **person: Any) -> Stay:
    async with working(desk):
        return await housed(desk.session, desk.house, bed, **person)


async def away(desk: Desk, bed: str, *, name: str = "王秀英", **draft: Any) -> Stay:
    stay = await resident(desk, bed, name=name)
    async with working(desk) as args:
        await service.start_leave(*args, stay.id, a_leave(**draft))
    return stay


async def registered(desk: Desk, beds: int) -> None:
    async with working(desk):
        await a_registered(desk.session, desk.house.institution, value=beds)


async def sentence(desk: Desk) -> str:
    answer = await desk.get("today")
    assert answer.status_code == 200, answer.text
    return the(answer.text, "#sentence").text.replace(" ", "")


async def test_a_home_without_beds_is_told_where_to_begin(
    session: AsyncSession, client_as: ClientAs, clock: Clock
) -> None:
    await clock.at(NOON)
    institution = await an_institution(session)
    await close_work(session)
    director = await client_as("director", institution)
    shown = (await director.get(f"/institutions/{institution.id}/today")).text
    assert the(shown, "#sentence").text == "还没有床位，也没有老人在住。"
    assert the(shown, ".act-first .lead").text == "还没有床位"
    assert [link.text for link in pick(shown, ".act-first a")] == ["按规律建床", "从台账导入"]


async def test_an_empty_home_without_a_document_says_what_is_missing(desk: Desk) -> None:
    assert await sentence(desk) == "今天没有老人在住；还没有核定床位的文件；可安排8张。"


async def test_nobody_away(desk: Desk) -> None:
    await registered(desk, 10)
    await resident(desk, "301-1")
    assert await sentence(desk) == "今天在住1人，都在院；核定10张，入住率10.0%；可安排7张。"


async def test_away_and_overdue(desk: Desk) -> None:
    await registered(desk, 4)
    await resident(desk, "301-1")
    await away(desk, "302-1", on=10, expected_on=date(2026, 3, 18))
    await away(desk, "303-1", on=20, expected_on=TODAY)
    await away(desk, "304-1", on=12, kind=LeaveKind.HOSPITAL)
    assert await sentence(desk) == (
        "今天在住4人（在院1，请假2，住院1）；核定4张，入住率100.0%；可安排4张。逾期未归1人。今天该返院1人。"
    )


async def test_more_people_than_the_document_has_beds(desk: Desk) -> None:
    await registered(desk, 1)
    for bed in ("301-1", "302-1"):
        await resident(desk, bed)
    assert "核定1张，入住率200.0%，比核定多1人；" in await sentence(desk)


async def test_no_free_bed_and_one_that_waits_for_cleaning(desk: Desk) -> None:
    for bed in desk.house.beds:
        stay = await resident(desk, bed)
    async with working(desk) as args:
        await service.discharge(*args, stay.id, DischargeDraft(EndReason.HOME, TODAY))
    said = await sentence(desk)
    assert "；等清理1张；没有可安排的空床。" in said
    shown = (await desk.get("today")).text
    assert the(shown, ".act-first .lead").text == "没有可安排的空床"
    assert "1 张等着清理" in the(shown, ".act-first").text
    assert the(shown, "[aria-labelledby=act-moved] .lead").text == "1 人退住"
    assert "还差：" in the(shown, "[aria-labelledby=q-end] li").text


async def test_closed_beds_past_their_day_are_due(desk: Desk) -> None:
    async with working(desk) as args:
        await beds.close_beds(
            *args, desk.house.ids("301-1"), reason=ClosureReason.REPAIR, from_on=date(2026, 3, 1),
            planned_end_on=date(2026, 3, 18),
        )  # fmt: skip
    shown = (await desk.get("today")).text
    assert "停用 1 张" in the(shown, "#sentence").text
    assert the(shown, "[aria-labelledby=act-due] .lead").text == "1 件"
    assert "301-1 床 过期 2 天" in the(shown, "[aria-labelledby=q-beds] li").text


async def test_each_number_leads_to_a_page_that_opens(desk: Desk) -> None:
    await registered(desk, 3)
    await resident(desk, "301-1")
    await away(desk, "302-1", on=10, expected_on=date(2026, 3, 18))
    await away(desk, "303-1", on=12, kind=LeaveKind.HOSPITAL)
    shown = (await desk.get("today")).text
    links = {link["href"] for link in pick(shown, "#sentence a, #today a")}
    assert len(links) > 10
    for address in links:
        answer = await desk.browser.get(address)
        assert answer.status_code == 200, address


@pytest.mark.parametrize("role", ["nurse", "caregiver"])
async def test_who_may_not_see_the_rate_is_not_led_there(desk: Desk, client_as: ClientAs, role: str) -> None:
    await registered(desk, 4)
    await away(desk, "301-1", on=10, expected_on=date(2026, 3, 18))
    other = await client_as(role, desk.house.institution)
    shown = (await other.get(f"{desk.root}/today")).text
    assert "核定" not in the(shown, "#sentence").text
    links = [link["href"] for link in pick(shown, "#sentence a, #today a")]
    assert not [link for link in links if "occupancy" in link or "admissions" in link]
    for address in links:
        assert (await other.get(address)).status_code == 200, address


async def test_names_are_masked_for_who_only_looks_in(desk: Desk, client_as: ClientAs) -> None:
    await away(desk, "301-1", on=20, name="王秀英")
    assert "王秀英" in (await desk.get("today")).text
    officer = await client_as("case_officer", region=desk.house.home.county)
    shown = (await officer.get(f"{desk.root}/today")).text
    assert "王秀英" not in shown
    assert "王*英" in the(shown, "[aria-labelledby=q-away] li").text
    assert "王*英" in the(shown, "[aria-labelledby=act-moved]").text
    assert "返院" not in [link.text for link in pick(shown, "#today a")]


@pytest.mark.parametrize("role", ["kitchen", "administrator"])
async def test_the_kitchen_has_no_such_page(desk: Desk, client_as: ClientAs, role: str) -> None:
    other = await client_as(role, desk.house.institution)
    assert (await other.get(f"{desk.root}/today")).status_code == 403


async def test_another_homes_day_is_not_there(desk: Desk, client_as: ClientAs) -> None:
    async with working(desk):
        other = await a_house(desk.session)
    assert (await desk.browser.get(f"/institutions/{other.institution.id}/today")).status_code == 404


async def test_its_refresh_is_the_part_that_changes(desk: Desk) -> None:
    await resident(desk, "301-1")
    shown = (await desk.get("today")).text
    assert the(shown, "#live")["hx-sse:connect"].endswith(f"&home={desk.house.home.institution_id}")
    assert the(shown, "#today")["hx-trigger"].startswith("beds from:#live")
    part = (await desk.get("today", **HTMX)).text
    assert "<html" not in part
    assert the(part, "#today")["hx-get"] == f"{desk.root}/today"
    assert "在住 1 人" in the(part, "hx-partial").text


async def test_the_page_asks_no_more_often_for_more_people(desk: Desk, counting: Any) -> None:
    await registered(desk, 8)
    with counting() as few:
        await desk.get("today")
    for number in (1, 2, 3, 4):
        await away(desk, f"30{number}-1", on=10, expected_on=date(2026, 3, 18))
    with counting() as many:
        await desk.get("today")
    assert many.count <= QUERIES
    assert many.count - few.count <= 2


async def test_the_line_has_its_table_one_tap_away(desk: Desk) -> None:
    await registered(desk, 8)
    shown = (await desk.get("today")).text
    assert "近 30 天入住率从 0.0% 到 0.0%" in the(shown, "svg.spark").text
    [table] = [link for link in pick(shown, "aside a") if link.text == "看表格"]
    days = (await desk.browser.get(table["href"])).text
    assert len(pick(days, ".fold tbody tr")) == 30


def test_movements_are_counted_by_what_happened() -> None:
    moved = [SimpleNamespace(word=word) for word in ("返院", "退住", "返院")]
    assert say_moved(moved) == "2 人返院，1 人退住"
    assert say_moved([]) == ""


def test_a_bed_that_came_free_today() -> None:
    bed: Any = SimpleNamespace(day=TODAY, free_since=TODAY)
    assert say_free_since(bed) == "今天刚空出来"
    bed = SimpleNamespace(day=TODAY, free_since=date(2026, 3, 1))
    assert say_free_since(bed) == "已空 19 天"
