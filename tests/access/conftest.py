"""A town with three homes that stands while a role knocks at every door of it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.core.clock import business_date
from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from tests.access.knocking import Homes
from tests.access.people import plant_ruling
from tests.access.planting import plant
from tests.support.people import Client, ClientAs, client_for, clients_by_role
from tests.support.tenants import COUNTY, OTHER_COUNTY, acting_everywhere
from tests.support.town import committing


@pytest.fixture
async def homes(pools: Database, urls: Urls) -> AsyncIterator[Homes]:
    """Plant three homes and keep them until the test is over: looks are written on a connection of their own."""
    async with committing(urls):
        async with acting_everywhere() as actor, transaction() as session:
            planted = [await plant(session, actor, county=county) for county in (COUNTY, COUNTY, OTHER_COUNTY)]
            day = await business_date(session)
            rulings = {county: await plant_ruling(session, actor, county, day) for county in (COUNTY, OTHER_COUNTY)}
        for one, county in zip(planted, (COUNTY, COUNTY, OTHER_COUNTY), strict=True):
            one.ids["ruling_id"] = rulings[county]
        yield Homes(*planted)


@pytest.fixture
async def sign_in(app: Any, homes: Homes) -> AsyncIterator[ClientAs]:
    """Browsers of people who stay signed in while the town stands."""
    async with clients_by_role(app) as by_role:
        yield by_role


@pytest.fixture
async def stranger(app: Any, homes: Homes) -> AsyncIterator[Client]:
    """A browser that nobody has signed in on."""
    async with client_for(app) as browser:
        yield browser
