"""Papers, names, photos and the day somebody died; and what the trail says of them."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import Sex
from app.core.db import close_work
from app.core.errors import NotFound
from app.residents import service
from app.residents.errors import (
    AlreadyStored,
    DeathRefused,
    IdDiffers,
    PhotoElsewhere,
)
from app.residents.models import ElderPaper
from app.residents.queries import find_known, get_elder, is_in_city, papers_of
from app.residents.rules.drafts import PaperDraft
from app.residents.rules.kinds import NameKind, NoIdReason, PaperKind
from tests.factories.beds import a_house
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.residents.cards import card_of
from tests.residents.drafts import BORN, CARD, ID, director, draft, opened
from tests.support.tenants import OTHER_COUNTY


async def test_a_card_found_later_is_linked_to_the_temporary_number(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(
        session, home, papers=(PaperDraft(PaperKind.TEMPORARY, ""),), no_id_reason=NoIdReason.LOST, sex=Sex.FEMALE,
        born_on=BORN,
    )  # fmt: skip
    with pytest.raises(IdDiffers):
        await service.add_paper(
            session, director(home), home, elder.id, PaperDraft(PaperKind.ID_CARD, card_of(date(1942, 1, 1)))
        )
    await service.add_paper(session, director(home), home, elder.id, ID)
    assert {paper.kind for paper in await papers_of(session, elder)} == {PaperKind.TEMPORARY, PaperKind.ID_CARD}
    assert (await get_elder(session, home.scope, home, elder.id)).no_id_reason is None


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (PaperKind.SUPPORT, "川特供字第 510322-0012 号"),
        (PaperKind.DISABILITY, CARD + "44"),
        (PaperKind.PASSPORT, "E12345678"),
        (PaperKind.HOME_RETURN, "H12345678"),
        (PaperKind.MILITARY, "军字第 0112345 号"),
    ],
)
async def test_other_papers_will_do(session: AsyncSession, kind: PaperKind, number: str) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home, papers=(PaperDraft(kind, number),), sex=Sex.FEMALE, born_on=BORN)
    assert (await find_known(session, home, kind, number.lower())) is not None
    assert elder.no_id_reason is None


async def test_a_permits_number_makes_it_a_permit(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home, papers=(PaperDraft(PaperKind.ID_CARD, card_of(BORN, area="830000")),))
    assert [paper.kind for paper in await papers_of(session, elder)] == [PaperKind.RESIDENCE_PERMIT]


async def test_a_number_on_another_file_is_refused_kindly(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    await opened(session, home)
    other = await an_elder(session, home)
    with pytest.raises(AlreadyStored):
        await service.add_paper(session, director(home), home, other.id, ID, id_differs=True)


async def test_a_voided_paper_makes_way_for_the_next(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home)
    [paper] = await papers_of(session, elder)
    await service.void_paper(session, director(home), home, elder.id, paper.id, reason="号码登错")
    await service.add_paper(
        session, director(home), home, elder.id, PaperDraft(PaperKind.ID_CARD, card_of(BORN, order=2))
    )
    rows = list(await session.scalars(select(ElderPaper).where(ElderPaper.elder_id == elder.id)))
    assert sorted(row.void_reason or "" for row in rows) == ["", "号码登错"]


async def test_a_clash_in_the_city_is_only_a_fact(session: AsyncSession) -> None:
    here, there = (await a_house(session)).home, (await a_house(session, county=OTHER_COUNTY)).home
    elder = await opened(session, there)
    assert not await is_in_city(session, here, PaperKind.ID_CARD, CARD)
    await a_stay(session, there, elder)
    assert await is_in_city(session, here, PaperKind.ID_CARD, CARD)
    assert not await is_in_city(session, there, PaperKind.ID_CARD, CARD)


async def test_a_death_is_recorded_and_taken_back(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home)
    with pytest.raises(DeathRefused):
        await service.record_death(session, director(home), elder, date(1940, 1, 1))
    with pytest.raises(DeathRefused):
        await service.record_death(session, director(home), elder, date(2200, 1, 1))
    await service.record_death(session, director(home), elder, date(2026, 4, 1))
    assert elder.died_on == date(2026, 4, 1)
    await service.take_death_back(session, director(home), elder)
    assert elder.died_on is None


async def test_other_names_are_kept_and_voided(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home)
    name = await service.add_name(session, director(home), home, elder.id, kind=NameKind.FORMER, name=" 曾 幺妹 ")
    assert (name.name, name.readings.split()[0]) == ("曾幺妹", "zengyaomei")
    await service.void_name(session, director(home), home, elder.id, name.id, reason="听错了")
    with pytest.raises(NotFound):
        await service.void_name(session, director(home), home, elder.id, name.id, reason="再来")


class Photo:
    """A photo as a form hands it over."""

    filename: str | None = "照片.png"

    async def read(self, size: int = -1) -> bytes:
        return b"\x89PNG\r\n\x1a\n...."


async def test_a_photo_lies_with_the_home_that_keeps_the_file(session: AsyncSession) -> None:
    here, there = (await a_house(session)).home, (await a_house(session)).home
    elder = await opened(session, here)
    elder = await service.keep_photo(session, director(here), here, elder.id, Photo())
    assert elder.photo_id is not None
    await service.share_file(session, elder, there)
    await service.share_file(session, elder, there)
    with pytest.raises(PhotoElsewhere):
        await service.keep_photo(session, director(there), there, elder.id, Photo())
    assert (await service.keep_photo(session, director(here), here, elder.id, None)).photo_id is None


async def test_the_trail_holds_no_name_and_no_number(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home)
    await service.change_file(session, director(home), home, elder.id, draft(name="曾素珍", phone="13900001111"))
    await close_work(session)
    rows = await session.execute(
        text("SELECT action, details::text FROM audit_entries WHERE subject_kind = 'elders' AND subject_id = :id"),
        {"id": elder.id},
    )
    lines = rows.all()
    assert {line.action for line in lines} == {"residents.opened", "residents.changed"}
    assert not any(secret in line.details for line in lines for secret in (CARD, "曾", "13900001111", "13812345678"))
