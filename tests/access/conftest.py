"""A town with three homes that stands while roles knock at every door of it, one after the other."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.core.clock import business_date
from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from tests.access.door_planting import plant_rules
from tests.access.knocking import Homes
from tests.access.people import plant_ruling
from tests.access.planting import plant
from tests.support.people import Client, ClientAs, client_for, clients_by_role
from tests.support.tenants import COUNTY, OTHER_COUNTY, acting_everywhere
from tests.support.town import committing

DONE = text(
    "SELECT (SELECT count(*) FROM acts), (SELECT count(*) FROM audit_entries), (SELECT count(*) FROM waitlist_events),"
    " (SELECT count(*) FROM waitlist_intakes), (SELECT count(*) FROM objections), (SELECT count(*) FROM bed_offers),"
    " (SELECT count(draft) FROM admission_tasks)"
)


@pytest.fixture(scope="package")
async def homes(pools: Database, urls: Urls) -> AsyncIterator[Homes]:
    """Plant three homes and keep them for all files of this folder: looks are written on a connection of their own."""
    async with committing(urls):
        async with acting_everywhere() as actor, transaction() as session:
            planted = [await plant(session, actor, county=county) for county in (COUNTY, COUNTY, OTHER_COUNTY)]
            day = await business_date(session)
            rulings = {county: await plant_ruling(session, actor, county, day) for county in (COUNTY, OTHER_COUNTY)}
            rules = {county: await plant_rules(session, actor, county, day) for county in (COUNTY, OTHER_COUNTY)}
        for one, county in zip(planted, (COUNTY, COUNTY, OTHER_COUNTY), strict=True):
            one.ids.update(rules[county], ruling_id=rulings[county])
        yield Homes(*planted)


@pytest.fixture(autouse=True)
async def _nobody_does_anything(urls: Urls, homes: Homes) -> AsyncIterator[None]:
    """Hold that knocking is no act: else the next role would find another town than the one before it."""
    assert urls.owner is not None
    engine = create_async_engine(urls.owner, poolclass=NullPool)
    async with engine.connect() as owner:
        before = (await owner.execute(DONE)).one()
        await owner.rollback()
        yield
        assert (await owner.execute(DONE)).one() == before
    await engine.dispose()


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
