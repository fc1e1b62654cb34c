"""The pages of the regions."""

import re
from collections.abc import Callable

from app.core.uuid7 import uuid7
from tests.support.counting import Counting
from tests.support.people import Client, ClientAs


def figure_form(**other: str) -> dict[str, str]:
    form = {"kind": "registered_60", "value": "240000", "as_of": "2025-12-31", "source": "测试统计公报 2025"}
    return {"tap_id": str(uuid7())} | form | other


async def test_the_tree_shows_provinces_and_fetches_branches(client_as: ClientAs) -> None:
    browser = await client_as("case_officer")
    page = await browser.get("/regions")
    assert page.status_code == 200
    assert "四川省" in page.text
    assert 'hx-get="/regions/510000/children"' in page.text
    branch = await browser.get("/regions/510300/children", headers={"HX-Request": "true"})
    assert "富顺县" in branch.text
    assert "<html" not in branch.text


async def test_the_search_finds_by_initials(client_as: ClientAs) -> None:
    browser = await client_as("case_officer")
    assert "自流井区" in (await browser.get("/regions", params={"q": "zljq"})).text
    nothing = await browser.get("/regions", params={"q": "<b>不存在</b>"})
    assert "没有找到" in nothing.text
    assert "<b>不存在" not in nothing.text


async def test_a_region_shows_what_it_lies_in_and_what_lies_in_it(client_as: ClientAs) -> None:
    page = await (await client_as("case_officer")).get("/regions/510322")
    assert all(word in page.text for word in ("四川省", "自贡市", "富顺县", "赵化镇", "510322121"))
    assert "登记外部数据" not in page.text


async def test_an_abolished_county_is_marked(client_as: ClientAs) -> None:
    page = await (await client_as("case_officer")).get("/regions/500112")
    assert "已于 2025-11-06 撤销" in page.text
    assert "来源待核" in page.text


async def test_an_unknown_region_is_a_page_that_says_so(client_as: ClientAs) -> None:
    browser = await client_as("case_officer")
    assert (await browser.get("/regions/510399")).status_code == 404
    assert (await browser.get("/regions/12")).status_code == 404
    assert (await browser.get("/regions/abc")).status_code == 404


async def test_the_fields_of_forms_are_open_before_anybody_has_signed_in(client: Client) -> None:
    field = await client.get("/regions/picker", params={"field": "county", "under": "510300", "value": "510322"})
    assert field.status_code == 200
    assert re.search(r'name="county" value="510322" checked', field.text)
    found = await client.get("/regions/options", params={"field": "county", "q": "rongxian", "county": "510322"})
    assert re.search(r'name="county" value="510322" checked.*name="county" value="510321"', found.text, re.DOTALL)
    assert (await client.get("/regions/options", params={"field": "x y", "q": "a"})).status_code == 404
    assert (await client.get("/regions/510300")).status_code == 303


async def test_an_administrator_records_a_figure_once_however_often_it_is_sent(client_as: ClientAs) -> None:
    browser = await client_as("administrator", region=0)
    assert (await browser.get("/regions/510322/figures/new")).status_code == 200
    form = figure_form(unverified="yes")
    for _again in range(2):
        answer = await browser.post("/regions/510322/figures", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/regions/510322")
    page = (await browser.get("/regions/510322")).text
    assert page.count("测试统计公报 2025") == 1
    assert "240,000 人" in page
    assert "来源待核" in page


async def test_a_form_that_cannot_be_kept_comes_back_with_its_words(client_as: ClientAs) -> None:
    browser = await client_as("administrator", region=0)
    answer = await browser.post("/regions/510322/figures", data=figure_form(value="很多"))
    assert answer.status_code == 422
    assert "数值请填数字" in answer.text
    assert "测试统计公报 2025" in answer.text
    ahead = await browser.post("/regions/510322/figures", data=figure_form(as_of="2199-01-01"))
    assert "统计时点在今天之后" in ahead.text


async def test_a_figure_is_voided_with_a_reason(client_as: ClientAs) -> None:
    browser = await client_as("administrator", region=0)
    await browser.post("/regions/510322/figures", data=figure_form())
    path = re.search(r'href="(/regions/510322/figures/\d+/void)"', (await browser.get("/regions/510322")).text)
    assert path is not None
    assert "240,000" in (await browser.get(path[1])).text
    assert (await browser.post(path[1], data={"tap_id": str(uuid7())})).status_code == 422
    done = await browser.post(path[1], data={"tap_id": str(uuid7()), "reason": "抄错一位"})
    assert done.status_code == 303
    assert "测试统计公报 2025" not in (await browser.get("/regions/510322")).text


async def test_a_test_county_is_added_and_a_second_of_its_name_refused(client_as: ClientAs) -> None:
    browser = await client_as("administrator", region=0)
    assert "系统编号" in (await browser.get("/regions/new", params={"parent": 990000})).text
    form = {"parent": "990000", "name": "Albany"}
    added = await browser.post("/regions", data=form | {"tap_id": str(uuid7())})
    assert (added.status_code, added.headers["location"]) == (303, "/regions/999001")
    again = await browser.post("/regions", data=form | {"tap_id": str(uuid7())})
    assert again.status_code == 422
    assert "已有同名的行政区" in again.text


async def test_who_may_not_manage_is_refused(client_as: ClientAs) -> None:
    officer = await client_as("case_officer")
    assert (await officer.get("/regions/510322/figures/new")).status_code == 403
    assert (await officer.post("/regions/510322/figures", data=figure_form())).status_code == 403
    of_a_county = await client_as("administrator", region=510302)
    assert (await of_a_county.post("/regions/510322/figures", data=figure_form())).status_code == 403


async def test_a_page_of_a_region_costs_few_statements(client_as: ClientAs, counting: Callable[[], Counting]) -> None:
    browser = await client_as("case_officer")
    with counting() as seen:
        page = await browser.get("/regions/510300")
    assert page.status_code == 200
    assert seen.count <= 12
