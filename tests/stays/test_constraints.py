"""Every named constraint of stays has a sentence, and refuses with it what must not be."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedService
from app.beds.rules.kinds import ClaimKind, Sex
from app.core.db import refusing
from app.core.errors import Refused
from app.stays.errors import SENTENCES
from app.stays.models import (
    Discharge,
    DischargeBed,
    DischargeTask,
    Leave,
    Stay,
    StayChange,
    Transfer,
    TransferPerson,
)
from app.stays.rules.kinds import (
    ConsentBy,
    EndReason,
    LateReason,
    Payer,
    TaskKind,
    TaskState,
    TransferReason,
)
from tests.factories.beds import a_house
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.stays.place import DAY, LATER, NOBODY, NOON, D, Place
from tests.support.constraints import named

MODELS = (Stay, StayChange, Leave, Discharge, DischargeTask, DischargeBed, Transfer, TransferPerson)
NAMES = named(model.__table__ for model in MODELS) | {"fk_bed_claims_elder", "fk_bed_claims_stay"}


def test_every_named_constraint_has_a_sentence() -> None:
    assert SENTENCES.keys() == NAMES


BREACHES: dict[str, Callable[[Place], list[Any]]] = {
    "fk_stays_elder": lambda p: [p.a_stay(elder_id=NOBODY)],
    "ck_stays_span": lambda p: [p.a_stay(to_on=D(2026, 4, 1), end_reason=EndReason.HOME, end_recorded_on=LATER,
                                         end_late_reason=LateReason.PAPER)],
    "ck_stays_end": lambda p: [p.a_stay(end_reason=EndReason.HOME)],
    "ck_stays_end_recorded": lambda p: [p.a_stay(end_recorded_on=LATER)],
    "ck_stays_planned_end": lambda p: [p.a_stay(planned_end_on=D(2026, 4, 1))],
    "ck_stays_late": lambda p: [p.a_stay(late_reason=None)],
    "ck_stays_end_late": lambda p: [p.a_stay(to_on=DAY, end_reason=EndReason.HOME, end_recorded_on=LATER)],
    "ck_stays_arrived_at": lambda p: [p.a_stay(arrived_at=NOON, from_on=LATER, recorded_on=DAY)],
    "ck_stays_left_at": lambda p: [p.a_stay(left_at=NOON)],
    "ck_stays_void": lambda p: [p.a_stay(voided_at=NOON)],
    "ex_stays_one_per_elder": lambda p: [p.a_stay(), p.a_stay(from_on=LATER, recorded_on=DAY)],
    "fk_bed_claims_elder": lambda p: [p.a_claim(kind=ClaimKind.HOLD, elder_id=NOBODY, stay_id=None,
                                                stay_from_on=None, stay_to_on=None)],
    "fk_bed_claims_stay": lambda p: [p.a_claim(stay_from_on=DAY)],
    "fk_stay_changes_stay": lambda p: [p.a_change(stay_id=NOBODY)],
    "ck_stay_changes_late": lambda p: [p.a_change(late_reason=None)],
    "ck_stay_changes_void": lambda p: [p.a_change(void_reason="登错了")],
    "uq_stay_changes_day": lambda p: [p.a_change(), p.a_change(payer=Payer.MIXED)],
    "fk_leaves_stay": lambda p: [p.a_leave(stay_from_on=D(2021, 1, 1))],
    "ck_leaves_span": lambda p: [p.back(to_on=D(2026, 4, 1))],
    "ck_leaves_in_stay": lambda p: [p.a_leave(from_on=D(2019, 12, 31))],
    "ck_leaves_expected": lambda p: [p.a_leave(expected_on=D(2026, 4, 1))],
    "ck_leaves_returned": lambda p: [p.back(return_recorded_on=None)],
    "ck_leaves_hours": lambda p: [p.back(to_on=DAY, left_at=NOON, returned_at=NOON.replace(hour=3))],
    "ck_leaves_late": lambda p: [p.a_leave(late_reason=None)],
    "ck_leaves_return_late": lambda p: [p.back(to_on=DAY, return_late_reason=None)],
    "ck_leaves_left_at": lambda p: [p.a_leave(left_at=NOON.replace(day=2))],
    "ck_leaves_returned_at": lambda p: [p.back(returned_at=NOON)],
    "ck_leaves_with_stay": lambda p: [p.back(ended_with_stay=True)],
    "ck_leaves_void": lambda p: [p.a_leave(voided_at=NOON)],
    "ex_leaves_one_per_stay": lambda p: [p.a_leave(), p.back(from_on=D(2026, 5, 20))],
    "fk_discharges_stay": lambda p: [p.a_discharge(stay_id=NOBODY)],
    "ck_discharges_closed": lambda p: [p.a_discharge(closed_at=NOON)],
    "ck_discharges_void": lambda p: [p.a_discharge(void_reason=None)],
    "uq_discharges_stay": lambda p: [p.a_discharge(voided_at=None, void_reason=None)],
    "pk_discharge_tasks": lambda p: [p.a_task(kind=TaskKind.MEDICINE)],
    "fk_discharge_tasks_discharge": lambda p: [p.a_task(discharge_id=NOBODY)],
    "ck_discharge_tasks_settled": lambda p: [p.a_task(settled_at=NOON)],
    "ck_discharge_tasks_waived": lambda p: [p.a_task(state=TaskState.WAIVED, settled_at=NOON, note=" ")],
    "fk_discharge_beds_discharge": lambda p: [DischargeBed(**p.keys, discharge_id=NOBODY, claim_id=NOBODY)],
    "fk_discharge_beds_claim": lambda p: [DischargeBed(**p.keys, discharge_id=p.discharge.id, claim_id=NOBODY)],
    "fk_transfers_evidence": lambda p: [p.a_transfer(evidence_id=NOBODY)],
    "ck_transfers_two_homes": lambda p: [p.a_transfer(to_institution_id=p.keys["institution_id"])],
    "ck_transfers_steps": lambda p: [p.a_transfer(approved_at=NOON)],
    "ck_transfers_three_people": lambda p: [p.a_transfer(accepted_at=NOON, approved_at=NOON, asked_by=1,
                                                         accepted_by=2, approved_by=2)],
    "ck_transfers_ended": lambda p: [p.a_transfer(withdrawn_at=NOON, end_reason=" ")],
    "pk_transfer_people": lambda p: [p.a_person(elder_id=p.stay.elder_id)],
    "fk_transfer_people_stay": lambda p: [p.a_person(stay_id=NOBODY)],
}  # fmt: skip
NEVER_MET = {
    "pk_stays", "pk_stay_changes", "pk_leaves", "pk_discharges", "pk_transfers",
    "uq_stays_home", "uq_stays_span", "uq_leaves_home", "uq_discharges_home", "uq_transfers_home",
    # Row security refuses another home's rows, or people of a transfer that nobody sees, before a key can.
    "fk_stays_institution", "fk_transfers_institution", "fk_transfer_people_transfer",
    "pk_discharge_beds",  # one row of this key is made by one act
    # Words that EnumText refuses before they are sent.
    "ck_stays_kind", "ck_stays_ground", "ck_stays_payer", "ck_stays_end_reason", "ck_stays_late_reason",
    "ck_stays_end_late_reason", "ck_stay_changes_kind", "ck_stay_changes_payer", "ck_stay_changes_late_reason",
    "ck_leaves_kind", "ck_leaves_escort", "ck_leaves_late_reason", "ck_leaves_return_late_reason",
    "ck_discharges_reason", "ck_discharge_tasks_kind", "ck_discharge_tasks_state", "ck_transfers_reason",
    "ck_transfers_consent_by", "ck_transfers_late_reason", "ck_transfer_people_sex",
}  # fmt: skip


def test_every_constraint_is_broken_here_or_cannot_be() -> None:
    assert NAMES - BREACHES.keys() - NEVER_MET == set()
    assert NAMES >= NEVER_MET


@pytest.fixture
async def place(session: AsyncSession) -> Place:
    house = await a_house(session, rooms="301–302")
    elder, other = await an_elder(session, house.home), await an_elder(session, house.home)
    stay = await a_stay(session, house.home, elder)
    keys = house.home.keys
    discharge = Discharge(**keys, stay_id=stay.id, elder_id=elder.id, reason=EndReason.HOME, planned_on=DAY)
    transfer = Transfer(**keys, to_county=house.home.county, to_institution_id=NOBODY, from_name="甲院",
                        to_name="乙院", on=DAY, reason=TransferReason.CARE, consent_by=ConsentBy.SELF,
                        consented_on=DAY)  # fmt: skip
    session.add_all([discharge, transfer])
    await session.flush()
    session.add(DischargeTask(**keys, discharge_id=discharge.id, kind=TaskKind.MEDICINE))
    session.add(TransferPerson(**keys, transfer_id=transfer.id, elder_id=elder.id, stay_id=stay.id, name="王秀英",
                               sex=Sex.FEMALE, seal=uuid4()))  # fmt: skip
    await session.flush()
    mine = select(BedService).where(BedService.bed_id == house.beds["301-1"])
    return Place(house, stay, other.id, discharge, transfer, (await session.scalars(mine)).one())


@pytest.mark.parametrize("name", BREACHES)
async def test_a_breach_is_refused_by_name(session: AsyncSession, place: Place, name: str) -> None:
    rows = BREACHES[name](place)
    with pytest.raises(Refused) as refusal:
        await write(session, rows)
    assert refusal.value.constraint == name
    assert refusal.value.message == SENTENCES[name]


async def write(session: AsyncSession, rows: list[Any]) -> None:
    """Write the rows one by one as they are, so that a key twice is the database's to refuse."""
    async with refusing(session):
        for row in rows:
            said = {key: value for key, value in vars(row).items() if key != "_sa_instance_state"}
            await session.execute(insert(type(row)).values(**said))


async def test_a_voided_row_is_bound_by_no_rule(session: AsyncSession, place: Place) -> None:
    void = {"voided_at": NOON, "void_reason": "登错了"}
    leaves = [place.a_leave(), place.a_leave(**void, stay_from_on=LATER)]
    await write(session, [place.a_stay(), place.a_stay(**void), place.a_change(**void), *leaves])
