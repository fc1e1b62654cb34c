"""An act says early enough since when a home's days are not what they were: the proof finds nothing afterwards."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.beds.rules.kinds import MarkKind
from app.beds.service import Paper, end_marks, mark_beds
from app.core.db import finish_work
from app.institutions import service
from app.institutions.rules.drafts import HomeDraft
from tests.census.opened import differences, open_county
from tests.factories.beds import a_house
from tests.factories.institutions import a_founder, a_registered
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.support.tenants import COUNTIES, COUNTY

JUNE = date(2026, 6, 1)


@pytest.mark.parametrize(("before", "after"), [(None, JUNE), (JUNE, None), (JUNE, date(2026, 3, 1))])
async def test_an_opening_day_given_taken_or_moved(
    session: AsyncSession, before: date | None, after: date | None
) -> None:
    house = await a_house(session, from_on=date(2026, 1, 1))
    await a_registered(session, house.institution, value=8)
    await a_stay(session, house.home, await an_elder(session, house.home), from_on=date(2026, 1, 5))
    one = house.institution
    one.opened_on = before
    await session.flush()
    await open_county(session, COUNTY)
    assert await differences(session) == []
    draft = HomeDraft(
        code=one.code, name=one.name, short_name=one.short_name, uscc=one.uscc, phone=one.phone, opened_on=after
    )
    await service.change_institution(session, a_founder(), one.id, draft)
    await finish_work(session)
    assert await differences(session) == []


async def test_an_ended_mark_that_ends_later(session: AsyncSession) -> None:
    house = await a_house(session, from_on=date(2026, 1, 1))
    await open_county(session, COUNTY)
    async with acting_as_system("测试", regions=COUNTIES) as actor:
        [mark] = await mark_beds(
            session, actor, house.home, [house.beds["301-1"]], kind=MarkKind.NURSING, from_on=date(2026, 1, 1),
            paper=Paper(basis="富民发〔2026〕1 号"),
        )  # fmt: skip
        await end_marks(session, actor, house.home, [mark.id], on=date(2026, 3, 1))
        await finish_work(session)
        assert await differences(session) == []
        await end_marks(session, actor, house.home, [mark.id], on=JUNE, versions={mark.id: mark.version})
        await finish_work(session)
    assert await differences(session) == []
