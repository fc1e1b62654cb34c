"""The people to reach about an elder: sealed, ordered, one guardian at a time."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.errors import NotAllowed, Refused
from app.core.keys import sealer
from app.residents.errors import ChangedMeanwhile, ElderNotFound
from app.residents.queries.around import contacts_of
from app.residents.queries.file import file_of, open_contact
from app.residents.rules.around import ContactDraft
from app.residents.rules.kinds import GuardianBasis, Relation
from app.residents.service import contacts as service
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder

DAUGHTER = ContactDraft(Relation.DAUGHTER, "陈敏", phone="13812342716", emergency=True)


async def added(session: AsyncSession, house: HouseOfBeds, elder_id: int, draft: ContactDraft = DAUGHTER) -> Any:
    return await service.add_contact(session, house.actor, house.home, elder_id, draft)


async def names(session: AsyncSession, house: HouseOfBeds, elder_id: int) -> list[str]:
    keys = await sealer(session, house.home.county)
    return [open_contact(keys, row).name for row in await contacts_of(session, house.home.scope, elder_id)]


async def test_what_reaches_a_contact_is_sealed_and_masked(session: AsyncSession) -> None:
    house = await a_house(session)
    elder = await an_elder(session, house.home)
    contact = await added(session, house, elder.id)
    assert b"13812342716" not in (contact.phone or b"")
    assert "陈敏".encode() not in contact.name
    [line] = (await file_of(session, house.home.scope, elder, parts=("contacts",))).contacts
    assert (line.name, line.phone) == ("陈敏", "138****2716")
    [whole] = (await file_of(session, house.home.scope, elder, parts=("contacts",), whole=True)).contacts
    assert whole.phone == "13812342716"


async def test_a_file_has_one_guardian_at_a_time(session: AsyncSession) -> None:
    house = await a_house(session)
    elder = await an_elder(session, house.home)
    guardian = ContactDraft(Relation.SON, "陈强", guardian_basis=GuardianBasis.LEGAL)
    first = await added(session, house, elder.id, guardian)
    with pytest.raises(Refused) as refusal:
        await added(session, house, elder.id, guardian)
    assert refusal.value.constraint == "uq_contacts_guardian"
    await service.void_contact(session, house.actor, house.home, elder.id, first.id, reason="换了监护人")
    assert (await added(session, house, elder.id, guardian)).guardian


async def test_contacts_are_called_in_the_order_the_home_gives_them(session: AsyncSession) -> None:
    house = await a_house(session)
    elder = await an_elder(session, house.home)
    for name in ("甲", "乙", "丙"):
        last = await added(session, house, elder.id, ContactDraft(Relation.SON, name))
    await service.place_contact(session, house.actor, house.home, elder.id, last.id)
    assert await names(session, house, elder.id) == ["甲", "丙", "乙"]
    for _ in range(3):
        await service.place_contact(session, house.actor, house.home, elder.id, last.id)
    assert await names(session, house, elder.id) == ["丙", "甲", "乙"]


async def test_two_people_on_one_contact_see_both_values(session: AsyncSession) -> None:
    house = await a_house(session)
    elder = await an_elder(session, house.home)
    contact = await added(session, house, elder.id)
    seen = contact.version
    args = (session, house.actor, house.home, elder.id)
    await service.change_contact(
        *args, ContactDraft(Relation.DAUGHTER, "陈敏", phone="13900000001", emergency=True), contact_id=contact.id,
        version=seen,
    )  # fmt: skip
    with pytest.raises(ChangedMeanwhile) as refusal:
        await service.change_contact(
            *args, ContactDraft(Relation.DAUGHTER, "陈敏", phone="13900000002", emergency=True), contact_id=contact.id,
            version=seen,
        )  # fmt: skip
    [change] = refusal.value.changes
    assert (change.field, change.theirs, change.mine) == ("phone", "13900000001", "13900000002")


async def test_only_who_may_edit_files_changes_them(session: AsyncSession) -> None:
    house, other = await a_house(session), await a_house(session)
    elder = await an_elder(session, house.home)
    with pytest.raises(NotAllowed):
        await service.add_contact(session, Actor(1, 1, "张"), house.home, elder.id, DAUGHTER)
    with pytest.raises(ElderNotFound):
        await service.add_contact(session, other.actor, other.home, elder.id, DAUGHTER)
