"""A published list with people whose names and numbers must never be read outside."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.core.db import transaction
from app.waitlist.models import WaitlistEntry
from app.waitlist.rules.steps import EntryState
from app.waitlist.service.publishing import publish_county
from app.waitlist.service.registering import keep_pin
from tests.factories.beds import LONG_AGO, HouseOfBeds, a_house
from tests.factories.institutions import a_price
from tests.factories.residents import an_elder
from tests.factories.waitlist import an_entry
from tests.support.tenants import acting_everywhere

PIN = "402913"
CANARIES = ("欧阳丹桂", "诸葛木兰", "000000194103014527", "13890012345")


@dataclass(frozen=True, slots=True)
class Town:
    """One home with three who wait: one agreed to be named, one did not, one is not listed yet."""

    house: HouseOfBeds
    named: WaitlistEntry
    silent: WaitlistEntry
    unlisted: WaitlistEntry

    @property
    def county(self) -> int:
        """The county."""
        return self.house.home.county


@pytest.fixture
async def town(connection: AsyncConnection) -> Town:
    """Let three people wait for one home, publish, and leave: nobody is signed in afterwards."""
    async with acting_everywhere(), transaction() as session:
        return await _planted(session)


async def _planted(session: AsyncSession) -> Town:
    house = await a_house(session, county=510302)
    await a_price(session, house.institution, item="床位费（双人间）", amount=90_000, published_on=LONG_AGO)
    await a_price(session, house.institution, item="床位费（单人间）", amount=140_000, published_on=LONG_AGO)
    await a_price(session, house.institution, item="伙食费", amount=60_000, published_on=LONG_AGO)

    async def waits(name: str, **facts: Any) -> WaitlistEntry:
        elder = await an_elder(session, house.home, name=name)
        return await an_entry(session, house.home, elder=elder, **facts)

    named = await waits("王秀英", consent_public=True, minutes_ago=9, level=1)
    silent = await waits(CANARIES[0], minutes_ago=5, level=4)
    unlisted = await waits(CANARIES[1], state=EntryState.CHECKING)
    kept = keep_pin(PIN, salt=b"0123456789abcdef")
    for entry in (named, silent, unlisted):
        entry.pin_hash, entry.pin_salt = kept.hashed, kept.salt
    await session.flush()
    await publish_county(session, house.home.county)
    return Town(house, named, silent, unlisted)
