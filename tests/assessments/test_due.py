"""Who is due: every resident against a count by hand; reminders, and what answers them."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments import queries, service
from app.assessments.errors import TriggerNotFound
from app.assessments.models import AssessmentTrigger
from app.assessments.queries.due import tell_residents
from app.assessments.rules.due import DueKind
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.states import TriggerKind
from app.stays.queries.listing import residents_on
from tests.assessments.visits import Ward, a_ward, assessed, scored
from tests.factories.stays import a_stay
from tests.support.clock import Clock

D = date
TODAY = D(2026, 11, 22)


@pytest.fixture
async def ward(session: AsyncSession, clock: Clock) -> Ward:
    await clock.at("2026-11-22 09:00")
    tell_residents(residents_on)
    return await a_ward(session)


async def by_hand(session: AsyncSession) -> dict[int, str]:
    """Read all rows and count on fingers."""

    async def rows(table: str) -> list[dict[str, Any]]:
        return [dict(row) for row in (await session.execute(text(f"SELECT * FROM {table}"))).mappings()]

    found = {}
    counting = [row for row in await rows("assessments") if row["kind"] == "ability" and row["state"] == "signed"]
    waiting = [row for row in await rows("assessment_triggers") if not row["handled_by_id"] and not row["dismissed_at"]]
    for stay in await rows("stays"):
        if not stay["from_on"] <= TODAY < stay["to_on"] or stay["voided_at"]:
            continue
        who = stay["elder_id"]
        mine = [row for row in counting if row["elder_id"] == who and not row["voided_at"]]
        ends = max(((row["assessed_on"], row["id"], row["valid_to"]) for row in mine), default=None)
        if any(row["elder_id"] == who for row in waiting):
            found[who] = "trigger"
        elif ends is None:
            found[who] = "never"
        elif ends[2] <= TODAY:
            found[who] = "expired"
        elif (ends[2] - TODAY).days <= 30:
            found[who] = "expiring"
    return found


async def test_the_due_list_is_what_one_counts_by_hand(session: AsyncSession, ward: Ward) -> None:
    random = Random(11)
    for _person in range(14):
        one = await a_ward(session, ward.home)
        ends = random.choice([D(2026, 11, 22), D(2026, 11, 23)] + [date.max] * 6)
        await a_stay(session, ward.home, one.elder, from_on=D(2026, 1, 1), to_on=ends)
        for _time in range(random.randrange(3)):
            await assessed(
                session, one, assessed_on=TODAY - timedelta(days=random.choice([1, 153, 180, 184, 200, 240]))
            )
        if random.random() < 0.3:
            kind = random.choice(list(TriggerKind))
            await service.trigger(
                session, one.nurse, one.home, one.elder.id, kind, on=TODAY - timedelta(days=20), note="摔了"
            )
    await scored(session, ward)
    await a_stay(session, ward.home, ward.elder)
    found = await queries.due(session, ward.home.scope, TODAY)
    assert {one.elder_id: one.kind.value for one in found} == await by_hand(session)
    assert {one.kind for one in found} == set(DueKind)
    assert [one.draft_id is not None for one in found if one.elder_id == ward.elder.id] == [True]
    assert [list(DueKind).index(one.kind) for one in found] == sorted(list(DueKind).index(one.kind) for one in found)


async def test_a_reminder_is_kept_once_and_answered_by_an_assessment_of_that_day(
    session: AsyncSession, ward: Ward
) -> None:
    args = session, ward.nurse, ward.home, ward.elder.id
    first = await service.trigger(*args, TriggerKind.INCIDENT, on=D(2026, 11, 10), note="跌倒，手腕骨折")
    assert first is not None
    assert await service.trigger(*args, TriggerKind.INCIDENT, on=D(2026, 11, 12)) is first
    assert await queries.note_of(session, first) == "跌倒，手腕骨折"
    assert "跌倒".encode() not in (first.note or b"")
    late = await service.trigger(*args, TriggerKind.CAREGIVER, on=D(2026, 11, 20))
    row = await assessed(session, ward, assessed_on=D(2026, 11, 15))
    assert first.handled_by_id == row.id
    assert late is not None
    assert late.handled_by_id is None
    assert await service.trigger(*args, TriggerKind.COMA, on=D(2026, 11, 15)) is None
    await service.void(session, ward.nurse, row.id, reason="评错了人")
    assert first.handled_by_id is None


async def test_a_reminder_is_dismissed_with_a_reason(session: AsyncSession, ward: Ward) -> None:
    asked = await service.raise_trigger(session, ward.nurse, ward.elder.id, TriggerKind.CAREGIVER, on=TODAY)
    assert asked is not None
    await service.dismiss_trigger(session, ward.other, asked.id, reason="老人已转院")
    assert (asked.dismissed_by, asked.dismissed_reason) == (902, "老人已转院")
    with pytest.raises(TriggerNotFound):
        await service.dismiss_trigger(session, ward.other, asked.id, reason="再点一次")


async def test_who_does_not_live_there_is_not_due(session: AsyncSession, ward: Ward) -> None:
    await service.raise_trigger(session, ward.nurse, ward.elder.id, TriggerKind.CAREGIVER, on=TODAY)
    assert await queries.due(session, ward.home.scope, TODAY) == []
    assert list(await queries.open_triggers(session, ward.home.scope, [ward.elder.id])) == [ward.elder.id]


def test_a_reminder_is_about_a_kind_that_is_known() -> None:
    assert {kind.label for kind in TriggerKind}
    assert AssessmentTrigger.__tablename__ == "assessment_triggers"
    assert ScaleKind.ABILITY.label
