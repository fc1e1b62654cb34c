"""The file on paper."""

from datetime import date

import pytest

from app.core.db import transaction
from app.institutions.models import Institution
from app.institutions.rules.kinds import FactKind
from tests.factories.institutions import a_fact, a_price, a_registered, an_institution
from tests.support.people import ClientAs
from tests.support.tenants import OTHER_COUNTY


@pytest.fixture
async def home(actor: object) -> Institution:
    async with transaction() as session:
        home = await an_institution(session, name="赵化区域性养老服务中心", code="ZH-01")
        await a_registered(session, home, value=60)
        await a_registered(session, home, value=100, from_on=date(2023, 9, 1))
        await a_fact(session, home)
        await a_fact(session, home, kind=FactKind.GRADE, value="2", scheme="national", expires_on=date(2028, 6, 17))
        await a_price(session, home)
    return home


async def test_the_file_prints_as_of_a_day(client_as: ClientAs, home: Institution) -> None:
    browser = await client_as("kitchen", home)
    page = (await browser.get(f"/institutions/{home.id}/sheet", params={"day": "2023-08-31"})).text
    for word in (
        "截至 2023-08-31",
        "60 张，2020-01-01 起",
        "全国养老机构等级",
        "床位费，双人间",
        "盖章处",
        "没有登记资产所有",
    ):
        assert word in page, word
    assert "<form" not in page.split('<main id="main"')[1].split("</main>")[0]
    assert "100 张" in (await browser.get(f"/institutions/{home.id}/sheet")).text


async def test_a_neighbour_prints_nothing(client_as: ClientAs, home: Institution) -> None:
    async with transaction() as session:
        other = await an_institution(session, county=OTHER_COUNTY)
    browser = await client_as("director", other)
    assert (await browser.get(f"/institutions/{home.id}/sheet")).status_code == 404
