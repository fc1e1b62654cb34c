"""What every test of pages of the census leans on."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import ClaimKind
from app.beds.service import claim_bed
from app.core.clock import business_date
from app.core.db import close_work
from app.stays.models import Stay
from tests.census.living import Lived
from tests.census.rows import a_leave
from tests.factories.beds import a_house
from tests.factories.institutions import a_registered
from tests.factories.stays import somebody


@pytest.fixture
async def lived(session: AsyncSession) -> Lived:
    house, today = await a_house(session), await business_date(session)
    await a_registered(session, house.institution, value=4)
    for number, bed in ((1, "302-1"), (2, "301-2")):
        person = await somebody(session, house.home, number)
        await claim_bed(
            session, house.home, house.beds[bed], kind=ClaimKind.STAY, from_on=today, to_on=date.max, claimant=person
        )
    away = (await session.scalars(select(Stay).where(Stay.id == person.stay_id))).one()
    await a_leave(session, away, today)
    people = session.sync_session.info["somebody"]
    names = [elder.name for elder, _stay in people.values()]
    await close_work(session)
    return Lived(house, today, names)
