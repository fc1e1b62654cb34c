"""The way in leads each role to its work; search and command box find only what the caller may see."""

import pytest

from app.core.db import transaction
from tests.factories.beds import a_house
from tests.support.people import ClientAs
from tests.support.tenants import COUNTY, OTHER_COUNTY


@pytest.mark.parametrize(
    ("role", "where"),
    [
        ("director", "/institutions/{id}/today"),
        ("caregiver", "/institutions/{id}/today"),
        ("case_officer", "/county-today"),
        ("kitchen", "/institutions"),
        ("network_manager", "/institutions/{id}/today"),
        ("statistics_clerk", "/bureau"),
        ("city_bureau", "/bureau"),
    ],
)
async def test_the_first_page_is_where_the_work_begins(
    role: str, where: str, actor: object, client_as: ClientAs
) -> None:
    async with transaction() as session:
        house = await a_house(session)
    of_home = role in {"director", "caregiver", "kitchen"}
    browser = await client_as(role, house.institution if of_home else None, region=None if of_home else COUNTY)
    answer = await browser.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, where.format(id=house.institution.id))


async def test_search_stays_inside_the_callers_homes(actor: object, client_as: ClientAs) -> None:
    async with transaction() as session:
        here, there = await a_house(session), await a_house(session, county=OTHER_COUNTY)
    director = await client_as("director", here.institution)
    found = (await director.get("/search", params={"q": "301-1"})).text
    assert f"/institutions/{here.institution.id}/board?bed=" in found
    assert f"/institutions/{there.institution.id}/" not in found
    commands = (await director.get("/command", params={"q": "ldyfj"}, headers={"HX-Request": "true"})).text
    assert "楼栋与房间" in commands
    assert "账号与授权" not in (await director.get("/command")).text


async def test_the_keyboard_sheet_shows_only_doors_that_open(client_as: ClientAs) -> None:
    clerk = await client_as("statistics_clerk", region=COUNTY)
    sheet = (await clerk.get("/keyboard")).text
    assert "总览" in sheet
    assert "楼栋与房间" not in sheet
