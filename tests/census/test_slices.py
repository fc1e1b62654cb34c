"""A whole county's years are counted in slices beside the loop, and a home made beside a new day is in that day."""

import asyncio
from datetime import timedelta
from random import Random

import pytest

from app.census.queries import days as kept
from app.census.service import keeping, writing
from app.core.clock import business_date
from app.core.db import close_work, transaction
from tests.census.histories import write_histories
from tests.census.opened import differences, open_committed, open_county
from tests.factories.beds import a_house
from tests.factories.institutions import an_institution
from tests.support.tenants import COUNTIES, COUNTY, acting_everywhere
from tests.support.town import committing


@pytest.mark.parametrize(("rows", "home_days", "beside"), [(7, 1, 0), (100, 900, 200), (2_000, 4_000, 10**9)])
async def test_slices_of_any_size_say_the_same(session, monkeypatch, rows, home_days, beside):
    monkeypatch.setattr(kept, "ROWS_AT_ONCE", rows)
    monkeypatch.setattr(keeping, "HOME_DAYS_AT_ONCE", home_days)
    monkeypatch.setattr(writing, "HOME_DAYS_BESIDE", beside)
    await write_histories(session, Random(20261122), 8, COUNTIES)
    for county in COUNTIES:
        assert await open_county(session, county)
    assert await differences(session) == []


async def test_much_is_counted_beside_the_loop_and_little_in_it(monkeypatch):
    asked = []

    async def noted(work):
        asked.append(work)
        return work()

    monkeypatch.setattr(asyncio, "to_thread", noted)
    assert await writing.beside(writing.HOME_DAYS_BESIDE, lambda: 1) == 1
    assert asked == []
    assert await writing.beside(writing.HOME_DAYS_BESIDE + 1, lambda: 2) == 2
    assert len(asked) == 1


def test_a_statement_holds_a_few_thousand_rows():
    assert kept.ROWS_AT_ONCE <= 5_000
    parts = list(keeping._some_at_once([None] * 37, 3_650))
    assert (sum(map(len, parts)), max(map(len, parts))) == (37, 1)
    assert [len(part) for part in keeping._some_at_once([None] * 90, 1)] == [40, 40, 10]


async def test_a_home_made_beside_the_first_opening_counts_the_day_itself(pools, urls):
    async with committing(urls), acting_everywhere():
        async with transaction() as session:
            await an_institution(session)
        async with transaction() as session:
            await a_house(session)
            await session.flush()
            await close_work(session)
            await open_committed(COUNTY)
        async with transaction(read_only=True) as session:
            assert await differences(session) == []


async def test_a_home_made_beside_the_next_day_counts_it_itself(pools, urls, monkeypatch):
    async def yesterday(session):
        return await business_date(session) - timedelta(days=1)

    async with committing(urls), acting_everywhere():
        async with transaction() as session:
            await a_house(session)
        with monkeypatch.context() as then:
            then.setattr(keeping, "business_date", yesterday)
            await open_committed(COUNTY)
        async with transaction() as session:
            await a_house(session)
            await session.flush()
            await close_work(session)
            await open_committed(COUNTY)
        async with transaction(read_only=True) as session:
            assert await differences(session) == []


async def test_a_home_made_while_homes_are_locked_is_seen_by_the_opening(pools, urls, monkeypatch):
    waits = kept.wait_for_acts

    async def made_first(session, county):
        async with transaction() as other:
            await an_institution(other)
        await waits(session, county)

    async with committing(urls), acting_everywhere():
        async with transaction() as session:
            await an_institution(session)
        monkeypatch.setattr(kept, "wait_for_acts", made_first)
        await open_committed(COUNTY)
        async with transaction(read_only=True) as session:
            assert await differences(session) == []
