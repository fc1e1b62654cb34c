"""One statement reads of one home what the several statements read of many."""

from datetime import timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries.days import counted_days, kept_homes, openings
from app.census.queries.facts import facts_between, first_days
from app.census.queries.one_home import ground_of
from app.census.queries.rulings import rulings_between
from app.core.clock import business_date
from app.core.scope import Scope
from tests.census.histories import write_histories
from tests.census.opened import open_county
from tests.support.tenants import COUNTIES, COUNTY

SEED, HOMES = 20261122, 12


async def test_one_home_reads_as_among_many(session: AsyncSession) -> None:
    written = await write_histories(session, Random(SEED), HOMES, COUNTIES)
    for county in COUNTIES:
        await open_county(session, county)
    last = await business_date(session)
    since = last - timedelta(days=40)
    eve = since - timedelta(days=1)
    rulings = await rulings_between(session, set(COUNTIES), eve, last)
    opened, begun = await openings(session, COUNTIES), await first_days(session, written.homes)
    kept = await kept_homes(session, written.homes)
    before = await counted_days(session, written.homes, since, last)
    assert sum(map(len, before.values())) > 100
    for home in written.homes:
        ground = await ground_of(session, home, eve, since, last)
        assert ground is not None
        assert [ground.facts] == await facts_between(session, Scope(homes=frozenset({home})), eve, last)
        assert ground.rulings == rulings.get(home[0], [])
        assert (ground.opened_to, ground.first_on) == (opened[home[0]], begun[home])
        assert ground.kept == kept.get(home)
        assert ground.before == before[home]


async def test_a_home_nobody_sees_is_not_read(session: AsyncSession) -> None:
    day = await business_date(session)
    assert await ground_of(session, (COUNTY, 987_654_321), day, day, day) is None
