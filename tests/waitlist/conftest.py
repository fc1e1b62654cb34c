"""What tests of the waitlist share: a home, its county's order by number, and acts by people."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.scope import Scope
from app.waitlist.queries import ranked
from tests.factories.institutions import an_institution
from tests.support.tenants import COUNTY

WHOLE = Scope(regions=frozenset({COUNTY}))

Order = Callable[[], Awaitable[list[str]]]


@pytest.fixture
async def home(session: AsyncSession) -> Home:
    """Give a home of the county."""
    made = await an_institution(session)
    return Home(made.county, made.id)


@pytest.fixture
def order(session: AsyncSession) -> Order:
    """Give the numbers of those who wait, from the first to the last."""

    async def numbers() -> list[str]:
        return [line.facts.number for line in await ranked(session, WHOLE, COUNTY)]

    return numbers
