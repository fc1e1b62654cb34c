"""Opening, taking and changing people's files."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.beds.errors import RoomOfOtherSex
from app.beds.rules.kinds import ClaimKind, Sex, SexRule
from app.beds.service import CLAIM_REFUSALS, Claimant, claim_bed
from app.core.actor import Actor
from app.core.db import close_work, refusing, touched_homes, transaction
from app.core.errors import DomainError, NotAllowed, NotFound
from app.core.keys import sealer
from app.residents import service
from app.residents.errors import (
    AlreadyOnFile,
    BirthRefused,
    ChangedMeanwhile,
    IdCardRefused,
    IdDiffers,
    KnownUnderAnotherName,
    NoPaperNoReason,
    PaperRefused,
    SexMissing,
)
from app.residents.models import ElderHome
from app.residents.queries import find_known, get_elder, papers_of
from app.residents.queries.everywhere import homes_of_people
from app.residents.rules.drafts import PaperDraft
from app.residents.rules.kinds import BirthPrecision, Calendar, NoIdReason, PaperKind
from app.stays.rules.kinds import LateReason
from tests.factories.beds import a_house
from tests.factories.stays import a_stay
from tests.residents.drafts import BORN, CARD, DRAFT, ID, director, draft, opened
from tests.support.tenants import OTHER_COUNTY, acting_everywhere


async def test_a_file_takes_sex_and_birth_date_from_the_card(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await opened(session, home)
    assert (elder.sex, elder.born_on, elder.birth_precision) == (Sex.FEMALE, BORN, BirthPrecision.DAY)
    assert elder.readings.split()[:2] == ["zengshuzhen", "zsz"]
    assert list(await homes_of_people(session, home.county, [elder.id])) == [home.institution_id]


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


async def test_one_person_in_two_counties_has_two_files(session: AsyncSession) -> None:
    here, there = (await a_house(session)).home, (await a_house(session, county=OTHER_COUNTY)).home
    assert (await opened(session, here)).id != (await opened(session, there)).id
    async with acting_everywhere():
        assert (await find_known(session, here, PaperKind.ID_CARD, CARD)) is not None
