"""The door on the page of the day: who is next and for which bed, what runs out, and what waits for the county."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import close_work
from app.waitlist.rules.steps import EntryState
from tests.factories.residents import an_elder
from tests.factories.waitlist import an_entry
from tests.offers.door import Door, a_door
from tests.support.clock import Clock
from tests.support.html import the
from tests.support.people import ClientAs
from tests.support.tenants import COUNTY

QUERIES = 44
"""What the page of the day asks the database of a home in 轮候."""


@pytest.fixture
async def door(session: AsyncSession, clock: Clock) -> Door:
    """Two wait; a third application has not been checked, a fourth asks for a tier by hand."""
    made = await a_door(session, clock, county=COUNTY)
    for name in ("王秀英", "李桂芳"):
        await made.waits(name)
    await an_entry(
        session, made.house.home, elder=await an_elder(session, made.house.home, name="赵玉兰"),
        state=EntryState.SUBMITTED,
    )  # fmt: skip
    await close_work(session)
    return made


async def test_the_first_whom_a_bed_suits_stands_there_with_the_bed(
    door: Door, client_as: ClientAs, counting: Any
) -> None:
    director = await client_as("director", door.house.institution)
    path = f"/institutions/{door.house.institution.id}/today"
    with counting() as seen:
        page = (await director.get(path)).text
    assert seen.count <= QUERIES
    assert "王秀英" in str(the(page, ".act-first"))
    assert "安排下一位" in page
    await door.offer("301-1", "王秀英")
    await close_work(door.session)
    page = (await director.get(path)).text
    assert "李桂芳" in str(the(page, ".act-first"))
    assert "王秀英" in str(the(page, "[aria-labelledby=q-door]"))
    caregiver = await client_as("caregiver", door.house.institution)
    assert "安排下一位" not in (await caregiver.get(path)).text


async def test_the_county_finds_what_waits_and_names_are_masked(door: Door, client_as: ClientAs) -> None:
    officer = await client_as("case_officer", region=COUNTY)
    page = (await officer.get("/county-today")).text
    assert "赵*兰" in page
    assert "赵玉兰" not in page
    director = await client_as("director", door.house.institution)
    assert (await director.get("/county-today")).status_code == 403


async def test_an_application_is_found_by_its_number_and_by_who_waits(door: Door, client_as: ClientAs) -> None:
    director = await client_as("director", door.house.institution)
    entry = door.entries["王秀英"]
    way = f"/waitlist/{entry.id}"
    assert way in (await director.get("/search", params={"q": entry.number[-6:]})).text
    assert way in (await director.get("/command", params={"q": "秀英"})).text
    kitchen = await client_as("kitchen", door.house.institution)
    assert way not in (await kitchen.get("/search", params={"q": entry.number})).text
