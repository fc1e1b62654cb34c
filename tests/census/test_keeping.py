"""The census is kept by the act that changes it: random acts, opened days, sums of counties, days not open yet."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.beds.rules.kinds import MarkKind
from app.beds.service import Paper, mark_beds
from app.census import queries
from app.census.jobs import open_new_days
from app.census.models import CensusHome, CensusOpening, census_counties, census_days
from app.census.rules.occupancy import Source, Standing
from app.census.service.keeping import open_days
from app.core.clock import business_date
from app.core.db import close_work, finish_work, touched, transaction
from app.core.errors import DomainError
from app.core.scope import Scope
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import Ground, Payer, StayKind
from app.stays.service import admit
from tests.census.histories import FIRST, SPAN, write_histories
from tests.census.opened import differences, open_committed, open_county
from tests.census.recount import Raw, recount
from tests.census.recount import differences as unlike
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.institutions import a_registered, an_institution
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.prove.keeping.planted import planted_off_by_one
from tests.prove.keeping.prove import try_act
from tests.prove.keeping.town import a_town
from tests.support.tenants import COUNTIES, COUNTY, OTHER_COUNTY

SEED = 20261122
HERE = Scope(regions=frozenset(COUNTIES))


async def _sums(session: AsyncSession, county: int, day: date, *names: str) -> tuple[int, ...]:
    columns = [census_counties.c[name] for name in names]
    rows = select(*columns).where(census_counties.c.county == county, census_counties.c.day == day)
    return tuple((await session.execute(rows)).one())


async def test_after_random_acts_the_proof_finds_nothing_and_sees_a_planted_fault(session):
    done = Counter()
    async with acting_as_system("测试", regions=COUNTIES) as actor:
        town = await a_town(session, actor, SEED)
        for county in COUNTIES:
            await open_county(session, county)
        for _number in range(100):
            try:
                async with session.begin_nested():
                    await try_act(session, town, done)
            except DomainError:
                session.sync_session.info.pop("uncounted", None)
            await finish_work(session)
    assert sum(count for name, count in done.items() if not name.endswith("refused")) > 50
    assert await differences(session) == []
    with planted_off_by_one():
        assert await differences(session)


async def test_opened_days_say_what_the_rows_say(session):
    random = Random(SEED)
    written = await write_histories(session, random, 16, COUNTIES)
    raw = await Raw.read(session)
    for county in COUNTIES:
        assert await open_county(session, county)
    for offset in sorted(random.sample(range(-5, SPAN + 20), 25)):
        day = min(FIRST + timedelta(days=offset), await business_date(session))
        found = {one.institution_id: one for one in await queries.occupancy(session, HERE, day)}
        for _county, home in written.homes:
            one = found[home]
            if one.standing is not Standing.NO_DATA:
                assert not unlike(one, recount(raw, home, day)), (home, day)
    assert await differences(session) == []


@pytest.fixture
async def house(session):
    """A home with eight beds and four registered, in a county whose days are open."""
    one = await a_house(session)
    await a_registered(session, one.institution, value=4)
    await open_county(session, COUNTY)
    return one


async def _admit(session: AsyncSession, house: HouseOfBeds, bed: str = "301-1") -> None:
    """Admit somebody today, as the page does."""
    elder = await an_elder(session, house.home)
    draft = AdmissionDraft(
        elder_id=elder.id, bed_id=house.beds[bed], kind=StayKind.LONG, ground=Ground.DIRECT, payer=Payer.SELF,
        from_on=await business_date(session),
    )  # fmt: skip
    async with acting_as_system("测试", regions=COUNTIES) as actor:
        await admit(session, actor, house.home, draft)


async def test_an_act_changes_its_day_and_the_sum_of_its_county_only(session, house):
    today = await business_date(session)
    names = ("existing", "slept", "in_residence", "registered", "counted", "admitted")
    before = await _sums(session, COUNTY, today, *names)
    await _admit(session, house)
    await finish_work(session)
    after = await _sums(session, COUNTY, today, *names)
    assert [now - then for now, then in zip(after, before, strict=True)] == [0, 1, 1, 0, 1, 1]
    assert await _sums(session, COUNTY, today - timedelta(days=1), "in_residence") == (0,)


async def test_the_sum_of_the_county_is_added_at_the_very_end(session, house):
    today = await business_date(session)
    await _admit(session, house)
    await close_work(session)
    kept = await queries.occupancy(session, house.home.scope, today)
    assert (kept[0].in_residence, await _sums(session, COUNTY, today, "in_residence")) == (1, (0,))
    await finish_work(session)
    assert await _sums(session, COUNTY, today, "in_residence") == (1,)


async def test_a_mark_given_long_ago_is_counted_from_then_on(session, house):
    today = await business_date(session)
    since = today - timedelta(days=200)
    async with acting_as_system("测试", regions=COUNTIES) as actor:
        paper = Paper(basis="富民发〔2026〕1 号")
        some = sorted(house.beds.values())[:3]
        await mark_beds(session, actor, house.home, some, kind=MarkKind.NURSING, from_on=since, paper=paper)
    await finish_work(session)
    for day, beds in ((since - timedelta(days=1), 0), (since, 3), (today, 3)):
        assert await _sums(session, COUNTY, day, "beds_nursing") == (beds,)


async def test_days_that_are_not_open_are_read_from_the_rows(session, clock):
    await clock.at("2026-03-01 08:00")
    house = await a_house(session)
    await a_registered(session, house.institution, value=4)
    await open_county(session, COUNTY)
    await clock.at("2026-03-03 00:01")
    await a_stay(session, house.home, await an_elder(session, house.home), from_on=date(2026, 3, 2))
    touched(session, COUNTY, house.home.institution_id, date(2026, 3, 2))
    await finish_work(session)
    assert (await session.scalar(select(CensusOpening.opened_to))) == date(2026, 3, 1)
    assert await session.scalar(select(census_days.c.day).order_by(census_days.c.day.desc())) == date(2026, 3, 1)
    for day, people in ((1, 0), (2, 1), (3, 1), (9, 1)):
        (found,) = await queries.occupancy(session, house.home.scope, date(2026, 3, day))
        assert (found.in_residence, found.registered) == (people, 4)
    assert await open_committed(COUNTY) == 2
    assert await _sums(session, COUNTY, date(2026, 3, 3), "in_residence", "homes") == (1, 1)
    assert await differences(session) == []


async def test_a_county_is_opened_once_a_day_and_by_the_clock_for_all(session, house, clock):
    async with acting_as_system("测试", regions=COUNTIES):
        assert await open_days(session, COUNTY) == 0
    await an_institution(session, county=OTHER_COUNTY)
    await session.flush()
    assert await open_new_days() == 1
    assert await open_new_days() == 0
    async with acting_as_system("测试", regions=COUNTIES), transaction() as again:
        assert set(await again.scalars(select(CensusOpening.county))) == set(COUNTIES)


async def test_a_home_without_rows_is_known_by_its_newest_report(session, house):
    quiet = await an_institution(session, county=COUNTY)
    blank = await an_institution(session, county=COUNTY)
    for home, day, beds, people in (
        (quiet, "2026-01-31", 50, 40),
        (quiet, "2026-02-28", 50, 45),
        (blank, "2026-01-31", 30, None),
    ):
        await session.execute(
            text(
                "INSERT INTO reported_figures (county, institution_id, as_of, kind, registered, occupied, source)"
                " VALUES (:county, :home, :day, 'residential', :beds, :people, '月报')"
            ),
            {"county": COUNTY, "home": home.id, "day": date.fromisoformat(day), "beds": beds, "people": people},
        )
    found = {
        one.institution_id: one for one in await queries.occupancy(session, HERE, date(2026, 2, 15), county=COUNTY)
    }
    assert (found[quiet.id].counted, found[quiet.id].registered) == (40, 50)
    assert (found[quiet.id].source, found[quiet.id].reported_on) == (Source.REPORTED, date(2026, 1, 31))
    assert found[blank.id].standing is Standing.NOT_FILLED
    assert found[house.home.institution_id].source is Source.COMPUTED
    later = {one.institution_id: one for one in await queries.occupancy(session, HERE, date(2026, 6, 1), county=COUNTY)}
    assert (later[quiet.id].counted, later[quiet.id].reported_on) == (45, date(2026, 2, 28))
    early = {one.institution_id: one for one in await queries.occupancy(session, HERE, date(2025, 6, 1), county=COUNTY)}
    assert early[quiet.id].standing is Standing.NO_DATA


async def test_a_home_whose_rows_all_prove_wrong_has_none(session, house):
    days = select(CensusHome.first_on).where(CensusHome.institution_id == house.home.institution_id)
    first_on = await session.scalar(days)
    await session.execute(text("UPDATE bed_services SET voided_at = app_now(), void_reason = '误建'"))
    touched(session, COUNTY, house.home.institution_id, first_on)
    await finish_work(session)
    assert await session.scalar(days.execution_options(populate_existing=True)) is None
    assert (await session.execute(select(census_days.c.day))).all() == []
    assert await differences(session) == []
