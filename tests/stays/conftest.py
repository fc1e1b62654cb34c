"""What every test of stays may lean on."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import SexRule
from app.stays.queries.proof import wrong_stays
from tests.stays.residence import NOON
from tests.stays.ward import Ward, a_ward
from tests.support.clock import Clock


@pytest.fixture
async def ward(session: AsyncSession, clock: Clock) -> Ward:
    """A home whose rooms take one sex each, whichever comes first."""
    return await a_ward(session, clock, sex_rule=SexRule.SAME)


@pytest.fixture
async def noon(clock: Clock) -> None:
    """It is noon of 20 March 2026."""
    await clock.at(NOON)


@pytest.fixture
async def nothing_broken(session: AsyncSession) -> AsyncIterator[None]:
    """Recount all rows after the test: whatever it did, no rule may be broken by what it left."""
    yield
    assert await wrong_stays(session) == []
