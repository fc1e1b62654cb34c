"""What every test of admissions may lean on."""

from collections.abc import Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.rules.roles import permissions_of
from app.core.actor import Actor, Grant
from tests.admissions.ward import NOON, Ward, a_ward
from tests.factories.beds import HouseOfBeds
from tests.support.clock import Clock


@pytest.fixture
async def ward(session: AsyncSession, clock: Clock) -> Ward:
    """A home of four double rooms at noon of 20 March 2026."""
    await clock.at(NOON)
    return await a_ward(session)


@pytest.fixture
def as_role() -> Callable[..., Actor]:
    """Somebody of a role in the home, or in the county where the role is held there."""

    def one(role: str, house: HouseOfBeds) -> Actor:
        where = None if role in ("case_officer", "network_manager") else house.home.institution_id
        grant = Grant(role, permissions_of(role), house.home.county, where)
        return Actor(user_id=None, sign_in_id=0, name="某人", grants=(grant,))

    return one
