"""The pages of homes."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import transaction
from app.core.uuid7 import uuid7
from app.institutions.models import Institution
from app.institutions.rules.kinds import FactKind
from tests.factories.institutions import a_fact, a_legal_unit, a_price, a_registered, an_institution
from tests.support.counting import Counting
from tests.support.people import Client, ClientAs
from tests.support.tenants import COUNTY, OTHER_COUNTY

PDF = b"%PDF-1.7 scan"


def tapped(**other: object) -> dict[str, str]:
    return {"tap_id": str(uuid7())} | {name: str(value) for name, value in other.items()}


@pytest.fixture
async def home(actor: object) -> Institution:
    async with transaction() as session:
        return await an_institution(session, name="赵化区域性养老服务中心", code="ZH-01")


@pytest.fixture
async def full(home: Institution) -> Institution:
    """A home whose file has something of everything."""
    async with transaction() as session:
        await a_registered(session, home, value=60)
        await a_registered(session, home, value=100, from_on=date(2023, 9, 1), document_no="富民发〔2023〕57 号")
        await a_fact(session, home)
        await a_fact(session, home, value="regional_center", from_on=date(2023, 9, 1))
        await a_fact(session, home, kind=FactKind.OPERATION, value="entrusted", party="恒颐公司")
        await a_fact(
            session, home, kind=FactKind.GRADE, value="2", scheme="national", expires_on=date(2028, 6, 17)
        )  # fmt: skip
        await a_fact(session, home, kind=FactKind.LICENCE, value="food", expires_on=date(2026, 12, 31))
        await a_fact(session, home, kind=FactKind.LOCATION, value="yes", region_code=510322, address="金沙街 88 号")
        await a_price(session, home)
    return home


def show(home: Institution, rest: str = "") -> str:
    return f"/institutions/{home.id}{rest}"


async def test_the_file_of_a_home_reads_as_of_any_day(client_as: ClientAs, full: Institution, clock) -> None:
    await clock.at("2026-11-23 10:00")
    browser = await client_as("director", full)
    page = (await browser.get(show(full))).text
    for word in ("100 张", "敬老院", "区域性养老服务中心", "恒颐公司", "二级", "38 天后到期", "富顺县金沙街 88 号", "560.00"):
        assert word in page, word
    assert "60 → 100" in page
    assert f'hx-get="/institutions/{full.id}/bed-counts?day=2026-11-23"' in page
    then = (await browser.get(show(full), params={"day": "2022-01-01"})).text
    assert "这是 2022-01-01 的档案" in then
    assert "60</" in then.replace(" ", "") or "60 <small>" in then
    assert "区域性养老服务中心　2023" not in then
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
    assert "赵化" not in (await browser.get("/institutions")).text.split('id="homes"')[1].split("赵化区域性养老服务中心 ")[0]


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


def new_home(**other: object) -> dict[str, str]:
    return tapped(county=COUNTY, code="xin-1", name="新院", unit_kind="public_institution") | {
        name: str(value) for name, value in other.items()
    }


async def test_a_home_is_opened_with_its_legal_unit(client_as: ClientAs) -> None:
    browser = await client_as("network_manager", region=COUNTY)
    assert (await browser.get("/institutions/new", params={"county": COUNTY})).status_code == 200
    form = new_home(unit_name="富顺县社会福利院", unit_uscc="12510322MB1K20376G")
    answer = await browser.post("/institutions", data=form)
    assert answer.status_code == 303
    page = (await browser.get(answer.headers["location"])).text
    assert "富顺县社会福利院" in page
    assert "校验码相符" in page
    again = await browser.post("/institutions", data=form)
    assert again.headers["location"] == "/institutions"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"code": "中"}, "机构代码只能用大写字母"),
        ({"name": ""}, "请填写机构名称"),
        ({"uscc": "12510322MB1K20376A"}, "校验位不符"),
        ({"unit_name": "甲", "unit_uscc": "1"}, "校验位不符"),
        ({"legal_unit_id": 987654}, "没有找到这个法人单位"),
    ],
)
async def test_what_cannot_be_kept_comes_back_as_typed(client_as: ClientAs, said: dict, sentence: str) -> None:
    browser = await client_as("network_manager", region=COUNTY)
    answer = await browser.post("/institutions", data=new_home(phone="0813-123", **said))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="0813-123"' in answer.text


async def test_nobody_opens_a_home_in_another_county(client_as: ClientAs) -> None:
    browser = await client_as("network_manager", region=COUNTY)
    assert (await browser.post("/institutions", data=new_home(county=OTHER_COUNTY))).status_code == 403
    everywhere = await client_as("administrator", region=0)
    answer = await everywhere.post("/institutions", data=new_home(county=510398))
    assert answer.status_code == 422
    assert "市本级" in answer.text
    director = await client_as("director", None, region=COUNTY)
    assert (await director.get("/institutions/new")).status_code == 403


def version_of(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found.group(1)


async def test_two_people_who_edit_see_both_values(client_as: ClientAs, home: Institution) -> None:
    first, second = await client_as("director", home), await client_as("director", home)
    version = version_of((await second.get(show(home, "/edit"))).text)
    form = {"code": "ZH-01", "opened_on": "2020-01-01", "version": version, "unit_kind": "nonprofit"}
    saved = await first.post(show(home), data=tapped(**form, name="甲院"))
    assert saved.status_code == 303
    refused = await second.post(show(home), data=tapped(**form, name="乙院"))
    assert refused.status_code == 409
    assert "<td>甲院</td><td>乙院</td>" in refused.text
    mine = await second.post(show(home), data=tapped(**form | {"version": version_of(refused.text)}, name="乙院"))
    assert mine.status_code == 303
    assert "乙院" in (await second.get(show(home))).text


async def test_a_duplicate_code_is_refused_beside_the_code(client_as: ClientAs, home: Institution) -> None:
    async with transaction() as session:
        await an_institution(session, code="TAKEN")
    browser = await client_as("director", home)
    form = tapped(code="TAKEN", name="甲院", version=home.version)
    answer = await browser.post(show(home), data=form)
    assert answer.status_code == 422
    assert 'id="code-e"' in answer.text
    assert "本县已有机构用了这个代码" in answer.text


async def test_every_kind_has_a_form(client_as: ClientAs, home: Institution) -> None:
    browser = await client_as("director", home)
    assert "请先选要登记哪一项" in (await browser.get(show(home, "/facts/new"))).text
    for kind in FactKind:
        page = await browser.get(show(home, "/facts/new"), params={"kind": kind.value})
        assert page.status_code == 200
        assert f'name="kind" value="{kind}"' in page.text
    assert "请先选要登记哪一项" in (await browser.get(show(home, "/facts/new"), params={"kind": "?"})).text


async def test_a_fact_is_recorded_with_its_scan_ended_and_voided(client_as: ClientAs, home: Institution) -> None:
    browser = await client_as("director", home)
    form = tapped(kind="grade", value="star/3", from_on="2024-12-01", expires_on="2027-11-30", late_reason="建档补录")
    for _again in range(2):
        answer = await browser.post(show(home, "/facts"), data=form, files={"scan": ("证书.pdf", PDF)})
        assert answer.status_code == 303
    page = (await browser.get(show(home))).text
    assert page.count("三星") >= 2
    assert "省级星级" in page
    scan = re.search(r'href="(/attachments/\d+)"', page)
    assert scan
    assert (await browser.get(scan.group(1))).content == PDF
    path = re.findall(r'href="(/institutions/\d+/facts/\d+)"', page)[0]
    assert "2027-11-30" in (await browser.get(path)).text
    assert (await browser.post(path + "/end", data=tapped(to_on="2023-01-01"))).status_code == 422
    assert (await browser.post(path + "/end", data=tapped(to_on="2025-01-01"))).status_code == 303
    assert (await browser.post(path + "/void", data=tapped(reason=""))).status_code == 422
    assert (await browser.post(path + "/void", data=tapped(reason="填错了"))).status_code == 303
    assert (await browser.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": "location", "address": "金沙街"}, "位置要写明所在县区"),
        ({"kind": "location", "address": "甲", "region_code": 510322, "lat": "29.05"}, "经度、纬度和坐标系要一起填"),
        ({"kind": "medical", "value": "contract"}, "签约医疗要写明机构名称"),
        ({"kind": "tag"}, "这一类登记没有这个选项"),
        ({"kind": "grade", "value": "pin/2"}, "等级要写明"),
        ({"kind": "grade", "value": "weird/2"}, "等级要写明"),
        ({"kind": "ltci", "from_on": "2020-01-01"}, "属于补记"),
        ({"kind": "ltci", "from_on": ""}, "请填写生效日期"),
        ({"kind": "ltci", "expires_on": "2020-01-01"}, "有效期止早于生效日期"),
    ],
)
async def test_a_fact_that_cannot_be_comes_back_as_typed(
    client_as: ClientAs, home: Institution, clock, said: dict, sentence: str
) -> None:
    await clock.at("2026-11-23 10:00")
    browser = await client_as("director", home)
    form = tapped(from_on="2026-11-20", note="这是备注") | {name: str(value) for name, value in said.items()}
    answer = await browser.post(show(home, "/facts"), data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "这是备注" in answer.text


async def test_a_wrong_file_is_refused(client_as: ClientAs, home: Institution) -> None:
    browser = await client_as("director", home)
    form = tapped(kind="ltci", from_on="2020-01-01", late_reason="建档")
    answer = await browser.post(show(home, "/facts"), data=form, files={"scan": ("a.exe", b"MZ")})
    assert answer.status_code == 422
    assert "只收 PDF" in answer.text


def document(**other: object) -> dict[str, str]:
    said = {"value": 100, "basis": "filing", "document_no": "富民发〔2023〕57 号", "from_on": "2023-09-01"}
    return tapped(**(said | {"late_reason": "建档补录"} | other))


async def test_registered_beds_need_a_paper(client_as: ClientAs, home: Institution) -> None:
    browser = await client_as("director", home)
    path = show(home, "/registered-beds")
    assert (await browser.get(path + "/new")).status_code == 200
    for said, sentence in (
        ({"document_no": ""}, "请填写文号"),
        ({"value": 0}, "核定床位要大于 0"),
        ({"basis": ""}, "请填写依据"),
        ({"late_reason": ""}, "属于补记"),
    ):
        answer = await browser.post(path, data=document(**said))
        assert answer.status_code == 422
        assert sentence in answer.text
    answer = await browser.post(path, data=document(), files={"scan": ("批复.pdf", PDF)})
    assert answer.status_code == 303
    assert (await browser.post(path, data=document(value=120))).status_code == 422
    page = (await browser.get(show(home))).text
    assert "100 <small>" in page
    one = re.findall(r'href="(/institutions/\d+/registered-beds/\d+)"', page)[0]
    assert (await browser.get(one)).status_code == 200
    assert (await browser.post(one + "/void", data=tapped(reason="x"))).status_code == 422
    assert (await browser.post(one + "/void", data=tapped(reason="填错了"))).status_code == 303
    assert "缺核定床位的文件" in (await browser.get(show(home))).text


async def test_prices_are_recorded_raised_ended_and_voided(client_as: ClientAs, home: Institution) -> None:
    browser = await client_as("director", home)
    path = show(home, "/prices")
    assert 'value="伙食费"' in (await browser.get(path + "/new", params={"item": "伙食费"})).text
    form = {"item": "伙食费", "unit": "month", "from_on": "2025-01-01"}
    assert (await browser.post(path, data=tapped(**form, amount="很多"))).status_code == 422
    assert (await browser.post(path, data=tapped(**form, amount="1，200.50"))).status_code == 303
    raised = {"from_on": "2027-01-01", "published_on": "2026-11-01", "amount": "1300"}
    assert (await browser.post(path, data=tapped(**(form | raised)))).status_code == 303
    assert (await browser.post(path, data=tapped(**(form | raised)))).status_code == 422
    page = (await browser.get(show(home), params={"day": "2026-11-23"})).text
    assert "1,200.50" in page
    assert "已公示，未起用" in page
    one = re.findall(r'href="(/institutions/\d+/prices/\d+)"', page)[-1]
    assert (await browser.get(one)).status_code == 200
    assert (await browser.post(one + "/end", data=tapped(to_on="2020-01-01"))).status_code == 422
    assert (await browser.post(one + "/end", data=tapped(to_on="2028-01-01"))).status_code == 303
    assert (await browser.post(one + "/void", data=tapped(reason="没公示"))).status_code == 303
    assert "1,300.00" not in (await browser.get(show(home), params={"day": "2026-11-23"})).text


async def test_a_home_is_closed_and_reopened(client_as: ClientAs, home: Institution) -> None:
    browser: Client = await client_as("director", home)
    path = show(home, "/closing")
    assert "停办后会怎样" in (await browser.get(path)).text
    assert (await browser.post(path, data=tapped(closed_on="2019-01-01"))).status_code == 422
    assert (await browser.post(path, data=tapped(closed_on=""))).status_code == 422
    assert (await browser.post(path, data=tapped(closed_on="2025-11-01"))).status_code == 303
    assert "2025-11-01 停办" in (await browser.get(show(home))).text
    assert "赵化" not in (await browser.get("/institutions")).text.split('id="homes"')[1].split("</table>")[0]
    assert "ZH-01" in (await browser.get("/institutions", params={"closed": "true"})).text
    assert (await browser.post(path, data=tapped(closed_on="2025-12-01"))).status_code == 422
    assert "撤回 2025-11-01 的停办" in (await browser.get(path)).text
    assert (await browser.post(path + "/end", data=tapped(reason=""))).status_code == 422
    assert (await browser.post(path + "/end", data=tapped(reason="填错了"))).status_code == 303
    assert (await browser.post(path + "/end", data=tapped(reason="再来"))).status_code == 422


async def test_sites_of_one_legal_unit_stand_together(client_as: ClientAs, session: AsyncSession) -> None:
    unit = await a_legal_unit(session)
    first = await an_institution(session, legal_unit_id=unit.id, name="甲院区")
    await an_institution(session, legal_unit_id=unit.id, name="乙院区")
    await session.commit()
    page = (await (await client_as("case_officer")).get(show(first))).text
    assert "甲院区" in page
    assert "乙院区" in page
