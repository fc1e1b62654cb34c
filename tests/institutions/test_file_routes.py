"""Opening, changing and closing a home's file."""

import re

import pytest

from app.core.db import transaction
from app.institutions.models import Institution
from tests.factories.institutions import an_institution
from tests.institutions.asking import show, tapped
from tests.support.people import Client, ClientAs
from tests.support.tenants import COUNTY, OTHER_COUNTY


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


async def test_nobody_opens_a_home_in_another_county(client_as: ClientAs, home: Institution) -> None:
    browser = await client_as("network_manager", region=COUNTY)
    assert (await browser.post("/institutions", data=new_home(county=OTHER_COUNTY))).status_code == 403
    everywhere = await client_as("administrator", region=0)
    answer = await everywhere.post("/institutions", data=new_home(county=510398))
    assert answer.status_code == 422
    assert "市本级" in answer.text
    director = await client_as("director", home)
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
