"""Counties, series, averages and marks: each number against rows added up the long way."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.accounts.models import RoleGrant
from app.accounts.system import acting_as_system
from app.beds.rules.kinds import MarkKind
from app.bureau import queries
from app.bureau.rules import counties_of
from app.census.rules.flags import ReportFlag
from app.census.rules.reported import ReportedKind
from app.census.rules.rulings import DEFAULTS, RulingCode
from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from tests.bureau.naive import Rows, days_between, every_row, sums
from tests.bureau.townsfolk import Town, seen
from tests.support.counting import counting_on
from tests.support.people import a_user, open_sign_in_for
from tests.support.tenants import COUNTIES, COUNTY, OTHER_COUNTY

LONG = timedelta(days=110)


@pytest.fixture(scope="module")
async def rows(urls: Urls, town: Town) -> Rows:
    return await every_row(urls)


async def test_counties_on_every_day_add_up(town: Town, rows: Rows) -> None:
    for day in days_between(town.since - timedelta(days=5), town.today):
        found = await seen(town.city, lambda session, day=day: queries.counties_on(session, day))
        assert [one.code for one in found] == list(COUNTIES)
        for one in found:
            expected = sums(home for home in rows.on(day) if home.county == one.code)
            assert (
                one.registered, one.people, one.computed, one.reported, one.left_homes, one.left_people
            ) == expected, day  # fmt: skip
            assert one.homes == one.computed + one.reported + one.left_homes


async def test_counties_are_their_homes_put_together(town: Town) -> None:
    counties = await seen(town.city, lambda session: queries.counties_on(session, town.today))
    groups = counties_of(await seen(town.city, lambda session: queries.homes_on(session, town.today)))
    for county, group in zip(counties, groups, strict=True):
        assert (county.rate, county.computed, county.reported) == (group.rate, group.computed, group.reported)
        assert (county.left_homes, county.left_people) == (group.left_homes, group.left_people)
        assert (county.existing, county.available, county.occupied, county.in_residence) == tuple(
            group.total(name) for name in ("existing", "available", "occupied", "in_residence")
        )
        assert (county.oldest_report, county.name) == (group.oldest_report, group.name)


@pytest.mark.parametrize("county", [COUNTY, OTHER_COUNTY, None])
async def test_a_series_is_its_days(town: Town, rows: Rows, county: int | None) -> None:
    first = town.today - LONG
    series = await seen(town.city, lambda session: queries.county_series(session, county, first, town.today))
    known = {one.day: one for one in series}
    for day in days_between(first, town.today):
        homes = [one for one in rows.on(day) if county in (None, one.county)]
        if not any(one.source for one in homes):
            assert day not in known
            continue
        one = known[day]
        assert (
            one.registered, one.people, one.computed_homes, one.reported_homes, one.left_homes, one.left_people
        ) == sums(homes), day  # fmt: skip
        assert one.in_residence == sum(home.row.in_residence for home in homes if home.row)
        assert one.existing == sum(home.row.existing for home in homes if home.row)
        assert one.occupied == sum(home.row.slept + home.row.private for home in homes if home.row)
        assert one.available == one.existing - sum(home.row.closed for home in homes if home.row)
        assert one.people_by_mark.get(MarkKind.NURSING, 0) == sum(home.row.in_nursing for home in homes if home.row)


async def test_a_homes_series_turns_from_reports_to_rows(town: Town, rows: Rows) -> None:
    for name, home in town.homes.items():
        series = await seen(
            town.city, lambda session, home=home: queries.home_series(session, home, town.today - LONG, town.today)
        )
        for one in series:
            [written] = [each for each in rows.on(one.day) if each.institution_id == home]
            assert (
                one.registered, one.people, one.computed_homes, one.reported_homes, one.left_homes, one.left_people
            ) == sums([written]), (name, one.day)  # fmt: skip
    late = await seen(town.city, lambda s: queries.home_series(s, town.homes["late"], town.ago(12), town.ago(9)))
    assert [(one.reported_homes, one.computed_homes, one.rate.shown) for one in late] == [
        (1, 0, "50.0%"), (1, 0, "50.0%"), (0, 1, "25.0%"), (0, 1, "25.0%"),
    ]  # fmt: skip


async def test_averages_are_bed_days_of_homes_with_rows(town: Town, rows: Rows) -> None:
    first = town.ago(20)
    written = [row for row in rows.days if row.day >= first]
    inside = [row for row in written if row.standing not in ("closed", "not_open")]
    assert {row.institution_id for row in written if row not in inside} == {town.homes["shut"]}

    def used_and_open(some: list[object]) -> tuple[int, int]:
        return sum(r.slept + r.private for r in some), sum(r.existing - r.closed for r in some)  # type: ignore[attr-defined]

    homes = await seen(town.city, lambda session: queries.averages(session, first, town.today, "home"))
    assert {one.code for one in homes} == {row.institution_id for row in inside}
    for one in homes:
        own = [row for row in inside if row.institution_id == one.code]
        assert (one.used, one.open) == used_and_open(own)
        assert one.days == sum(row.existing > row.closed for row in own)
    counties = await seen(town.city, lambda session: queries.averages(session, first, town.today, "county"))
    assert [(one.code, one.used, one.open, one.days) for one in counties] == [
        (county, *used_and_open([row for row in inside if row.county == county]), 21) for county in COUNTIES
    ]
    only = await seen(town.city, lambda s: queries.averages(s, first, town.today, "county", OTHER_COUNTY))
    assert [(one.code, one.rate.shown) for one in only] == [(OTHER_COUNTY, "50.0%")]


async def test_marks_at_the_ends_of_months(town: Town, rows: Rows) -> None:
    monthly = await seen(town.clerk, lambda s: queries.marks_over(s, COUNTY, town.since, town.today))
    assert monthly[-1].day == town.today
    assert (monthly[-1].beds[MarkKind.NURSING], monthly[-1].people[MarkKind.NURSING]) == (2, 1)
    daily = await seen(town.clerk, lambda s: queries.marks_over(s, COUNTY, town.since, town.today, monthly=False))
    assert {one.day: one.beds for one in daily}[monthly[0].day] == monthly[0].beds
    assert [one.beds[MarkKind.NURSING] for one in daily][-3:] == [0, 2, 2]


async def test_what_a_home_reported_and_how_its_rows_differ(town: Town) -> None:
    lines = await seen(town.clerk, lambda session: queries.reported_of(session, town.homes["says"]))
    assert [(line.as_of, line.kind, line.said.people) for line in lines] == [
        (town.ago(1), ReportedKind.NURSING, 5), (town.ago(12), ReportedKind.RESIDENTIAL, 45),
        (town.ago(35), ReportedKind.RESIDENTIAL, 40),
    ]  # fmt: skip
    [full] = await seen(town.clerk, lambda session: queries.reported_of(session, town.homes["full"]))
    assert full.flags == (ReportFlag.AGAINST_ROWS,)
    assert await seen(town.neighbour, lambda session: queries.reported_of(session, town.homes["says"])) == []


async def test_rulings_of_the_callers_counties(town: Town) -> None:
    ruled = await seen(town.city, lambda session: queries.rulings_on(session, town.today))
    assert ruled[COUNTY] == DEFAULTS | {RulingCode.LEAVE: False}
    assert ruled[OTHER_COUNTY] == DEFAULTS
    assert (await seen(town.clerk, lambda s: queries.rulings_on(s, town.ago(4)))) == {COUNTY: DEFAULTS}


async def test_which_days_and_places_can_be_asked_for(town: Town) -> None:
    known = await seen(town.city, queries.days_open)
    assert (known.first, known.last, known.lagging, known.newest) == (town.ago(100), town.today, [], town.today)
    assert (await seen(town.clerk, queries.days_open)).first == town.since
    places = await seen(town.city, queries.places)
    assert [(place.code, place.holds_homes) for place in places] == [
        (COUNTY // 100 * 100, False), (COUNTY, True), (OTHER_COUNTY, True),
    ]  # fmt: skip
    assert await seen("", queries.places) == []


async def test_statements_do_not_grow_with_homes_or_days(pools: Database, town: Town) -> None:
    first = town.today - LONG
    for look, most in (
        (lambda s: queries.counties_on(s, town.today), 3),
        (lambda s: queries.county_series(s, None, first, town.today), 5),
        (lambda s: queries.home_series(s, town.homes["late"], first, town.today), 3),
        (lambda s: queries.averages(s, first, town.today, "home"), 1),
        (lambda s: queries.marks_over(s, COUNTY, first, town.today), 1),
        (queries.days_open, 1),
    ):
        with counting_on(pools.engines["bureau"]) as counted:
            await seen(town.city, look)
        assert counted.count <= most


async def test_a_clerk_sees_nothing_of_another_county(town: Town) -> None:
    first = town.today - LONG
    assert [one.code for one in await seen(town.clerk, lambda s: queries.counties_on(s, town.today))] == [COUNTY]
    assert await seen(town.clerk, lambda s: queries.county_series(s, OTHER_COUNTY, first, town.today)) == []
    assert await seen(town.clerk, lambda s: queries.home_series(s, town.homes["there"], first, town.today)) == []
    own = await seen(town.clerk, lambda s: queries.county_series(s, COUNTY, first, town.today))
    assert await seen(town.clerk, lambda s: queries.county_series(s, None, first, town.today)) == own
    averages = await seen(town.clerk, lambda s: queries.averages(s, first, town.today, "home"))
    assert town.homes["there"] not in {one.code for one in averages}


async def test_a_county_that_two_grants_name_is_counted_once(town: Town) -> None:
    user = await a_user("city_bureau", region=COUNTY // 100 * 100)
    async with acting_as_system("测试账号", regions=[0]), transaction() as session:
        session.add(RoleGrant(user_id=user.id, role="statistics_clerk", region=COUNTY, from_on=date(2000, 1, 1)))
    token = await open_sign_in_for(user.id)
    first = town.today - LONG
    for look in (
        lambda s: queries.counties_on(s, town.today), lambda s: queries.county_series(s, None, first, town.today),
        lambda s: queries.homes_on(s, town.today), queries.days_open, queries.places,
    ):  # fmt: skip
        assert await seen(token, look) == await seen(town.city, look)


async def test_a_county_that_is_behind_is_said_to_be(urls: Urls, town: Town) -> None:
    """No report and no zero stands in for a day that has not been counted."""
    yesterday = town.ago(1)
    await _opened_to(urls, yesterday)
    try:
        [one, _other] = await seen(town.city, lambda s: queries.counties_on(s, town.today))
        assert (one.computed, one.reported, one.pending) == (0, 2, 3)
        homes = await seen(town.city, lambda s: queries.homes_on(s, town.today, COUNTY))
        late = next(home for home in homes if home.institution_id == town.homes["late"])
        assert (late.pending, late.counted, late.why_left_out) == (True, False, "有本院记录，但当天的数还没有统计出来")
        known = await seen(town.city, queries.days_open)
        assert [day for _name, day in known.lagging] == [yesterday]
        for county in (COUNTY, None):
            series = await seen(
                town.city, lambda s, county=county: queries.county_series(s, county, yesterday, town.today)
            )
            assert [day.day for day in series] == [yesterday]
    finally:
        await _opened_to(urls, town.today)


async def _opened_to(urls: Urls, day: date) -> None:
    """Set one county back, or forward again, with its rows of today put aside."""
    assert urls.owner is not None
    engine = create_async_engine(urls.owner, poolclass=NullPool)
    async with engine.begin() as owner:
        asked = {"county": COUNTY, "day": day}
        await owner.execute(text("UPDATE census_openings SET opened_to = :day WHERE county = :county"), asked)
        for table in ("census_days", "census_counties"):
            # The rows of the day go to a county that nobody looks at, and come back.
            await owner.execute(text(f"CREATE TABLE IF NOT EXISTS aside_{table} AS SELECT * FROM {table} WHERE false"))
            beyond = "county = :county AND day > :day"
            await owner.execute(text(f"INSERT INTO aside_{table} SELECT * FROM {table} WHERE {beyond}"), asked)
            await owner.execute(text(f"DELETE FROM {table} WHERE {beyond}"), asked)
            back = f"INSERT INTO {table} SELECT * FROM aside_{table} WHERE day <= :day"
            await owner.execute(text(back), {"day": day})
            await owner.execute(text(f"DELETE FROM aside_{table} WHERE day <= :day"), {"day": day})
            if (await owner.execute(text(f"SELECT count(*) FROM aside_{table}"))).scalar_one() == 0:
                await owner.execute(text(f"DROP TABLE aside_{table}"))
    await engine.dispose()
