"""The made-up province at its smallest: told twice alike, every constraint kept, its census what the rows count to."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries import rulings_between
from app.census.queries.facts import facts_between
from app.census.rules.occupancy import occupancy_of
from app.census.rules.rollup import ROLLED
from app.census.rules.rulings import answers_on
from app.core.scope import Scope
from app.stays.queries.proof import wrong_stays
from bench.generate.copying import base_of, copy_counties, say_regions, set_sequences
from bench.generate.counting import add_up, count_counties, wire_of
from bench.generate.days import Days
from bench.generate.plan import county_codes, of_county, plan
from bench.generate.rows import COLUMNS, Rows
from bench.generate.telling import tell_county
from bench.size import SIZES

LAST = date(2026, 11, 22)
TINY = SIZES["tiny"]
COUNTIES = county_codes(TINY)


def told(seed: int, size: str = "tiny") -> list[Rows]:
    days, homes, found = Days(LAST, SIZES[size].days), plan(SIZES[size], seed), []
    for place, county in enumerate(county_codes(SIZES[size])):
        found.append(Rows(place * 1000))
        tell_county(found[-1], days, seed, county, list(of_county(homes, county)))
    return found


def test_one_seed_tells_one_province() -> None:
    first, again, other = (([rows.tables for rows in told(seed)]) for seed in (7, 7, 8))
    assert first == again
    assert first != other


@pytest.mark.parametrize("size", [name for name in SIZES if name != "tiny"])
def test_homes_and_beds_are_as_many_as_the_size_says(size: str) -> None:
    homes = plan(SIZES[size], 1)
    assert len(homes) == SIZES[size].homes
    assert sum(home.beds for home in homes if home.rows_from is not None) == SIZES[size].beds
    assert len({home.county for home in homes}) == SIZES[size].counties


def test_a_small_province_has_some_of_everything() -> None:
    rows = Counter[str]()
    for county in told(3, "small"):
        rows.update({table: len(records) for table, records in county.tables.items()})
    assert all(rows[table] for table in COLUMNS)
    claims = [row[3] for county in told(3, "small") for row in county.tables["bed_claims"]]
    assert set(claims) == {"stay", "private", "closure"}


@pytest.fixture
async def loaded(owner_session: AsyncSession) -> AsyncSession:
    """Give the smallest province, loaded with every constraint in its place."""
    wire = await wire_of(owner_session)
    await say_regions(wire, "tiny")
    base = await base_of(wire)
    rows = await copy_counties(wire, "tiny", 7, LAST, base, slice(None))
    await set_sequences(wire, "tiny", base)
    await wire.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert rows["stays"] >= 50
    await count_counties(owner_session, COUNTIES, LAST)
    await add_up(wire, COUNTIES, LAST)
    return owner_session


async def test_what_is_loaded_stands_up_to_the_recount(loaded: AsyncSession) -> None:
    assert await wrong_stays(loaded) == []


async def test_the_census_is_what_the_rows_count_to(loaded: AsyncSession) -> None:
    days = Days(LAST, TINY.days)
    for number in (0, 1, 90, 200, TINY.days - 1):
        day, seen = days.on(number), 0
        kept = await _kept(loaded, day)
        rulings = await rulings_between(loaded, COUNTIES, day, day)
        for home in await facts_between(loaded, Scope(regions=frozenset(COUNTIES)), day, day):
            if (row := kept.get(home.institution_id)) is None:
                continue
            counted = occupancy_of(home, answers_on(rulings.get(home.county, ()), day), day)
            assert row == (
                counted.registered,
                counted.counted,
                counted.in_residence,
                counted.existing,
                counted.beds.stay,
            )
            seen += 1
        assert seen >= 2


async def _kept(session: AsyncSession, day: date) -> dict[int, tuple[int | None, ...]]:
    rows = await session.execute(
        text(
            "SELECT institution_id, registered, counted, in_residence, existing, slept FROM census_days WHERE day = :day"
        ),
        {"day": day},
    )
    return {row[0]: tuple(row[1:]) for row in rows}


async def test_the_sums_of_counties_are_those_of_their_homes(loaded: AsyncSession) -> None:
    asked = text(
        "SELECT count(*) FILTER (WHERE c.homes <> d.homes OR c.in_residence <> d.people OR c.registered <> d.registered),"
        " count(*) FROM census_counties c JOIN (SELECT county, day, count(*) AS homes, sum(in_residence) AS people,"
        " coalesce(sum(registered) FILTER (WHERE standing = 'counted'), 0) AS registered"
        " FROM census_days GROUP BY county, day) d USING (county, day)"
    )
    differing, compared = (await loaded.execute(asked)).one()
    assert (differing, compared >= TINY.days) == (0, True)
    assert set(ROLLED) >= {"homes", "counted_homes", "left_homes", "left_people", "registered"}
