"""What every test of beds may lean on."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import queries
from app.core.db import close_work
from tests.beds.desk import Desk
from tests.factories.beds import a_house
from tests.support.people import ClientAs


@pytest.fixture
async def nothing_broken(session: AsyncSession) -> AsyncIterator[None]:
    """Recount all rows after the test: whatever it did, no rule may be broken by what it left."""
    yield
    assert await queries.double_claims(session) == []


@pytest.fixture
async def desk(session: AsyncSession, client_as: ClientAs) -> Desk:
    """A director of a home of four rooms, signed in."""
    house = await a_house(session)
    # The lines about building it are written now: after a request the connection has the caller's rights.
    await close_work(session)
    return Desk(session, house, await client_as("director", house.institution))
