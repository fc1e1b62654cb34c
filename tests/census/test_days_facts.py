"""What the facts of some days hold is enough to count those days, whatever else lies in the tables."""

from datetime import date, timedelta
from itertools import cycle
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries.facts import facts_between, first_days
from app.census.queries.rulings import rulings_between
from app.census.rules.days import days_of
from app.core.scope import Scope
from tests.census.brute import Counted, brute_days, differences
from tests.census.histories import FIRST, SPAN, write_histories
from tests.census.plain import plain_homes, plain_rulings
from tests.support.tenants import COUNTIES, COUNTY

SEED, HOMES = 20261122, 40
EVERYWHERE = Scope(regions=frozenset(COUNTIES))
WINDOWS = [
    (FIRST + timedelta(days=day), FIRST + timedelta(days=day + length))
    for day, length in zip(range(-2, SPAN + 20, 29), cycle((0, 3, 9)), strict=False)
]
Expected = dict[tuple[int, date], Counted]


async def wrong_days(session: AsyncSession, expected: Expected, reach: int = 1) -> list[object]:
    """Count windows of days from the facts of those days; the facts reach back so many days before the first."""
    wrong: list[object] = []
    for first, last in WINDOWS:
        eve = first - timedelta(days=reach)
        rulings = await rulings_between(session, set(COUNTIES), eve, last)
        for home in await facts_between(session, EVERYWHERE, eve, last):
            for counted in days_of(home, rulings.get(home.county, ()), first, last):
                names = differences(counted, expected[home.institution_id, counted.day])
                wrong += [(home.code, counted.day, names)] if names else []
    return wrong


async def test_the_facts_of_some_days_count_them(session: AsyncSession) -> None:
    await write_histories(session, Random(SEED), HOMES, COUNTIES)
    homes, rulings = await plain_homes(session), await plain_rulings(session)
    expected = {
        (id_, day["day"]): day
        for id_, home in homes.items()
        for first, last in WINDOWS
        for day in brute_days(home, rulings[home.county], first, last)
    }
    assert sum(bool(day["flows"]) for day in expected.values()) > 50
    assert await wrong_days(session, expected) == []
    assert await wrong_days(session, expected, reach=0) != []


async def test_named_homes_alone_are_read(session: AsyncSession) -> None:
    written = await write_histories(session, Random(5), 4, COUNTIES)
    last = FIRST + timedelta(days=SPAN)
    everything = await facts_between(session, EVERYWHERE, FIRST, last)
    assert len(everything) == 4
    for some in (written.homes[:1], written.homes[1:3]):
        found = await facts_between(session, EVERYWHERE, FIRST, last, homes=some)
        assert found == [home for home in everything if (home.county, home.institution_id) in some]
    here = Scope(regions=frozenset({COUNTY}))
    assert await facts_between(session, here, FIRST, last, homes=[written.homes[1]]) == []
    assert await facts_between(session, EVERYWHERE, FIRST, last, homes=[]) == []


async def test_the_statements_do_not_grow_with_the_homes_or_their_years(
    session: AsyncSession, counting: object
) -> None:
    sent = []
    for homes, days in ((1, 1), (12, SPAN)):
        await write_histories(session, Random(homes), homes, [COUNTY], ruled=False)
        with counting() as seen:  # type: ignore[operator]
            found = await facts_between(session, EVERYWHERE, FIRST, FIRST + timedelta(days=days))
        sent.append(seen.count)
    assert (len(found), sent) == (13, [3, 3])


async def test_rows_of_a_home_begin_with_its_first_bed_or_person(session: AsyncSession) -> None:
    written = await write_histories(session, Random(11), 30, COUNTIES)
    begun = await first_days(session, [*written.homes, (COUNTY, 987_654_321)])
    homes = await plain_homes(session)
    expected = {
        (home.county, home.institution_id): min(
            [row.from_on for row in home.services if row.from_on < row.to_on] + [row.from_on for row in home.stays],
            default=None,
        )
        for home in homes.values()
    }
    assert begun == expected | {(COUNTY, 987_654_321): None}
    assert await first_days(session, []) == {}
