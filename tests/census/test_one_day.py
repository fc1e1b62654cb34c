"""The usual act changes one day of one home: it is written with the sum of its county, and in good time for a page."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.census import queries
from app.core.clock import business_date
from app.core.db import close_work, finish_work, touched, transaction
from tests.census.opened import differences, open_committed, open_county
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.institutions import a_registered
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.support.counting import Counting
from tests.support.tenants import COUNTY, acting_everywhere
from tests.support.town import committing


@pytest.fixture
async def house(session: AsyncSession) -> HouseOfBeds:
    """A home with beds and a figure, in a county whose days are open."""
    one = await a_house(session)
    await a_registered(session, one.institution, value=4)
    await open_county(session, COUNTY)
    return one


async def _somebody_comes(session: AsyncSession, house: HouseOfBeds, day: date) -> None:
    await a_stay(session, house.home, await an_elder(session, house.home), from_on=day)
    await session.flush()
    touched(session, COUNTY, house.home.institution_id, day)


def _tables(seen: Counting) -> list[str]:
    return [
        " ".join(name for name in ("census_days", "census_counties") if f" {name}" in statement)
        for statement in seen.statements
    ]


async def _in_residence(session: AsyncSession, table: str) -> int:
    rows = await session.execute(
        text(f"SELECT in_residence FROM {table} WHERE county = :county AND day = business_date()"), {"county": COUNTY}
    )
    return int(rows.scalar_one())


async def _finish(session: AsyncSession, *, drawn: bool) -> None:
    """Finish a transaction, after a page was drawn or without one."""
    if drawn:
        session.sync_session.info.pop("finishing", None)
        await close_work(session)
    session.sync_session.info["finishing"] = True
    await finish_work(session)


async def test_a_day_and_its_sum_are_one_statement_where_nothing_is_drawn(session, house, counting):
    await _somebody_comes(session, house, await business_date(session))
    with counting() as seen:
        await _finish(session, drawn=False)
    assert _tables(seen)[-2:] == ["census_days", "census_days census_counties"]
    assert [await _in_residence(session, table) for table in ("census_days", "census_counties")] == [1, 1]
    assert await differences(session) == []


async def test_a_day_is_written_before_a_page_is_drawn_and_its_sum_at_the_end(session, house, counting):
    session.sync_session.info.pop("finishing", None)
    today = await business_date(session)
    await _somebody_comes(session, house, today)
    with counting() as seen:
        await close_work(session)
    assert _tables(seen)[-2:] == ["census_days", "census_days"]
    (kept,) = await queries.occupancy(session, house.home.scope, today)
    assert (kept.in_residence, await _in_residence(session, "census_counties")) == (1, 0)
    await _somebody_comes(session, house, today)
    await _finish(session, drawn=False)
    assert [await _in_residence(session, table) for table in ("census_days", "census_counties")] == [2, 2]
    assert await differences(session) == []


async def test_a_day_left_to_the_end_is_written_before_anything_else_is_counted(session, house):
    today = await business_date(session)
    for _turn in range(2):
        await _somebody_comes(session, house, today)
        session.sync_session.info["finishing"] = True
        await close_work(session)
    assert await _in_residence(session, "census_days") == 1
    await finish_work(session)
    assert [await _in_residence(session, table) for table in ("census_days", "census_counties")] == [2, 2]
    assert await differences(session) == []


@pytest.mark.parametrize("drawn", [True, False])
async def test_what_is_not_there_yet_is_made(session, house, drawn):
    """A sum that is missing, which nothing in the program takes away, is begun anew; the proof says what it lacks."""
    await session.execute(text("UPDATE census_counties SET day = '1900-01-01' WHERE day = business_date()"))
    await _somebody_comes(session, house, await business_date(session))
    await _finish(session, drawn=drawn)
    assert [await _in_residence(session, table) for table in ("census_days", "census_counties")] == [1, 1]
    assert {wrong.measure for wrong in await differences(session)} >= {"homes"}


@pytest.mark.parametrize("ago", [-3, 0, 1, 40])
async def test_whatever_day_an_act_begins_on_the_proof_finds_nothing(session, house, ago):
    await _somebody_comes(session, house, await business_date(session) - timedelta(days=ago))
    await finish_work(session)
    assert await differences(session) == []


@pytest.mark.parametrize("turns", [1, 3])
async def test_the_first_day_of_a_home_is_counted_whenever_it_is_touched(session, turns):
    today = await business_date(session)
    house = await a_house(session, from_on=today)
    await open_county(session, COUNTY)
    for _turn in range(turns):
        await _somebody_comes(session, house, today)
        await finish_work(session)
    assert await _in_residence(session, "census_counties") == turns
    assert await differences(session) == []


@pytest.mark.parametrize("drawn", [True, False])
async def test_whoever_waits_for_the_sum_adds_to_what_stands_then(pools, urls, drawn):
    """Two homes of a county at one time: the second one's sum waits for the first one's COMMIT."""
    held = asyncio.Event()

    async def act(house: HouseOfBeds, *, first: bool) -> None:
        async with transaction() as session:
            await _somebody_comes(session, house, await business_date(session))
            if not first:
                await held.wait()
            await _finish(session, drawn=drawn)
            if first:
                held.set()
                # Long enough for the other one to stand in the queue.
                await asyncio.sleep(0.2)

    async with committing(urls), acting_everywhere():
        async with transaction() as session:
            homes = [await a_house(session), await a_house(session)]
        await open_committed(COUNTY)
        await asyncio.gather(act(homes[0], first=True), act(homes[1], first=False))
        async with transaction(read_only=True) as session:
            assert await _in_residence(session, "census_counties") == 2
            assert await differences(session) == []
