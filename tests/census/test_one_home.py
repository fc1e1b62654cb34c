"""One statement reads of one home what the several statements read of many."""

from datetime import timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries.arrays import File
from app.census.queries.days import counted_days
from app.census.queries.facts import facts_between
from app.census.queries.one_home import ground_of
from app.census.queries.rulings import rulings_between
from app.census.rules.facts import StayFact
from app.core.clock import business_date
from app.core.scope import Scope
from tests.census.histories import write_histories
from tests.census.opened import open_county
from tests.support.tenants import COUNTIES, COUNTY

SEED, HOMES = 20261122, 24


async def test_one_home_reads_as_among_many(session: AsyncSession) -> None:
    written = await write_histories(session, Random(SEED), HOMES, COUNTIES)
    for county in COUNTIES:
        await open_county(session, county)
    last = await business_date(session)
    for eve in (last - timedelta(days=41), last - timedelta(days=700)):
        rulings = await rulings_between(session, set(COUNTIES), eve, last)
        kept = await counted_days(session, written.homes, eve, last)
        assert sum(map(len, kept.values())) > 200
        for home in written.homes:
            ground = await ground_of(session, home, eve, last)
            assert ground is not None
            assert [ground.facts] == await facts_between(session, Scope(homes=frozenset({home})), eve, last)
            assert ground.rulings == rulings.get(home[0], [])
            assert ground.days == kept[home]


async def test_days_past_the_last_are_shown_too(session: AsyncSession) -> None:
    written = await write_histories(session, Random(SEED), 2, COUNTIES)
    for county in COUNTIES:
        await open_county(session, county)
    today = await business_date(session)
    seen = [
        await ground_of(session, home, today - timedelta(days=9), today - timedelta(days=8)) for home in written.homes
    ]
    assert max(day for ground in seen if ground for day in ground.days) == today


async def test_a_home_nobody_sees_is_not_read(session: AsyncSession) -> None:
    day = await business_date(session)
    assert await ground_of(session, (COUNTY, 987_654_321), day, day) is None


def test_a_file_stands_in_a_stay_in_its_own_order() -> None:
    begins = StayFact._fields.index(File._fields[0])
    assert StayFact._fields[begins : begins + len(File._fields)] == File._fields
