"""Taking a ledger of residents back: as if it had never been, or refused with the rows on which somebody has built."""

from datetime import date

import pytest
from sqlalchemy import select

from app.beds.models import BedClaim
from app.beds.rules.kinds import SexRule
from app.core.keys import sealer
from app.imports import service
from app.imports.errors import NotApplied, UsedSince
from app.imports.rules.states import RunState
from app.residents.models import Contact, Elder, ElderName
from app.residents.rules.kinds import NameKind
from app.stays.models import Stay
from tests.imports.residents import number, people, person
from tests.imports.settling import a_home_of, applied, counted, the_only

REASON = "传错了机构"


@pytest.fixture
async def house(session):
    return await a_home_of(session)


def one(bed="101-1", seq=1, **said):
    table = people([])
    table.rows.append(person(seq, bed, **said))
    return table


async def undo(session, house, run):
    await service.undo_run(session, house.actor, run, reason=REASON)


async def test_undoing_leaves_the_home_as_it_was(session, house):
    before = await counted(session)
    table = people(["101-1", "101-2", "102-1"])
    table.rows.append(person(9, "102-2", from_on="2023-01-01", to_on="2024-05-01", end_reason="去世"))
    run = await applied(session, house, table)
    assert (await counted(session))["stays"] == 4
    await undo(session, house, run)
    assert run.state is RunState.UNDONE
    assert await counted(session) == before
    with pytest.raises(NotApplied):
        await undo(session, house, run)


async def test_a_couple_goes_with_its_relation(session):
    house = await a_home_of(session, sex_rule=SexRule.SAME)
    before = await counted(session)
    table = people([])
    table.rows.append(person(1, "101-1", contact="张丈夫", relation="配偶"))
    man = number(2, date(1938, 2, 2), female=False)
    table.rows.append(
        person(2, "101-2", name="张丈夫", id_no=man, sex="男", born="1938-02-02", contact="", relation="")
    )
    run = await applied(session, house, table)
    await undo(session, house, run)
    assert await counted(session) == before


async def test_the_same_ledger_can_be_taken_in_again_after_undoing(session, house):
    await undo(session, house, await applied(session, house, one()))
    run = await applied(session, house, one())
    assert run.counts["new"] == 1
    assert await the_only(session, Stay)


async def test_undoing_gives_changed_files_and_stays_their_old_values_back(session, house):
    await applied(session, house, one())
    before = await counted(session)
    await undo(session, house, await applied(session, house, one(payer="家属", stay_kind="短托", notes="新备注")))
    assert await counted(session) == before
    table = one(contact_phone="13800001234", to_on="2026-01-10", end_reason="去世", allergy="海鲜", notes="新备注")
    await undo(session, house, await applied(session, house, table))
    stay, elder, contact, claim = [await the_only(session, model) for model in (Stay, Elder, Contact, BedClaim)]
    keys = await sealer(session, house.home.county)
    assert (stay.to_on, stay.end_reason, elder.died_on, elder.notes) == (date.max, None, None, None)
    assert keys.open("contacts", "phone", contact.seal, contact.phone) == "13900000001"
    assert claim.to_on == date.max
    assert await counted(session) == before


async def test_whoever_has_built_on_a_file_since_is_named_by_the_row(session, house):
    run = await applied(session, house, people(["101-1", "101-2"]))
    elder = (await session.scalars(select(Elder).order_by(Elder.id.desc()))).first()
    session.add(
        ElderName(county=elder.county, elder_id=elder.id, kind=NameKind.ALIAS, name="幺妹", readings="yaomei")
    )  # fmt: skip
    await session.flush()
    with pytest.raises(UsedSince) as refusal:
        await undo(session, house, run)
    assert refusal.value.things == ("第 3 行",)


async def test_a_row_changed_since_refuses_undoing(session, house):
    run = await applied(session, house, one())
    stay = await the_only(session, Stay)
    stay.planned_end_on = date(2027, 1, 1)
    await session.flush()
    with pytest.raises(UsedSince) as refusal:
        await undo(session, house, run)
    assert refusal.value.things == ("第 2 行",)
    assert (await the_only(session, Stay)).planned_end_on == date(2027, 1, 1)


async def test_a_change_built_on_since_refuses_undoing(session, house):
    await applied(session, house, one())
    run = await applied(session, house, one(contact_phone="13800001234"))
    contact = await the_only(session, Contact)
    contact.pays = True
    await session.flush()
    with pytest.raises(UsedSince):
        await undo(session, house, run)
