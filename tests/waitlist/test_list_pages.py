"""The two lists, as a browser shows them: masked, in the computed order and no other, as of any day, each place explained."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import Sex
from app.core.db import close_work
from app.waitlist import service
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder
from tests.factories.waitlist import CASE_OFFICER, SECOND_OFFICER, an_entry
from tests.support.clock import Clock
from tests.support.html import select as css
from tests.support.html import the
from tests.support.people import ClientAs
from tests.support.tenants import OTHER_COUNTY


@pytest.fixture
async def house(session: AsyncSession) -> HouseOfBeds:
    """A home with two free beds."""
    return await a_house(session, rooms="301", beds="1 2")


def at(house: HouseOfBeds, **asked: Any) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/institutions/{house.institution.id}/waitlist" + (f"?{query}" if query else "")


def names(page: Any) -> list[str]:
    return [row.select("th a")[0].text for row in css(page.text, "#waitlist tbody tr.opens")]


async def people(session: AsyncSession, house: HouseOfBeds, *said: str, **facts: Any) -> list[Any]:
    return [
        await an_entry(session, house.home, elder=await an_elder(session, house.home, name=name), **facts)
        for name in said
    ]


async def test_an_empty_list_says_what_to_do(session: AsyncSession, house: HouseOfBeds, client_as: ClientAs) -> None:
    await close_work(session)
    page = await (await client_as("director", house.institution)).get(at(house))
    assert "还没有轮候申请" in page.text
    assert the(page.text, ".empty a.button").text == "登记新申请"


async def test_names_are_masked_and_the_order_is_the_computed_one(
    session: AsyncSession, house: HouseOfBeds, client_as: ClientAs
) -> None:
    await people(session, house, "王秀英")
    await people(session, house, "陈素华", minutes_ago=30)
    await close_work(session)
    director = await client_as("director", house.institution)
    for asked in ({}, {"sort": "name"}, {"order": "desc"}):
        page = await director.get(at(house, **asked))
        assert names(page) == ["陈*华", "王*英"]
        assert "王秀英" not in page.text
    assert css(page.text, "#waitlist th.sort, #waitlist a.sort") == []


ROLES = (
    ("director", "own", 200), ("nurse", "own", 200), ("caregiver", "own", 403), ("kitchen", "own", 403),
    ("director", "sibling", 404), ("case_officer", "own", 200), ("case_officer", "sibling", 200),
    ("network_manager", "own", 200), ("case_officer", "foreign", 404), ("statistics_clerk", "own", 403),
)  # fmt: skip


async def test_each_role_sees_the_lists_that_are_theirs(session: AsyncSession, client_as: ClientAs) -> None:
    homes = {"own": await a_house(session), "sibling": await a_house(session)}
    homes["foreign"] = await a_house(session, county=OTHER_COUNTY)
    await close_work(session)
    browsers = {role: await client_as(role, homes["own"].institution) for role in {role for role, _w, _s in ROLES}}
    for role, whose, status in ROLES:
        page = await browsers[role].get(at(homes[whose]))
        assert page.status_code == status, (role, whose)


async def test_the_county_list_is_for_who_has_the_county(
    session: AsyncSession, house: HouseOfBeds, client_as: ClientAs
) -> None:
    await people(session, house, "王秀英")
    await close_work(session)
    officer, director = await client_as("case_officer"), await client_as("director", house.institution)
    assert names(await officer.get("/waitlist")) == ["王*英"]
    assert (await officer.get(f"/waitlist?county={OTHER_COUNTY}")).status_code == 404
    led = await director.get("/waitlist")
    assert (led.status_code, led.headers["location"]) == (303, at(house))
    assert (await director.get(f"/waitlist?county={OTHER_COUNTY}")).status_code == 404


async def test_a_list_asks_the_same_number_of_times_however_long_it_is(
    session: AsyncSession, house: HouseOfBeds, client_as: ClientAs, counting: Callable[[], Any]
) -> None:
    await people(session, house, "王秀英", "陈素华")
    await close_work(session)
    director = await client_as("director", house.institution)
    with counting() as few:
        await director.get(at(house))
    await people(session, house, *"赵钱孙李周吴郑", level=2)
    await close_work(session)
    with counting() as many:
        page = await director.get(at(house))
    assert len(names(page)) == 9
    assert abs(many.count - few.count) <= 1, many.statements
    assert many.count <= 24, many.statements


async def test_a_free_bed_stands_beside_the_first_whom_it_suits(
    session: AsyncSession, house: HouseOfBeds, client_as: ClientAs
) -> None:
    await people(session, house, "王秀英", level=0, minutes_ago=30)
    await people(session, house, "刘德明", level=3, minutes_ago=20)
    await people(session, house, "陈素华", level=1, minutes_ago=10)
    await people(session, house, "李桂芳", minutes_ago=5)
    await close_work(session)
    director = await client_as("director", house.institution)
    page = await director.get(at(house))
    cells = [row.select("td.lack")[0].text for row in css(page.text, "#waitlist tbody tr.opens")]
    assert names(page) == ["王*英", "刘*明", "陈*华", "李*芳"]
    assert cells == ["301-1", "缺女护理型床", "301-2", "待评估"]
    assert "发通知" in css(page.text, "#waitlist tbody tr.opens")[0].text
    assert names(await director.get(at(house, show="matched"))) == ["王*英", "陈*华"]


async def test_a_man_waits_for_a_bed_in_a_room_for_men(
    session: AsyncSession, house: HouseOfBeds, client_as: ClientAs
) -> None:
    man = await an_elder(session, house.home, name="刘德明", sex=Sex.MALE)
    await an_entry(session, house.home, elder=man, level=4)
    await close_work(session)
    page = await (await client_as("director", house.institution)).get(at(house))
    assert the(page.text, "td.lack").text == "缺男护理型床"


async def test_a_past_day_shows_the_list_of_that_day(
    session: AsyncSession, house: HouseOfBeds, client_as: ClientAs, clock: Clock
) -> None:
    await clock.at("2026-11-10 09:00")
    await people(session, house, "王秀英")
    await clock.at("2026-11-12 09:00")
    await people(session, house, "陈素华", level=4)
    await close_work(session)
    director = await client_as("director", house.institution)
    assert names(await director.get(at(house))) == ["陈*华", "王*英"]
    page = await director.get(at(house, day="2026-11-11"))
    assert names(page) == ["王*英"]
    assert "这是 2026-11-11 那天结束时的排序" in page.text
    assert names(await director.get(at(house, day="2026-11-09"))) == []


async def test_the_ladder_shows_the_rung_that_decides(
    session: AsyncSession, house: HouseOfBeds, client_as: ClientAs
) -> None:
    await people(session, house, "陈素华", level=4)
    (mine,) = await people(session, house, "王秀英", minutes_ago=10)
    await people(session, house, "李桂芳", minutes_ago=5)
    await close_work(session)
    page = await (await client_as("director", house.institution)).get(at(house, why=mine.id))
    assert the(page.text, "#why-t").text == "为什么王*英排第 2"
    tier, accepted = css(page.text, ".rank-ladder tbody tr")[:2]
    assert "▲ 在这一级排到前面" in tier.select("td")[0].text
    assert tier.select("td")[2].text.endswith("相同")
    assert accepted.select("td")[0].text == "不再比"
    assert "▼ 在这一级排到后面" in accepted.select("td")[2].text
    assert "如果评估更新为 4 级 第 2 位 → 第 1 位。" in the(page.text, ".why .notice").text
    assert "系统默认规则，本县还没有公布" in page.text


async def test_an_override_is_marked_for_everybody(
    session: AsyncSession, house: HouseOfBeds, client_as: ClientAs
) -> None:
    (mine,) = await people(session, house, "王秀英")
    await service.ask_override(session, CASE_OFFICER, mine.id, tier=3, reason="社区证明在办")
    await close_work(session)
    director = await client_as("director", house.institution)
    assert "✎ 待批准" in (await director.get(at(house))).text
    await service.approve_override(session, SECOND_OFFICER, mine.id)
    await close_work(session)
    page = await director.get(at(house, why=mine.id))
    assert "✎ 调整" in css(page.text, "#waitlist tbody tr.opens")[0].text
    assert "人工调整，按规则是第 6 类" in the(page.text, ".rank-ladder").text
    assert "社区证明在办" in page.text


ODD = ("page=0", "page=99999", "page=x", "show=x", "why=x", "why=99999999", "day=x", "day=2999-01-01", "county=x")


async def test_an_odd_address_is_no_error(session: AsyncSession, house: HouseOfBeds, client_as: ClientAs) -> None:
    await people(session, house, "王秀英")
    await close_work(session)
    director = await client_as("director", house.institution)
    for odd in ODD:
        page = await director.get(f"{at(house)}?{odd}")
        assert (page.status_code, names(page)) == (200, ["王*英"]), odd


async def test_an_application_is_found_by_its_number(
    session: AsyncSession, house: HouseOfBeds, client_as: ClientAs
) -> None:
    (mine,) = await people(session, house, "王秀英")
    other = await a_house(session)
    await close_work(session)
    director = await client_as("director", house.institution)
    assert f"/waitlist/{mine.id}" in (await director.get(f"/search?q={mine.number}")).text
    stranger = await client_as("director", other.institution)
    assert f"/waitlist/{mine.id}" not in (await stranger.get(f"/search?q={mine.number}")).text
