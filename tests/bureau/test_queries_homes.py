"""Homes on any day: against rows read one by one, against the app's own occupancy, and within few statements."""

from datetime import date, timedelta

import pytest

from app.beds.rules.kinds import MarkKind
from app.bureau import queries
from app.bureau.rules import HomeOn, townships_on
from app.census.queries import occupancy
from app.census.rules.flags import ReportFlag
from app.census.rules.occupancy import Standing
from app.census.rules.rulings import RulingCode
from app.cli.figures import FIGURES, summed
from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from app.core.scope import Scope
from tests.bureau.naive import One, days_between, every_row
from tests.bureau.townsfolk import TOWNSHIP, Town, seen
from tests.support.counting import counting_on
from tests.support.tenants import COUNTIES, COUNTY, acting_everywhere


def written(home: HomeOn) -> One:
    return One(
        home.county, home.institution_id, home.standing, home.source, home.reported_on, home.registered, home.people,
        home.left_people, None,
    )  # fmt: skip


async def test_every_home_on_every_day_is_what_the_rows_say(urls: Urls, town: Town) -> None:
    rows = await every_row(urls)
    for day in days_between(town.since - timedelta(days=62), town.today):
        found = await seen(town.city, lambda session, day=day: queries.homes_on(session, day))
        expected = {one.institution_id: one for one in rows.on(day)}
        assert len(found) == len(expected) == len(town.homes)
        for home in found:
            own = expected[home.institution_id].row
            expected[home.institution_id].row = None
            assert written(home) == expected[home.institution_id], (day, home.name)
            assert (home.in_residence, home.existing, home.slept) == (
                (own.in_residence, own.existing, own.slept) if own else (None, None, None)
            )


@pytest.mark.parametrize("ago", [0, 1, 4, 9, 11, 13, 20, 31, 39, 60])
async def test_the_app_and_the_bureau_say_the_same(town: Town, ago: int) -> None:
    """Two roads that share no query: the web role's occupancy, and the aggregate views."""
    day = town.ago(ago)
    bureau = await seen(town.city, lambda session: queries.homes_on(session, day))
    async with acting_everywhere(), transaction(read_only=True) as session:
        app = await occupancy(session, Scope(regions=frozenset(COUNTIES)), day)
    assert [home.institution_id for home in bureau] == [one.institution_id for one in app]
    for home, one in zip(bureau, app, strict=True):
        assert home.standing == one.standing, home.name
        assert home.rate == one.official if home.counted else one.official.value is None
        if home.source:
            assert (home.source, home.reported_on) == (one.source, one.reported_on)


@pytest.mark.parametrize("ago", [0, 4, 11, 40])
async def test_the_command_line_and_the_bureau_add_up_to_the_same(town: Town, ago: int) -> None:
    kind, day = FIGURES["occupancy"], town.ago(ago)
    async with acting_everywhere(), transaction(read_only=True) as session:
        values = await kind.gather(session, Scope(regions=frozenset(COUNTIES)), day, None)
    for county in await seen(town.city, lambda session: queries.counties_on(session, day)):
        numerator, denominator, _value = summed([one for one in values if one.county == county.code], kind)
        assert (numerator, denominator) == (county.people, county.registered)


async def test_a_home_says_what_it_knows_and_no_more(town: Town) -> None:
    full = await seen(town.clerk, lambda session: queries.home_on(session, town.homes["full"], town.today))
    assert full is not None
    assert (full.registered, full.people, full.rate.shown, full.in_residence, full.on_leave) == (4, 2, "50.0%", 3, 1)
    assert (full.existing, full.available, full.closed, full.slept, full.free) == (8, 7, 1, 3, 4)
    assert full.marks[MarkKind.NURSING] == (2, 1)
    assert full.out == {RulingCode.LEAVE: 1}
    assert (full.township, full.why_left_out, full.age_days) == (TOWNSHIP, "", None)
    assert full.township_name

    says = await seen(town.clerk, lambda session: queries.home_on(session, town.homes["says"], town.today))
    assert says is not None
    assert (says.people, says.registered, says.age_days, says.free, says.existing, says.marks) == (
        45,
        50,
        12,
        5,
        None,
        {},
    )


async def test_each_home_left_out_says_why(town: Town) -> None:
    homes = await seen(town.clerk, lambda session: queries.homes_on(session, town.today))
    by_id = {home.institution_id: home for home in homes}
    why = {name: by_id[home].why_left_out for name, home in town.homes.items() if home in by_id}
    assert {name: words for name, words in why.items() if words} == {
        "bare": "没有核定床位的文件", "shut": "已停办，自停办之日起不计", "beds_unknown": "上报数没有填核定床位，也没有核定床位的文件",
        "blank": "上报数没有填在住或空床", "silent": "没有本院记录，也没有上报数", "gone": "已停办，自停办之日起不计",
        "coming": "当天尚未开办",
    }  # fmt: skip


async def test_rows_silence_reports_from_their_first_day_on(town: Town) -> None:
    before, after = town.ago(11), town.ago(10)
    homes = [
        await seen(town.clerk, lambda s, day=day: queries.home_on(s, town.homes["late"], day))
        for day in (before, after)
    ]
    assert [(one.source, one.registered, one.people) for one in homes if one] == [
        ("reported", 20, 10),
        ("computed", 8, 2),
    ]


async def test_flags_tell_the_impossible_and_the_old(town: Town) -> None:
    homes = await seen(town.city, lambda session: queries.homes_on(session, town.today))
    flags = {home.institution_id: home.flags for home in homes}
    assert flags[town.homes["says_there"]] == (ReportFlag.OVER_REGISTERED, ReportFlag.OLD)
    assert flags[town.homes["blank"]] == (ReportFlag.NOT_FILLED,)
    assert flags[town.homes["full"]] == ()


async def test_townships_put_homes_together(town: Town) -> None:
    groups = townships_on(await seen(town.clerk, lambda session: queries.homes_on(session, town.today)))
    assert [group.code for group in groups] == [TOWNSHIP, None]
    assert [home.institution_id for home in groups[0].homes] == [town.homes["full"]]
    assert (groups[1].people, groups[1].registered, groups[1].left_homes, groups[1].left_people) == (59, 88, 4, 10)
    assert {home.institution_id for home in groups[1].excluded} == {
        town.homes[name] for name in ("bare", "shut", "beds_unknown", "blank", "silent")
    }


async def test_two_statements_for_all_homes(pools: Database, town: Town) -> None:
    with counting_on(pools.engines["bureau"]) as counted:
        await seen(town.city, lambda session: queries.homes_on(session, town.today))
    assert counted.count == 2
    with counting_on(pools.engines["bureau"]) as counted:
        await seen(town.city, lambda session: queries.home_on(session, town.homes["full"], town.today))
    assert counted.count == 1


async def test_a_clerk_sees_nothing_of_another_county(town: Town) -> None:
    def ids(homes: list[HomeOn]) -> set[int]:
        return {home.institution_id for home in homes}

    there = {town.homes["there"], town.homes["says_there"]}
    assert ids(await seen(town.neighbour, lambda session: queries.homes_on(session, town.today))) == there
    assert await seen(town.neighbour, lambda session: queries.homes_on(session, town.today, COUNTY)) == []
    assert await seen(town.neighbour, lambda session: queries.home_on(session, town.homes["full"], town.today)) is None
    assert await seen("", lambda session: queries.homes_on(session, town.today)) == []
    assert ids(await seen(town.clerk, lambda session: queries.homes_on(session, town.today))).isdisjoint(there)


async def test_a_day_before_all_is_empty_and_harmless(town: Town) -> None:
    homes = await seen(town.city, lambda session: queries.homes_on(session, date(1900, 1, 1)))
    assert {home.standing for home in homes} == {Standing.NOT_OPEN}
