"""Opening, taking and changing people's files; papers, names and the day somebody died."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.beds.errors import RoomOfOtherSex
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind, Sex, SexRule
from app.beds.service import CLAIM_REFUSALS, Claimant, claim_bed
from app.core.actor import Actor, Grant
from app.core.db import close_work, refusing, touched_homes, transaction
from app.core.errors import DomainError, NotAllowed, NotFound
from app.core.keys import sealer
from app.residents import service
from app.residents.errors import (
    AlreadyOnFile,
    AlreadyStored,
    BirthRefused,
    ChangedMeanwhile,
    DeathRefused,
    IdCardRefused,
    IdDiffers,
    KnownUnderAnotherName,
    NoPaperNoReason,
    PaperRefused,
    PhotoElsewhere,
    SexMissing,
)
from app.residents.models import Elder, ElderHome, ElderPaper
from app.residents.queries import find_known, get_elder, is_in_city, papers_of
from app.residents.queries.elders import homes_of
from app.residents.rules.drafts import ElderDraft, PaperDraft
from app.residents.rules.kinds import BirthPrecision, Calendar, NameKind, NoIdReason, PaperKind
from app.stays.rules.kinds import LateReason
from tests.factories.beds import a_house
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.residents.cards import card_of
from tests.support.tenants import OTHER_COUNTY, acting_everywhere

BORN = date(1941, 3, 1)
CARD = card_of(BORN)
ID = PaperDraft(PaperKind.ID_CARD, CARD)
DRAFT = ElderDraft(name="曾淑珍", papers=(ID,), phone="13812345678", address="赵化镇正街 1 号")
MAY = frozenset({"residents.see", "residents.edit", "beds.see"})


def director(home: Home) -> Actor:
    return Actor(None, 1, "王院长", (Grant("director", MAY, home.county, home.institution_id),))


def draft(**changes: Any) -> ElderDraft:
    given = {name: getattr(DRAFT, name) for name in ElderDraft.__slots__}
    return ElderDraft(**(given | changes))


async def opened(session: AsyncSession, home: Home, **changes: Any) -> Elder:
    return await service.open_file(session, director(home), home, draft(**changes))


async def test_a_file_takes_sex_and_birth_date_from_the_card(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home)
    assert (elder.sex, elder.born_on, elder.birth_precision) == (Sex.FEMALE, BORN, BirthPrecision.DAY)
    assert elder.readings.split()[:2] == ["zengshuzhen", "zsz"]
    assert await homes_of(session, elder) == [home.institution_id]


async def test_numbers_and_addresses_lie_sealed(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home)
    [paper] = await papers_of(session, elder)
    keys = await sealer(session, home.county)
    assert elder.phone is not None
    assert CARD.encode() not in paper.number
    assert keys.open("elder_papers", "number", paper.seal, paper.number) == CARD
    assert keys.open("elders", "phone", elder.seal, elder.phone) == "13812345678"
    assert elder.notes is None


async def test_nobody_without_the_permission_opens_a_file(session: AsyncSession) -> None:
    house = await a_house(session)
    with pytest.raises(NotAllowed):
        await service.open_file(session, Actor(None, 1, "护理员"), house.home, DRAFT)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"papers": ()}, NoPaperNoReason),
        ({"papers": (PaperDraft(PaperKind.TEMPORARY, ""),)}, NoPaperNoReason),
        ({"papers": (PaperDraft(PaperKind.ID_CARD, CARD[:-1]),)}, IdCardRefused),
        ({"papers": (ID, ID)}, PaperRefused),
        ({"papers": (PaperDraft(PaperKind.DISABILITY, "12"),)}, PaperRefused),
        ({"papers": (PaperDraft(PaperKind.SUPPORT, "川特〔2020〕!!"),)}, PaperRefused),
        ({"sex": Sex.MALE}, IdDiffers),
        ({"born_on": date(1941, 3, 2)}, IdDiffers),
        ({"papers": (), "no_id_reason": NoIdReason.LOST}, SexMissing),
        ({"papers": (), "no_id_reason": NoIdReason.LOST, "sex": Sex.MALE}, BirthRefused),
        ({"papers": (), "no_id_reason": NoIdReason.LOST, "sex": Sex.MALE, "born_on": date(2200, 1, 1)}, BirthRefused),
        ({"papers": (), "no_id_reason": NoIdReason.LOST, "sex": Sex.MALE, "born_on": date(1850, 1, 1)}, BirthRefused),
        ({"name": " "}, DomainError),
    ],
)
async def test_what_cannot_be_is_refused_by_name(
    session: AsyncSession, changes: dict[str, Any], refusal: type[DomainError]
) -> None:
    home = (await a_house(session)).home
    with pytest.raises(refusal) as refused:
        await opened(session, home, **changes)
    assert refused.value.message


async def test_a_card_that_is_wrong_itself_is_taken_when_somebody_has_looked(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home, sex=Sex.MALE, id_differs=True)
    assert elder.sex is Sex.MALE


async def test_somebody_without_a_card_is_taken_in_with_a_reason(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(
        session, home, papers=(PaperDraft(PaperKind.TEMPORARY, ""),), no_id_reason=NoIdReason.RESCUED, sex=Sex.MALE,
        birth_precision=BirthPrecision.ESTIMATED, born_on=date(1950, 6, 7),
    )  # fmt: skip
    [paper] = await papers_of(session, elder)
    keys = await sealer(session, home.county)
    assert keys.open("elder_papers", "number", paper.seal, paper.number) == f"LS{home.county}{elder.id:06d}"
    assert (elder.born_on, elder.no_id_reason) == (date(1950, 1, 1), NoIdReason.RESCUED)


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


async def test_a_birthday_by_the_old_calendar_follows_from_the_birth_date(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home, birthday_calendar=Calendar.LUNAR)
    assert (elder.lunar_month, elder.lunar_day, elder.lunar_leap) == (2, 4, False)


async def test_the_same_home_gets_no_second_file(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home)
    with pytest.raises(AlreadyOnFile) as refusal:
        await opened(session, home, name="曾淑贞")
    assert refusal.value.elder_id == elder.id


async def test_another_home_takes_the_file_there_is(session: AsyncSession) -> None:
    here, there = (await a_house(session)).home, (await a_house(session)).home
    elder_id = (await opened(session, there)).id
    await a_stay(session, there, await get_elder(session, there.scope, there, elder_id))
    await close_work(session)
    async with acting_as_system("测试", homes=[(here.county, here.institution_id)]), transaction() as mine:
        known = await find_known(mine, here, PaperKind.ID_CARD, CARD)
        assert known is not None
        assert (known.elder_id, known.elsewhere, known.here) == (elder_id, True, False)
        with pytest.raises(NotFound):
            await get_elder(mine, here.scope, here, elder_id)
        with pytest.raises(KnownUnderAnotherName):
            await service.open_file(mine, director(here), here, draft(name="李桂芳"))
        assert await mine.scalar(select(ElderHome.elder_id).where(ElderHome.elder_id == elder_id)) is None
        taken = await service.open_file(mine, director(here), here, DRAFT)
        assert (taken.id, taken.institution_id) == (elder_id, there.institution_id)
        assert (await get_elder(mine, here.scope, here, elder_id)).name == "曾淑珍"


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


async def test_a_change_leaves_what_was_not_said(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home)
    changed = await service.change_file(
        session, director(home), home, elder.id,
        draft(name="曾素珍", phone=None, address="新街 2 号", notes="", ethnicity="汉族"), version=elder.version,
    )  # fmt: skip
    keys = await sealer(session, home.county)
    assert (changed.name, changed.name_sort, changed.ethnicity) == ("曾素珍", "zeng su zhen", "汉族")
    assert changed.phone is not None
    assert changed.address is not None
    assert keys.open("elders", "phone", changed.seal, changed.phone) == "13812345678"
    assert keys.open("elders", "address", changed.seal, changed.address) == "新街 2 号"
    assert touched_homes(session)[-1].since > date.min


async def test_two_people_on_one_file_see_both_values(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home)
    first = elder.version
    await service.change_file(session, director(home), home, elder.id, draft(phone="13900001111"), version=first)
    with pytest.raises(ChangedMeanwhile) as refusal:
        await service.change_file(
            session, director(home), home, elder.id, draft(phone="13700002222", ethnicity="彝族"), version=first
        )
    said = [(change.field, change.theirs, change.mine) for change in refusal.value.changes]
    assert said == [("ethnicity", "未填", "彝族"), ("phone", "139****1111", "137****2222")]
    assert refusal.value.version == first + 1


async def test_a_birth_date_that_contradicts_the_card_asks_to_look(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home)
    with pytest.raises(IdDiffers):
        await service.change_file(session, director(home), home, elder.id, draft(sex=Sex.MALE))
    changed = await service.change_file(session, director(home), home, elder.id, draft(sex=Sex.MALE, id_differs=True))
    assert changed.sex is Sex.MALE
    assert home.institution_id in {place.institution_id for place in touched_homes(session) if place.since == date.min}


async def test_a_corrected_sex_must_fit_the_room(session: AsyncSession) -> None:
    house = await a_house(session, sex_rule=SexRule.FEMALE)
    elder_id = (elder := await opened(session, house.home)).id
    await a_stay(session, house.home, elder, late_reason=LateReason.LEDGER)
    async with refusing(session, CLAIM_REFUSALS):
        claimant = Claimant(elder_id, elder.sex)
        await claim_bed(
            session, house.home, house.beds["301-1"], kind=ClaimKind.HOLD, from_on=date(2026, 5, 1), claimant=claimant
        )
    with pytest.raises(RoomOfOtherSex):
        await service.change_file(
            session, director(house.home), house.home, elder_id, draft(sex=Sex.MALE, id_differs=True)
        )
    assert (await get_elder(session, house.home.scope, house.home, elder_id)).sex is Sex.FEMALE


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


async def test_one_person_in_two_counties_has_two_files(session: AsyncSession) -> None:
    here, there = (await a_house(session)).home, (await a_house(session, county=OTHER_COUNTY)).home
    assert (await opened(session, here)).id != (await opened(session, there)).id
    async with acting_everywhere():
        assert (await find_known(session, here, PaperKind.ID_CARD, CARD)) is not None
