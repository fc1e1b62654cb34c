"""Levels reach the days of the census, of every home of the person; what is back-dated or voided is counted again."""

from datetime import date
from unittest.mock import patch

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments import queries, service
from app.assessments.models import Assessment, AssessmentTrigger
from app.assessments.rules.states import TriggerKind
from app.beds.rules.home import Home
from app.census.models import census_days
from app.core.db import finish_work
from app.residents.models import ElderHome
from app.stays.rules.kinds import LateReason, LeaveKind
from app.stays.rules.leaves import LeaveDraft
from app.stays.service import merge_elders, record_return, start_leave, undo_return, unmerge_elders
from tests.assessments.visits import Ward, a_ward, assessed, scored
from tests.census.opened import differences, open_county
from tests.factories.institutions import an_institution
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.support.clock import Clock
from tests.support.tenants import acting_everywhere

D = date
FIRST, TODAY = D(2026, 11, 1), D(2026, 11, 22)
LEVELS = tuple(f"level_{level}" for level in range(5))


@pytest.fixture
async def ward(session: AsyncSession, clock: Clock) -> Ward:
    """Somebody who moved in on the first of November, in a county whose days are open."""
    await clock.at("2026-11-22 09:00")
    ward = await a_ward(session)
    await a_stay(session, ward.home, ward.elder, from_on=FIRST)
    await open_county(session, ward.home.county)
    return ward


async def levels(session: AsyncSession, home: Home) -> dict[int, int | None]:
    """The level of the only resident on each day of November, by day of the month."""
    await finish_work(session)
    days = census_days.c
    rows = select(days.day, *(days[name] for name in LEVELS)).where(days.institution_id == home.institution_id)
    found = {row[0].day: list(row[1:]) for row in await session.execute(rows.order_by(days.day))}
    assert all(sum(each) <= 1 for each in found.values())
    return {day: each.index(1) if 1 in each else None for day, each in found.items()}


def said(*spans: tuple[int, int, int | None]) -> dict[int, int | None]:
    return {day: level for first, last, level in spans for day in range(first, last + 1)}


async def test_a_level_counts_from_the_day_of_its_assessment(session: AsyncSession, ward: Ward) -> None:
    await scored(session, ward, assessed_on=D(2026, 11, 5))
    assert await levels(session, ward.home) in ({22: None}, said((1, 22, None)))
    await assessed(session, ward, total=50, assessed_on=D(2026, 11, 10))
    found = await levels(session, ward.home)
    assert {day: level for day, level in found.items() if level is not None} == said((10, 22, 2))
    assert await differences(session) == []


async def test_a_back_dated_assessment_and_its_voiding_recount_the_days(session: AsyncSession, ward: Ward) -> None:
    await assessed(session, ward, total=50, assessed_on=D(2026, 11, 10))
    early = await assessed(session, ward, total=20, assessed_on=D(2026, 11, 3))
    found = await levels(session, ward.home)
    assert {day: level for day, level in found.items() if level is not None} == said((3, 9, 4), (10, 22, 2))
    assert await differences(session) == []
    await service.void(session, ward.nurse, early.id, reason="登错了人")
    found = await levels(session, ward.home)
    assert {day: level for day, level in found.items() if level is not None} == said((10, 22, 2))
    assert await differences(session) == []


async def test_a_level_of_another_scale_is_not_converted(session: AsyncSession, ward: Ward) -> None:
    await assessed(session, ward, total=50, assessed_on=D(2026, 11, 3))
    worst = {
        f"B.{group}.{item}": "0" for group, many in ((1, 10), (2, 3), (3, 4), (4, 5)) for item in range(1, many + 1)
    }
    row = await assessed(session, ward, scale="mzt039-2013", answers=worst, assessed_on=D(2026, 11, 8))
    found = await levels(session, ward.home)
    assert {day: level for day, level in found.items() if level is not None} == said((3, 7, 2))
    [level] = (
        await queries.current_levels(session, ward.home.scope, ward.home.county, [ward.elder.id], TODAY)
    ).values()
    assert (level.assessment_id, level.scale, level.is_counted) == (row.id, "mzt039-2013", False)


async def test_the_proof_would_see_a_level_that_was_forgotten(session: AsyncSession, ward: Ward) -> None:
    with patch("app.census.queries.facts.levels", lambda _row: []):
        await assessed(session, ward, total=50, assessed_on=D(2026, 11, 10))
        await finish_work(session)
    assert {wrong.measure for wrong in await differences(session)} >= {"level_2"}


async def test_every_home_of_the_person_counts_it(session: AsyncSession, clock: Clock) -> None:
    await clock.at("2026-11-22 09:00")
    ward, other = await a_ward(session), await an_institution(session)
    there = Home(other.county, other.id)
    session.add(ElderHome(**there.keys, elder_id=ward.elder.id))
    await a_stay(session, there, ward.elder, from_on=FIRST, to_on=D(2026, 11, 10))
    await a_stay(session, ward.home, ward.elder, from_on=D(2026, 11, 10))
    await open_county(session, there.county)
    await assessed(session, ward, total=50, assessed_on=D(2026, 11, 3))
    assert {each.institution_id for each in _touched(session)} >= {ward.home.institution_id, there.institution_id}
    assert [level for level in (await levels(session, there)).values() if level is not None] == [2] * 7
    assert [level for level in (await levels(session, ward.home)).values() if level is not None] == [2] * 13
    assert await differences(session) == []


def _touched(session: AsyncSession) -> list[Home]:
    return [Home(*key) for key in session.sync_session.info["touched"]]


async def test_current_levels_are_those_of_the_day(session: AsyncSession, ward: Ward) -> None:
    first = await assessed(session, ward, total=50, assessed_on=D(2026, 3, 1))
    second = await assessed(session, ward, total=20, assessed_on=D(2026, 11, 10))
    again = await assessed(session, ward, total=40, assessed_on=D(2026, 11, 10))
    scope, county, ids = ward.home.scope, ward.home.county, [ward.elder.id]
    for day, row in ((D(2026, 10, 9), first), (D(2026, 11, 10), again), (TODAY, again)):
        [level] = (await queries.current_levels(session, scope, county, ids, day)).values()
        assert (level.assessment_id, level.level) == (row.id, row.final)
        assert level.is_valid(day) is (row is again)
    assert await queries.current_levels(session, scope, county, ids, D(2026, 2, 28)) == {}
    assert again.supersedes_id == second.id
    assert (await queries.comparison(session, scope, ward.elder.id))[0].groups[2].change == 20


async def test_coming_back_from_hospital_calls_for_an_assessment(session: AsyncSession, ward: Ward) -> None:
    stay = await a_stay(session, ward.home, (other := await an_elder(session, ward.home)), from_on=FIRST)
    args = session, ward.nurse, ward.home
    for left, back, calls in ((D(2026, 11, 2), D(2026, 11, 4), False), (D(2026, 11, 6), D(2026, 11, 20), True)):
        leave = await start_leave(
            *args, stay.id, LeaveDraft(kind=LeaveKind.HOSPITAL, from_on=left, late_reason=LateReason.PAPER)
        )
        await record_return(*args, leave.id, on=back, late_reason=LateReason.PAPER)
        waiting = await queries.open_triggers(session, ward.home.scope, [other.id])
        assert [(one.kind, one.happened_on) for one in waiting.get(other.id, ())] == (
            [(TriggerKind.HOSPITAL_RETURN, back)] if calls else []
        )
    await undo_return(*args, leave.id)
    assert await queries.open_triggers(session, ward.home.scope, [other.id]) == {}
    row = (await session.scalars(select(AssessmentTrigger))).one()
    assert (row.dismissed_reason, row.elder_id) == ("返院已撤销", other.id)


async def test_files_that_are_one_person_s_bring_their_assessments(session: AsyncSession, ward: Ward) -> None:
    twin = await an_elder(session, ward.home)
    mine = Ward(ward.home, twin, ward.nurse, ward.other, ward.officer)
    row = await assessed(session, mine, total=20, assessed_on=D(2026, 11, 3))
    async with acting_everywhere() as actor:
        merge = await merge_elders(session, actor, ward.home, kept_id=ward.elder.id, gone_id=twin.id, reason="同一人")
        assert (
            await session.get_one(Assessment, (row.county, row.id), populate_existing=True)
        ).elder_id == ward.elder.id
        found = await levels(session, ward.home)
        assert {day: level for day, level in found.items() if level is not None} == said((3, 22, 4))
        await unmerge_elders(session, actor, ward.home, merge.id, reason="不是同一人")
        assert set((await levels(session, ward.home)).values()) == {None}
    assert await differences(session) == []
