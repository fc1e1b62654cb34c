"""What beds are certified as: dated, independent of each other, 护理型 and 普通 never at once."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import queries, service
from app.beds.errors import AlreadyMarked, ChangedMeanwhile, MarkNotFound, StructureRefused
from app.beds.models import BedMark
from app.beds.rules.kinds import MarkKind
from app.beds.service import Paper
from tests.factories.beds import HouseOfBeds, a_house

pytestmark = pytest.mark.usefixtures("nothing_broken")

D = date
START = D(2026, 1, 1)
PAPER = Paper(document_no="富民函〔2025〕18 号", certified_on=D(2025, 3, 12))


async def marked(
    session: AsyncSession,
    house: HouseOfBeds,
    kind: MarkKind,
    *beds: str,
    on: date = START,
    replace: bool = False,
) -> list[BedMark]:
    return await service.mark_beds(
        session, house.actor, house.home, house.ids(*beds), kind=kind, from_on=on, paper=PAPER, replace=replace
    )


async def kinds(session: AsyncSession, house: HouseOfBeds, bed: str, day: date) -> set[MarkKind]:
    return {mark.kind for mark in await queries.marks_of_beds(session, house.home.scope, house.ids(bed), day)}


async def test_a_bed_bears_several_marks_but_one_of_the_care(session: AsyncSession) -> None:
    house = await a_house(session)
    for kind in (MarkKind.NURSING, MarkKind.DEMENTIA, MarkKind.MEDICAL, MarkKind.RESERVE):
        await marked(session, house, kind, "301-1")
    with pytest.raises(AlreadyMarked) as refusal:
        await marked(session, house, MarkKind.GENERAL, "301-1", "301-2", on=D(2026, 2, 1))
    assert "301-1已认定为护理型" in refusal.value.message
    assert await kinds(session, house, "301-2", D(2026, 3, 1)) == set()


async def test_a_new_mark_takes_the_place_of_the_old_from_its_day(session: AsyncSession) -> None:
    house = await a_house(session)
    await marked(session, house, MarkKind.NURSING, "301-1")
    await marked(session, house, MarkKind.GENERAL, "301-1", on=D(2026, 6, 1), replace=True)
    assert await kinds(session, house, "301-1", D(2026, 5, 31)) == {MarkKind.NURSING}
    assert await kinds(session, house, "301-1", D(2026, 6, 1)) == {MarkKind.GENERAL}


async def test_an_ended_mark_counted_until_its_last_day(session: AsyncSession) -> None:
    house = await a_house(session)
    [mark] = await marked(session, house, MarkKind.NURSING, "301-1")
    await service.end_marks(session, house.actor, house.home, [mark.id], on=D(2026, 3, 1))
    assert await kinds(session, house, "301-1", D(2026, 2, 28)) == {MarkKind.NURSING}
    assert await kinds(session, house, "301-1", D(2026, 3, 1)) == set()
    with pytest.raises(StructureRefused):
        await service.end_marks(session, house.actor, house.home, [mark.id], on=D(2199, 1, 1))


async def test_a_voided_mark_has_never_been(session: AsyncSession) -> None:
    house = await a_house(session)
    marks = await marked(session, house, MarkKind.NURSING, "301-1", "301-2")
    await service.void_marks(session, house.actor, house.home, [mark.id for mark in marks], reason="文号登错了")
    assert await kinds(session, house, "301-1", D(2026, 3, 1)) == set()
    with pytest.raises(MarkNotFound):
        await service.end_marks(session, house.actor, house.home, [marks[0].id], on=D(2026, 3, 1))
    await marked(session, house, MarkKind.GENERAL, "301-1")


async def test_two_people_who_end_one_mark_see_both_days(session: AsyncSession) -> None:
    house = await a_house(session)
    [mark] = await marked(session, house, MarkKind.NURSING, "301-1")
    seen = {mark.id: mark.version}
    await service.end_marks(session, house.actor, house.home, [mark.id], on=D(2026, 3, 1), versions=dict(seen))
    with pytest.raises(ChangedMeanwhile):
        await service.end_marks(session, house.actor, house.home, [mark.id], on=D(2026, 4, 1), versions=seen)


async def test_a_preview_says_what_each_bed_would_meet(session: AsyncSession) -> None:
    house = await a_house(session)
    await marked(session, house, MarkKind.NURSING, "301-1")
    lines = await queries.preview_marks(
        session, house.home.scope, house.ids("301-1", "301-2"), MarkKind.GENERAL, D(2026, 6, 1)
    )
    assert [(line.bed, line.standing) for line in lines] == [("301-1", MarkKind.NURSING), ("301-2", None)]


async def test_marks_are_gathered_by_paper_and_the_bare_beds_are_listed(session: AsyncSession) -> None:
    house = await a_house(session)
    await marked(session, house, MarkKind.NURSING, "301-1", "301-2", "302-1")
    lines = await queries.mark_lines(
        session, house.home.scope, house.home.institution_id, D(2026, 6, 1), sorted(house.beds.values())
    )
    assert [(line.kind, line.count) for line in lines] == [(MarkKind.NURSING, 3), (None, 5)]
