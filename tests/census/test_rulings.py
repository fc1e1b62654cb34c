"""A ruling changes what is counted, from its day on, and never a row of anything else."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AuditEntry
from app.beds.rules.home import Home
from app.census import queries
from app.census.errors import AlreadyRuled, RulingNotFound, SameAnswer
from app.census.models import Ruling
from app.census.rules.rulings import RulingCode
from app.census.service import set_ruling, void_ruling
from app.core.actor import Actor, Grant
from app.core.db import close_work, touched_homes
from app.core.errors import NotAllowed
from app.core.scope import Scope
from tests.census.histories import FIRST, write_histories
from tests.census.rows import a_leave
from tests.factories.beds import a_house
from tests.factories.institutions import an_institution
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.support.tenants import COUNTY, OTHER_COUNTY

DAY, LATER, MIDDLE = date(2026, 5, 1), date(2026, 7, 1), date(2026, 6, 1)
WHOLE = Scope(regions=frozenset({COUNTY}))
OFFICER = Actor(7, 1, "经办", (Grant("case_officer", frozenset({"census.see", "census.rule"}), COUNTY),))
DIRECTOR = Actor(8, 1, "院长", (Grant("director", frozenset({"census.see"}), COUNTY, 1),))
PAPER = {"basis": "富民函〔2026〕3 号"}
CHANGED_BY_IT = {"rulings", "audit_entries", "audit_heads", "acts"}


async def rule(session: AsyncSession, counts: bool, from_on: date, **other: object) -> Ruling:
    code = other.pop("code", RulingCode.LEAVE)
    return await set_ruling(session, OFFICER, COUNTY, code, counts, from_on=from_on, **(PAPER | other))  # type: ignore[arg-type]


async def chain(session: AsyncSession) -> list[tuple[date, date, bool]]:
    lines = await queries.rulings_of(session, COUNTY)
    return sorted((line.from_on, line.to_on, line.counts) for line in lines)


async def test_a_new_answer_ends_the_one_before(session: AsyncSession) -> None:
    await rule(session, False, DAY)
    await rule(session, True, LATER)
    assert await chain(session) == [(DAY, LATER, False), (LATER, date.max, True)]


async def test_an_answer_between_two_holds_until_the_later_one(session: AsyncSession) -> None:
    await rule(session, False, LATER)
    await rule(session, False, DAY)
    await rule(session, True, MIDDLE)
    assert await chain(session) == [(DAY, MIDDLE, False), (MIDDLE, LATER, True), (LATER, date.max, False)]


async def test_the_default_may_be_confirmed_but_nothing_twice(session: AsyncSession) -> None:
    await rule(session, True, DAY, unverified=True)
    with pytest.raises(SameAnswer):
        await rule(session, True, LATER, unverified=True)
    with pytest.raises(AlreadyRuled):
        await rule(session, False, DAY)
    seen = await rule(session, True, LATER)
    assert [line.unverified for line in await queries.rulings_of(session, COUNTY)] == [seen.unverified, True]


async def test_a_voided_answer_gives_way_to_the_one_before(session: AsyncSession) -> None:
    await rule(session, False, DAY)
    wrong = await rule(session, True, MIDDLE)
    await void_ruling(session, OFFICER, wrong.id, reason="文件看错了")
    assert await chain(session) == [(DAY, date.max, False)]
    kept = await session.get_one(Ruling, (COUNTY, wrong.id))
    assert (kept.void_reason, kept.voided_by) == ("文件看错了", 7)
    with pytest.raises(RulingNotFound):
        await void_ruling(session, OFFICER, wrong.id, reason="再来一次")


async def test_only_the_countys_officer_rules(session: AsyncSession) -> None:
    made = await rule(session, False, DAY)
    for county, actor in ((COUNTY, DIRECTOR), (OTHER_COUNTY, OFFICER)):
        with pytest.raises(NotAllowed):
            await set_ruling(session, actor, county, RulingCode.TRIAL, False, from_on=DAY, basis="x 号")
    with pytest.raises(RulingNotFound):
        await void_ruling(session, DIRECTOR, made.id, reason="不服")


async def test_each_home_of_the_county_is_touched_and_each_act_leaves_a_line(session: AsyncSession) -> None:
    homes = {(await an_institution(session)).id for _home in range(2)}
    await an_institution(session, county=OTHER_COUNTY)
    session.sync_session.info.pop("touched", None)
    first = await rule(session, False, DAY)
    await rule(session, True, LATER)
    await void_ruling(session, OFFICER, first.id, reason="定错了")
    touched = {(one.county, one.institution_id): one.since for one in touched_homes(session)}
    assert touched == {(COUNTY, home): DAY for home in homes}
    await close_work(session)
    lines = await session.scalars(
        select(AuditEntry.action).where(AuditEntry.action.startswith("census.")).order_by(AuditEntry.seq)
    )
    assert list(lines) == ["census.ruled", "census.ruling_ended", "census.ruled", "census.ruling_voided"]


@pytest.fixture
async def told(session: AsyncSession) -> None:
    """Two of six people of a home are away; nobody has ruled yet."""
    house = await a_house(session)
    for number in range(6):
        stay = await a_stay(session, house.home, await an_elder(session, house.home))
        if number < 2:
            await a_leave(session, stay, DAY)


@pytest.mark.usefixtures("told")
async def test_the_figure_changes_from_the_day_of_the_ruling_only(session: AsyncSession) -> None:
    await rule(session, False, MIDDLE)
    days = (MIDDLE - timedelta(days=1), MIDDLE)
    counted = [(await queries.occupancy(session, WHOLE, day))[0].counted for day in days]
    assert counted == [6, 4]


@pytest.mark.parametrize("code", RulingCode)
async def test_a_ruling_changes_exactly_the_rows_it_names(session: AsyncSession, code: RulingCode) -> None:
    """The simulation names people; after the ruling exactly they have moved from one list to the other."""
    written = await write_histories(session, Random(f"{code}"), 12, [COUNTY], ruled=False)
    day = FIRST + timedelta(days=120)
    before = {home: await people(session, home, day) for home in written.homes}
    [shown] = await queries.simulate(session, WHOLE, COUNTY, code, counts=False, days=[(day, True)])
    named = {one.stay.id for home in shown.homes for one in home.changed}
    rows = await everything_else(session)
    await rule(session, False, day, code=code)
    await session.flush()
    after = {home: await people(session, home, day) for home in written.homes}
    moved = {stay for home in written.homes for stay in before[home][0] - after[home][0]}
    assert moved == named
    assert named
    assert {stay for home in written.homes for stay in after[home][1] - before[home][1]} == named
    assert all(before[home][0] | before[home][1] == after[home][0] | after[home][1] for home in written.homes)
    counted = {one.institution_id: one.counted for one in await queries.occupancy(session, WHOLE, day)}
    assert counted == {home.after.institution_id: home.after.counted for home in shown.homes}
    assert await everything_else(session) == rows


async def people(session: AsyncSession, home: tuple[int, int], day: date) -> tuple[set[int], set[int]]:
    found = await queries.occupancy_rows(session, WHOLE, Home(*home), day)
    return {one.stay_id for one in found.counted}, {one.stay_id for one in found.excluded}


async def everything_else(session: AsyncSession) -> dict[str, str]:
    """A print of every row of every other table that has a county."""
    tables = await session.scalars(
        text(
            "SELECT table_name FROM information_schema.columns JOIN information_schema.tables USING (table_schema,"
            " table_name) WHERE table_schema = 'public' AND column_name = 'county' AND table_type = 'BASE TABLE'"
            " AND has_table_privilege(format('%I.%I', table_schema, table_name), 'SELECT')"
        )
    )
    names = sorted(set(tables) - CHANGED_BY_IT)
    assert {"stays", "leaves", "bed_claims", "institutions", "elders"} <= set(names)
    printed = "SELECT count(*) || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} AS t"
    return {name: (await session.execute(text(printed.format(name)))).scalar_one() for name in names}
