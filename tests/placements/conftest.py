"""What every test of placements may lean on."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.placements.house import NOON, County, a_county
from tests.support.clock import Clock


@pytest.fixture
async def county(session: AsyncSession, clock: Clock) -> County:
    """A home with a 特困 person on file, at noon of 20 March 2026."""
    await clock.at(NOON)
    return await a_county(session)
