"""The pages of registered beds and prices."""

import re

from app.institutions.models import Institution
from tests.institutions.asking import PDF, show, tapped
from tests.support.people import ClientAs


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


async def test_the_registered_figure_stands_beside_the_beds_that_are_there(
    client_as: ClientAs, full: Institution
) -> None:
    browser = await client_as("director", full)
    panel = (await browser.get(show(full, "/bed-counts"), params={"day": "2026-11-23"})).text
    assert "核定 100 张，实有 0 张，少 100 张" in panel
    before = (await browser.get(show(full, "/bed-counts"), params={"day": "2019-01-01"})).text
    assert "还没有核定床位的文件" in before
