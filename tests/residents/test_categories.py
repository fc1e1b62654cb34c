"""Policy categories: dated, on paper or 待核; who is in none is a social resident; every home of the person counts anew."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import business_date
from app.core.db import touched_homes
from app.core.errors import DomainError, Refused
from app.residents.models import ElderHome
from app.residents.queries.file import file_of
from app.residents.rules.around import CategoryDraft
from app.residents.rules.kinds import Category
from app.residents.service import categories as service
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder

START = date(2026, 1, 1)


async def put(session: AsyncSession, house: HouseOfBeds, elder_id: int, kind: Category, **said: Any) -> Any:
    draft = CategoryDraft(kind, said.pop("from_on", START), **({"document_no": "自民特〔2026〕1 号"} | said))
    return await service.add_category(session, house.actor, house.home, elder_id, draft)


async def test_somebody_may_be_in_several_and_the_first_of_the_list_stands_for_them(session: AsyncSession) -> None:
    house = await a_house(session)
    elder, day = await an_elder(session, house.home), await business_date(session)
    await put(session, house, elder.id, Category.SEVERE_DISABILITY)
    await put(session, house, elder.id, Category.EXTREME_POVERTY)
    file = await file_of(session, house.home.scope, elder)
    assert [row.kind for row in file.categories_on(day)] == [Category.EXTREME_POVERTY, Category.SEVERE_DISABILITY]
    assert file.categories_on(date(2025, 12, 31)) == []


async def test_a_category_rests_on_a_paper_or_is_still_to_be_checked(session: AsyncSession) -> None:
    house = await a_house(session)
    elder = await an_elder(session, house.home)
    with pytest.raises(Refused) as refusal:
        await put(session, house, elder.id, Category.MINIMUM_LIVING, document_no="")
    assert refusal.value.constraint == "ck_elder_categories_basis"
    row = await put(session, house, elder.id, Category.MINIMUM_LIVING, document_no="", unverified=True)
    draft = CategoryDraft(Category.MINIMUM_LIVING, START, document_no="富民低保 7 号")
    await service.change_category(
        session, house.actor, house.home, elder.id, draft, category_id=row.id, version=row.version
    )
    assert (row.document_no, row.unverified) == ("富民低保 7 号", False)


async def test_the_same_category_counts_once_a_day_and_social_is_nobodys(session: AsyncSession) -> None:
    house = await a_house(session)
    elder = await an_elder(session, house.home)
    first = await put(session, house, elder.id, Category.MINIMUM_LIVING)
    with pytest.raises(Refused) as refusal:
        await put(session, house, elder.id, Category.MINIMUM_LIVING, from_on=date(2026, 5, 1))
    assert refusal.value.constraint == "ex_elder_categories_once"
    await service.end_category(session, house.actor, house.home, elder.id, first.id, on=date(2026, 5, 1))
    await put(session, house, elder.id, Category.MINIMUM_LIVING, from_on=date(2026, 5, 1))
    with pytest.raises(DomainError):
        await put(session, house, elder.id, Category.SOCIAL)


async def test_every_home_that_has_the_person_counts_anew_from_the_day(session: AsyncSession) -> None:
    house, other = await a_house(session), await a_house(session)
    elder = await an_elder(session, house.home)
    session.add(ElderHome(**other.home.keys, elder_id=elder.id))
    await session.flush()
    session.sync_session.info.pop("touched", None)
    row = await put(session, house, elder.id, Category.VETERAN, from_on=date(2026, 3, 1))
    assert {(home.institution_id, home.since) for home in touched_homes(session)} == {
        (one.home.institution_id, date(2026, 3, 1)) for one in (house, other)
    }
    session.sync_session.info.pop("touched", None)
    await service.void_category(session, house.actor, house.home, elder.id, row.id, reason="不是本人")
    assert len(touched_homes(session)) == 2
