"""People to knock at: a file with something of everything, a stay with all that hangs on it, a transfer and a ruling."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments import service as assessments
from app.assessments.rules.drafts import RisksDraft, StartDraft
from app.assessments.rules.risks import Risk, RiskGrade
from app.assessments.rules.states import TriggerKind
from app.beds.rules.kinds import Sex
from app.census.rules.rulings import RulingCode
from app.census.service.ruling import set_ruling
from app.core.actor import Actor
from app.core.uuid7 import uuid7
from app.residents.models import ElderName, ElderPaper, HealthNote
from app.residents.rules.around import CategoryDraft, ContactDraft, HealthDraft
from app.residents.rules.drafts import PaperDraft
from app.residents.rules.kinds import Category, HealthKind, NameKind, PaperKind, Relation, RelationKind
from app.residents.service import add_name, add_paper, categories, contacts, health, relations
from app.stays import service as stays
from app.stays.rules.discharges import DischargeDraft
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import (
    ConsentBy,
    EndReason,
    Ground,
    LateReason,
    LeaveKind,
    Payer,
    StayKind,
    TransferReason,
)
from app.stays.rules.leaves import LeaveDraft
from app.stays.rules.transfers import TransferDraft
from tests.factories.beds import HouseOfBeds, more_rooms
from tests.factories.residents import an_elder

__all__ = ["plant_people", "plant_ruling"]


async def plant_people(
    session: AsyncSession, actor: Actor, house: HouseOfBeds, day: date, to: tuple[int, int]
) -> dict[str, Any]:
    """Plant one of everything about people in a home; the transfer asks another home of the city."""
    await more_rooms(session, house, rooms="401–402")
    found = await _a_file(session, actor, house, day)
    home = house.home
    stay = await _admit(session, actor, house, found["elder_id"], "401-1", day)
    leaving = await _admit(session, actor, house, (await an_elder(session, home)).id, "401-2", day)
    moving = await _admit(session, actor, house, (await an_elder(session, home)).id, "402-1", day)
    found |= await _assessed(session, actor, house, found["elder_id"], day)
    leave = await stays.start_leave(session, actor, home, stay, LeaveDraft(LeaveKind.HOME, day))
    change = await stays.change_terms(
        session, actor, home, stay, kind=StayKind.TRIAL, payer=Payer.SELF, from_on=day
    )  # fmt: skip
    left = await stays.discharge(session, actor, home, leaving, DischargeDraft(EndReason.HOME, day))
    draft = TransferDraft(*to, (moving,), day, TransferReason.CARE, ConsentBy.SELF, day)
    transfer = await stays.ask_transfer(session, actor, home, draft)
    return found | {
        "stay_id": stay, "leave_id": leave.id, "discharge_id": left.id, "change_id": change.id,
        "transfer_id": transfer.id, "kind": "settlement",
    }  # fmt: skip


async def plant_ruling(session: AsyncSession, actor: Actor, county: int, day: date) -> int:
    """A ruling of the county."""
    row = await set_ruling(session, actor, county, RulingCode.TRIAL, False, from_on=day, basis="富民函〔2026〕8 号")
    return row.id


async def _assessed(
    session: AsyncSession, actor: Actor, house: HouseOfBeds, elder_id: int, day: date
) -> dict[str, int]:
    """A visit that is under way, a look at the nine risks, and a reminder."""
    home = house.home
    where: dict[str, Any] = {"elder_id": elder_id, "institution_id": home.institution_id, "assessed_on": day}
    visit = await assessments.start(session, actor, StartDraft(visit_key=uuid7(), **where))
    none = {risk: RiskGrade(0) for risk in Risk}
    risks = await assessments.assess_risks(session, actor, RisksDraft(grades=none, **where))
    said: dict[str, Any] = {"on": day, "home": home}
    reminder = await assessments.raise_trigger(session, actor, elder_id, TriggerKind.CAREGIVER, **said)
    assert reminder is not None
    return {"assessment_id": visit.id, "risks_id": risks.id, "trigger_id": reminder.id}


async def _admit(session: AsyncSession, actor: Actor, house: HouseOfBeds, elder_id: int, bed: str, day: date) -> int:
    draft = AdmissionDraft(
        elder_id=elder_id, bed_id=house.beds[bed], kind=StayKind.LONG, ground=Ground.DIRECT, payer=Payer.FAMILY,
        from_on=day, late_reason=LateReason.PAPER,
    )  # fmt: skip
    return (await stays.admit(session, actor, house.home, draft)).id


async def _a_file(session: AsyncSession, actor: Actor, house: HouseOfBeds, day: date) -> dict[str, int]:
    elder = await an_elder(session, house.home)
    husband = await an_elder(session, house.home, sex=Sex.MALE)
    args = (session, actor, house.home, elder.id)
    paper: ElderPaper = await add_paper(*args, PaperDraft(PaperKind.SUPPORT, f"TK{elder.id:06d}"))
    name: ElderName = await add_name(*args, kind=NameKind.FORMER, name="王二妹")
    note: HealthNote = await health.note_health(*args, HealthDraft(HealthKind.RISK, day, code="fall"))
    contact = await contacts.add_contact(*args, ContactDraft(Relation.DAUGHTER, "陈敏"))
    category = await categories.add_category(*args, CategoryDraft(Category.VETERAN, day, document_no="1 号"))
    relation = await relations.relate(*args, husband.id, kind=RelationKind.SPOUSE)
    kept, gone = await an_elder(session, house.home), await an_elder(session, house.home)
    merge = await stays.merge_elders(
        session, actor, house.home, kept_id=kept.id, gone_id=gone.id, reason="同一个人"
    )  # fmt: skip
    return {
        "elder_id": elder.id, "paper_id": paper.id, "name_id": name.id, "note_id": note.id,
        "contact_id": contact.id, "category_id": category.id, "relation_id": relation.id, "merge_id": merge.id,
    }  # fmt: skip
