"""What the queries count is what the rows hold: random histories against a recount that shares no code with them."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind, ClosureReason
from app.beds.rules.states import BedState
from app.beds.service import claim_bed, close_beds
from app.census import queries
from app.census.rules import occupancy as counting_rules
from app.census.rules import residents as resident_rules
from app.census.rules.occupancy import Standing
from app.census.rules.rulings import RulingCode
from app.core.clock import business_date
from app.core.errors import NotFound
from app.core.scope import Scope
from app.stays.models import Stay
from tests.census.histories import FIRST, SPAN, Written, write_histories
from tests.census.recount import Raw, differences, recount
from tests.census.rows import a_leave, a_ruling
from tests.factories.beds import a_house
from tests.factories.institutions import a_registered
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay, somebody
from tests.support.tenants import COUNTIES, COUNTY, OTHER_COUNTY

SEED, HOMES, DAYS = 20261122, 200, 60
EVERYWHERE = Scope(regions=frozenset(COUNTIES))


def days_of(random: Random, number: int = DAYS) -> list[date]:
    """Days before, in and after all that was written, so that every edge is met."""
    offsets = random.sample(range(-5, SPAN + 30), number)
    return sorted(FIRST + timedelta(days=offset) for offset in offsets)


async def wrong_nights(
    session: AsyncSession, written: Written, raw: Raw, days: list[date], met: Counter[str] | None = None, **fault: bool
) -> int:
    """Ask for all homes day by day and count the nights on which the recount says otherwise."""
    wrong = 0
    for day in days:
        found = {one.institution_id: one for one in await queries.occupancy(session, EVERYWHERE, day)}
        for _county, home in written.homes:
            expected = recount(raw, home, day, **fault)
            wrong += bool(differences(found[home], expected))
            if met is not None:
                met.update({name: number for name, number in expected.items() if isinstance(number, int)})
                met[expected["standing"]] += 1
    return wrong


async def test_random_histories_equal_a_recount_and_a_planted_fault_does_not(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(SEED)
    written = await write_histories(session, random, HOMES, COUNTIES)
    assert min(written.rows[table] for table in ("stays", "bed_claims", "leaves", "stay_changes", "rulings")) > 20
    raw, days, met = await Raw.read(session), days_of(random), Counter[str]()
    assert await wrong_nights(session, written, raw, days, met) == 0
    assert (len(met), min(met.values()) > 50) == (17, True), met
    assert await wrong_nights(session, written, raw, days[20:23], last_day_too=True) > 0
    for rules in (counting_rules, resident_rules):
        monkeypatch.setattr(rules, "on_day", lambda rows, day: [row for row in rows if row.from_on < day < row.to_on])
    assert await wrong_nights(session, written, raw, days[20:23]) > 0


async def test_a_series_is_its_days_one_by_one(session: AsyncSession) -> None:
    written = await write_histories(session, Random(7), 3, [COUNTY])
    first, last = FIRST + timedelta(days=60), FIRST + timedelta(days=89)
    for _county, home in written.homes:
        series = await queries.occupancy_series(session, EVERYWHERE, home, first, last)
        assert [one.as_of for one in series] == [first + timedelta(days=step) for step in range(30)]
        for one in series[::7]:
            assert [one] == await queries.occupancy(session, EVERYWHERE, one.as_of, institution_id=home)


async def test_the_statements_do_not_grow_with_the_homes(session: AsyncSession, counting: object) -> None:
    sent = []
    for homes in (1, 12):
        await write_histories(session, Random(homes), homes, [COUNTY], ruled=False)
        with counting() as seen:  # type: ignore[operator]
            found = await queries.occupancy(session, EVERYWHERE, FIRST + timedelta(days=100))
        sent.append(seen.count)
    assert (len(found), sent) == (13, [9, 9])


async def test_only_homes_of_the_scope_are_counted(session: AsyncSession) -> None:
    written = await write_histories(session, Random(3), 4, COUNTIES)
    day = FIRST + timedelta(days=100)
    assert len(await queries.occupancy(session, EVERYWHERE, day)) == 4
    assert {one.county for one in await queries.occupancy(session, EVERYWHERE, day, county=COUNTY)} == {COUNTY}
    only = Scope(homes=frozenset({written.homes[1]}))
    assert [one.institution_id for one in await queries.occupancy(session, only, day)] == [written.homes[1][1]]
    assert await queries.occupancy(session, Scope(), day) == []


async def test_a_ruling_holds_in_its_own_county(session: AsyncSession) -> None:
    today = await business_date(session)
    for county in COUNTIES:
        house = await a_house(session, county=county)
        stay = await a_stay(session, house.home, await an_elder(session, house.home))
        await a_leave(session, stay, today)
    await a_ruling(session, OTHER_COUNTY, RulingCode.LEAVE, False)
    found = await queries.occupancy(session, EVERYWHERE, today)
    assert {one.county: one.counted for one in found} == {COUNTY: 1, OTHER_COUNTY: 0}


async def test_the_rows_are_the_figure(session: AsyncSession) -> None:
    house = await a_house(session, rooms="301–304")
    today, home = await business_date(session), house.home
    await a_registered(session, house.institution, value=6)
    here, away = await somebody(session, home, 1), await somebody(session, home, 2)
    for bed, person in (("302-1", here), ("301-2", away)):
        await claim_bed(
            session, home, house.beds[bed], kind=ClaimKind.STAY, from_on=today, to_on=date.max, claimant=person
        )
    await close_beds(session, house.actor, home, house.ids("303-1"), reason=ClosureReason.REPAIR, from_on=today)
    stay = (await session.scalars(select(Stay).where(Stay.id == away.stay_id))).one()
    await a_leave(session, stay, today)
    await a_ruling(session, COUNTY, RulingCode.LEAVE, False)
    rows = await queries.occupancy_rows(session, home.scope, home, today)
    [counted], [excluded] = rows.counted, rows.excluded
    assert (counted.bed, counted.stay_id, counted.left_out_by) == ("302-1", here.stay_id, ())
    assert (excluded.bed, excluded.away_since, excluded.left_out_by) == ("301-2", today, (RulingCode.LEAVE,))
    assert len(rows.counted) == rows.occupancy.counted == 1
    assert rows.document is not None
    assert rows.document.value == rows.occupancy.registered == 6
    states = [bed.state for bed in rows.beds]
    assert states == [BedState.FREE] * 5 + [BedState.OCCUPIED, BedState.LEAVE, BedState.CLOSED]
    assert [bed.name for bed in rows.beds[-3:]] == ["302-1", "301-2", "303-1"]


async def test_a_home_that_takes_no_part_counts_nobody(session: AsyncSession) -> None:
    house = await a_house(session)
    today = await business_date(session)
    await somebody(session, house.home)
    house.institution.closed_on = today
    await session.flush()
    rows = await queries.occupancy_rows(session, house.home.scope, house.home, today)
    assert (rows.occupancy.standing, rows.counted, len(rows.excluded)) == (Standing.CLOSED, (), 1)
    with pytest.raises(NotFound):
        await queries.occupancy_rows(session, house.home.scope, Home(COUNTY, 987_654_321), today)
