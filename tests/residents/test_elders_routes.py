"""The list of a home's people, as a browser shows it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import close_work, transaction
from app.residents import service
from app.residents.queries import lists
from app.residents.rules.listing import Presence, StayFact
from tests.beds.desk import Desk
from tests.factories.beds import a_house
from tests.factories.residents import an_elder
from tests.residents.desking import people, said
from tests.residents.drafts import CARD, DRAFT, director
from tests.support.html import select as css
from tests.support.people import ClientAs
from tests.support.tenants import acting_everywhere


async def test_an_empty_list_says_what_to_do(desk: Desk) -> None:
    page = await desk.get("elders")
    assert page.status_code == 200
    assert "还没有老人档案" in page.text
    assert css(page.text, ".empty a.button")


async def test_the_list_asks_the_same_number_of_times_however_long_it_is(
    session: AsyncSession, desk: Desk, counting: Callable[[], Any]
) -> None:
    await people(session, desk, "王秀英", "李桂芳")
    await close_work(session)
    with counting() as few:
        await desk.get("elders")
    async with acting_everywhere(), transaction() as again:
        for name in ("刘德明", "陈素华", "杨国强", "曾淑珍"):
            await an_elder(again, desk.house.home, name=name)
    with counting() as many:
        page = await desk.get("elders")
    assert len(css(page.text, "tbody tr")) == 6
    assert many.count == few.count <= 13, many.statements


async def test_people_are_found_as_one_types(session: AsyncSession, desk: Desk) -> None:
    await service.open_file(session, director(desk.house.home), desk.house.home, DRAFT)
    await people(session, desk, "王秀英")
    await close_work(session)
    for typed in ("zsz", "曾淑", CARD[-4:]):
        page = await desk.get(f"elders?{urlencode({'q': typed})}")
        assert [row.text for row in css(page.text, "tbody th")] == ["曾淑珍"]
    nobody = await desk.get("elders?q=qqq")
    assert "没有找到「qqq」" in nobody.text


@pytest.mark.parametrize("odd", ["page=0", "page=-1", "page=99999999999", "page=x", "tab=x", "q=" + "x" * 300, "q=%25"])
async def test_an_odd_address_is_no_error(session: AsyncSession, desk: Desk, odd: str) -> None:
    await people(session, desk, "王秀英")
    await close_work(session)
    assert (await desk.get(f"elders?{odd}")).status_code == 200


async def test_who_lives_here_comes_by_bed(session: AsyncSession, desk: Desk) -> None:
    first, second, gone = await people(session, desk, "周光荣", "单永福", "李桂芳")

    async def source(*_asked: object) -> dict[int, StayFact]:
        return {
            first: StayFact(Presence.HERE, bed="302-1", from_on=date(2026, 1, 2), away="住院", overdue=True),
            second: StayFact(
                Presence.HERE, bed="301-2", from_on=date(2025, 1, 2), kind="试住", level=3, level_word="重度"
            ),
            gone: StayFact(Presence.LEFT, to_on=date(2026, 2, 3), reason="回家"),
        }

    lists.tell_stays(source)
    await close_work(session)
    page = await desk.get("elders")
    assert [row.text for row in css(page.text, "tbody th")] == ["单永福", "周光荣"]
    assert [tab.text for tab in css(page.text, "#elders nav.tabs a")] == ["在住 2", "全部 3", "已离院 1"]
    assert "重度" in page.text
    left = await desk.get("elders?tab=left")
    assert "2026-02-03" in left.text
    assert "回家" in left.text


async def test_a_caseworker_from_outside_reads_masked_names(
    session: AsyncSession, desk: Desk, client_as: ClientAs
) -> None:
    await people(session, desk, "王秀英")
    await close_work(session)
    officer = await client_as("case_officer", region=desk.house.home.county)
    page = await officer.get(f"{desk.root}/elders")
    assert page.status_code == 200
    assert "王*英" in page.text
    assert "王秀英" not in page.text


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("nurse", "elders/new", 200), ("caregiver", "elders", 200), ("caregiver", "elders/new", 403),
        ("kitchen", "elders", 403), ("nurse", "elders/duplicates", 403), ("network_manager", "elders/duplicates", 200),
        ("administrator", "elders", 403),
    ],
)  # fmt: skip
async def test_who_may_open_what(desk: Desk, client_as: ClientAs, role: str, path: str, status: int) -> None:
    where = {"region": desk.house.home.county} if role in ("network_manager", "administrator") else {}
    browser = await client_as(role, None if where else desk.house.institution, **where)
    assert (await browser.get(f"{desk.root}/{path}")).status_code == status


async def test_another_homes_director_finds_nothing_here(
    session: AsyncSession, desk: Desk, client_as: ClientAs
) -> None:
    async with acting_everywhere():
        other = await a_house(session)
    await close_work(session)
    stranger = await client_as("director", other.institution)
    assert (await stranger.get(f"{desk.root}/elders")).status_code == 404
    assert (await stranger.get(f"{desk.root}/elders/new")).status_code == 404


async def test_likely_duplicates_stand_side_by_side(
    session: AsyncSession, desk: Desk, counting: Callable[[], Any]
) -> None:
    one, two = await people(session, desk, "曾淑珍", "曾淑贞")
    await close_work(session)
    with counting() as seen:
        page = await desk.get("elders/duplicates")
    assert page.status_code == 200, page.text[-1500:]
    assert f"?kept={one}&amp;gone={two}" in page.text
    assert "姓名同音、出生日期相同" in said(page)
    assert seen.count <= 14, seen.statements
