"""Addresses that nobody was given: what cannot be an id chooses nobody, and what is no address leads to the list."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import close_work
from tests.beds.desk import Desk
from tests.factories.beds import a_house
from tests.stays.residence import NOON, housed
from tests.support.clock import Clock
from tests.support.people import ClientAs
from tests.support.tenants import acting_everywhere


@pytest.fixture
async def desk(session: AsyncSession, client_as: ClientAs, clock: Clock) -> Desk:
    """A director at noon of 20 March 2026."""
    await clock.at(NOON)
    house = await a_house(session)
    await close_work(session)
    return Desk(session, house, await client_as("director", house.institution))


@pytest.mark.parametrize("odd", ["9" * 19, "9" * 5000, "²", "-1"])
@pytest.mark.parametrize("page", ["leaves", "discharges"])
async def test_what_cannot_be_an_id_chooses_nobody(desk: Desk, page: str, odd: str) -> None:
    assert (await desk.get(f"{page}/new?stay={odd}")).status_code == 200


async def test_what_is_no_address_leads_to_the_list(desk: Desk) -> None:
    async with acting_everywhere():
        stay = await housed(desk.session, desk.house, "301-1")
        await close_work(desk.session)
    said = {"kind": "home", "from_on": "2026-03-20", "left_at": "09:30"}
    headers = {"HX-Request": "true", "HX-Current-URL": "http://[x"}
    answer = await desk.post(f"stays/{stay.id}/leaves", headers=headers, **said)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, f"{desk.root}/leaves")
