"""The pages that show homes."""

from collections.abc import Callable

from app.core.db import transaction
from app.institutions.models import Institution
from tests.factories.institutions import a_fact, a_legal_unit, an_institution
from tests.institutions.asking import show, tapped
from tests.support.counting import Counting
from tests.support.people import ClientAs
from tests.support.tenants import OTHER_COUNTY


async def test_the_file_of_a_home_reads_as_of_any_day(client_as: ClientAs, full: Institution, clock) -> None:
    await clock.at("2026-11-23 10:00")
    browser = await client_as("director", full)
    page = (await browser.get(show(full))).text
    for word in (
        "100 张",
        "敬老院",
        "区域性养老服务中心",
        "恒颐公司",
        "二级",
        "38 天后到期",
        "富顺县金沙街 88 号",
        "560.00",
    ):
        assert word in page, word
    assert "60 → 100" in page
    assert f'hx-get="/institutions/{full.id}/bed-counts?day=2026-11-23"' in page
    then = (await browser.get(show(full), params={"day": "2022-01-01"})).text
    assert "这是 2022-01-01 的档案" in then
    assert "60</" in then.replace(" ", "") or "60 <small>" in then
    assert "区域性养老服务中心" not in then.split('id="who"')[1].split("收费标准")[0].replace(full.name, "")
    assert "60 → 100" not in then, "nobody could tell on that day"
    assert "2020-01-01 至 2023-08-31" in page, "the last day it held, not the first day it did not"
    assert (await browser.get(show(full), params={"day": "去年"})).status_code == 200


async def test_a_home_without_anything_says_what_is_missing(client_as: ClientAs, home: Institution) -> None:
    page = (await (await client_as("director", home)).get(show(home))).text
    for word in ("档案还缺什么", "没有核定床位的文件", "没有登记类别", "没有登记收费标准", "没有写明属于哪个法人单位"):
        assert word in page, word


async def test_who_may_only_look_finds_no_acts(client_as: ClientAs, full: Institution) -> None:
    for role in ("caregiver", "kitchen"):
        browser = await client_as(role, full)
        page = (await browser.get(show(full))).text
        assert "登记一项变更" not in page
        assert "去补" not in page
        assert (await browser.get(show(full, "/edit"))).status_code == 403
        assert (await browser.post(show(full, "/facts"), data=tapped())).status_code == 403


async def test_a_neighbour_finds_nothing(client_as: ClientAs, full: Institution) -> None:
    async with transaction() as session:
        other = await an_institution(session, county=OTHER_COUNTY)
    browser = await client_as("director", other)
    for path in ("", "/edit", "/facts/new", "/registered-beds/new", "/prices/new", "/closing"):
        assert (await browser.get(show(full, path))).status_code == 404, path
    assert (
        "赵化"
        not in (await browser.get("/institutions")).text.split('id="homes"')[1].split("赵化区域性养老服务中心 ")[0]
    )


async def test_the_list_filters_and_names_what_is_missing(client_as: ClientAs, full: Institution) -> None:
    async with transaction() as session:
        bare = await an_institution(session, name="永年镇敬老院", code="YN-01")
        await a_fact(session, bare)
    browser = await client_as("case_officer")
    page = (await browser.get("/institutions")).text
    assert "赵化区域性养老服务中心" in page
    assert "公建民营" in page
    assert "缺文件" in page
    assert "核定床位 100 张" in page
    found = (await browser.get("/institutions", params={"q": "ynz"})).text
    assert "永年镇敬老院" in found
    assert "ZH-01" not in found
    tagged = (await browser.get("/institutions", params={"tag": "regional_center"})).text
    assert "ZH-01" in tagged
    assert "YN-01" not in tagged
    assert "没有符合的机构" in (await browser.get("/institutions", params={"q": "%"})).text


async def test_pages_ask_the_database_a_fixed_number_of_times(
    client_as: ClientAs, full: Institution, counting: Callable[[], Counting]
) -> None:
    browser = await client_as("director", full)
    with counting() as few:
        await browser.get(show(full))
    async with transaction() as session:
        for tag in ("welfare_home", "central_elder_home", "disability_center", "glory_home"):
            await a_fact(session, full, value=tag)
    with counting() as many:
        await browser.get(show(full))
    assert few.count == many.count
    assert few.count <= 16
    with counting() as listed:
        await browser.get("/institutions")
    assert listed.count <= 12


async def test_sites_of_one_legal_unit_stand_together(client_as: ClientAs, actor: object) -> None:
    async with transaction() as session:
        unit = await a_legal_unit(session)
        first = await an_institution(session, legal_unit_id=unit.id, name="甲院区")
        await an_institution(session, legal_unit_id=unit.id, name="乙院区")
    page = (await (await client_as("case_officer")).get(show(first))).text
    assert "甲院区" in page
    assert "乙院区" in page
