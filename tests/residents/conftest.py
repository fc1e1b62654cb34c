"""What tests of people's lists and forms may lean on."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import close_work
from app.residents.queries import lists
from tests.beds.desk import Desk
from tests.factories.beds import a_house
from tests.support.people import ClientAs


@pytest.fixture
async def desk(session: AsyncSession, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A director of a home without people, signed in; nobody tells of stays."""
    monkeypatch.setattr(lists, "_stays", [])
    house = await a_house(session)
    await close_work(session)
    return Desk(session, house, await client_as("director", house.institution))
