"""The pages of dated facts."""

import re

import pytest

from app.institutions.models import Institution
from app.institutions.rules.kinds import FactKind
from tests.institutions.asking import PDF, show, tapped
from tests.support.people import ClientAs


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
    assert re.search(r'href="/attachments/\d+"', page)
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
        ({"kind": "grade", "value": "weird/2"}, "没有这个选项"),
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
