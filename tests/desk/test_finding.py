"""The search of the house finds people by what is remembered of them, only where their file may be seen."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import Sex
from app.core.db import close_work
from app.residents import service as residents
from app.residents.models import Elder
from app.residents.rules.drafts import ElderDraft, PaperDraft
from app.residents.rules.kinds import BirthPrecision, NoIdReason, PaperKind
from tests.factories.beds import HouseOfBeds, a_house
from tests.support.html import Element, page
from tests.support.people import Client, ClientAs
from tests.support.tenants import COUNTY, OTHER_COUNTY, acting_everywhere

CARD = "00000019410301122X"
"""Begins with a county that there is not, so it is nobody's; its last character is right."""


@pytest.fixture
async def house(session: AsyncSession) -> HouseOfBeds:
    """A home that keeps the files of 单永福, with her card, and of 曾淑珍, of whom only the year is known."""
    made = await a_house(session)
    papers = (PaperDraft(PaperKind.ID_CARD, CARD),)
    for draft in (
        ElderDraft(name="单永福", papers=papers),
        ElderDraft(
            name="曾淑珍", sex=Sex.FEMALE, no_id_reason=NoIdReason.LOST, born_on=date(1938, 1, 1),
            birth_precision=BirthPrecision.YEAR,
        ),
    ):  # fmt: skip
        made.people[draft.name] = await opened(session, made, draft)
    return made


async def opened(session: AsyncSession, house: HouseOfBeds, draft: ElderDraft) -> Elder:
    async with acting_everywhere():
        elder = await residents.open_file(session, house.actor, house.home, draft)
        await close_work(session)
    return elder


async def hits(browser: Client, typed: str) -> list[Element]:
    """The people among what the command box finds."""
    answer = await browser.get("/command", params={"q": typed}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return [link for link in page(answer.text).select("a") if "/elders/" in link["href"]]


@pytest.mark.parametrize("typed", ["单永福", "永福", "syf", "danyongfu", "shanyongfu", CARD[-4:], CARD])
async def test_a_person_is_found_by(house: HouseOfBeds, client_as: ClientAs, typed: str) -> None:
    director = await client_as("director", house.institution)
    [hit] = await hits(director, typed)
    assert "单永福" in hit.text
    assert "女，1941 年生" in hit.text
    assert hit["href"] == f"/institutions/{house.home.institution_id}/elders/{house.people['单永福'].id}"


@pytest.mark.parametrize("typed", ["赵", "zzz", "0000", "%", "_"])
async def test_nobody_is_found_by(house: HouseOfBeds, client_as: ClientAs, typed: str) -> None:
    assert await hits(await client_as("director", house.institution), typed) == []


async def test_the_page_of_hits_shows_the_same_people(house: HouseOfBeds, client_as: ClientAs) -> None:
    director = await client_as("director", house.institution)
    shown = page((await director.get("/search", params={"q": "zsz"})).text)
    assert "曾淑珍" in shown.select("main")[0].text


async def test_names_are_masked_for_the_case_officer(house: HouseOfBeds, client_as: ClientAs) -> None:
    [hit] = await hits(await client_as("case_officer", region=COUNTY), "zsz")
    assert "曾*珍" in hit.text
    assert "曾淑珍" not in hit.text
    [hit] = await hits(await client_as("network_manager", region=COUNTY), "zsz")
    assert "曾淑珍" in hit.text


@pytest.mark.parametrize(
    ("role", "region"), [("kitchen", None), ("administrator", COUNTY), ("case_officer", OTHER_COUNTY)]
)  # fmt: skip
async def test_who_may_not_see_files_finds_nobody(
    house: HouseOfBeds, client_as: ClientAs, role: str, region: int | None
) -> None:
    browser = await client_as(role, None if region else house.institution, region=region)
    assert await hits(browser, "单永福") == []


async def test_another_homes_director_finds_nobody(
    house: HouseOfBeds, session: AsyncSession, client_as: ClientAs
) -> None:
    async with acting_everywhere():
        other = await a_house(session)
        await close_work(session)
    assert await hits(await client_as("director", other.institution), "单永福") == []
