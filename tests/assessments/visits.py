"""Visits for the tests: a home with somebody in it, people who may assess them, and whole assessments in one call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.rules.roles import PERMISSIONS, Role
from app.assessments import service
from app.assessments.models import Assessment
from app.assessments.rules.drafts import SignDraft, StartDraft
from app.assessments.rules.facts import Facts
from app.assessments.rules.states import SignatureRole
from app.assessments.scales import SCALES
from app.beds.rules.home import Home
from app.core.actor import Actor, Grant
from app.residents.models import Elder
from tests.assessments.answering import HEALTHY, of_total
from tests.factories.institutions import an_institution
from tests.factories.residents import an_elder

__all__ = ["PNG", "Ward", "a_ward", "assessed", "names_of", "scored", "signed_by", "somebody_of"]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
DAY = date(2026, 10, 1)
EVIDENCE = {"diagnosis_doctor": "李医生", "diagnosis_department": "市精神卫生中心老年科", "diagnosed_on": "2026-09-01"}


def somebody_of(role: Role, home: Home, user_id: int) -> Actor:
    """Give an account's actor with one role: in the home, or in the whole county for the case officer."""
    where = None if role is Role.CASE_OFFICER else home.institution_id
    return Actor(user_id, 1, f"用户 {user_id}", (Grant(role.value, frozenset(PERMISSIONS[role]), home.county, where),))


@dataclass(slots=True)
class Ward:
    """A home, somebody whose file it keeps, two nurses and the county's case officer."""

    home: Home
    elder: Elder
    nurse: Actor
    other: Actor
    officer: Actor


async def a_ward(session: AsyncSession, home: Home | None = None, **person: Any) -> Ward:
    """Open a home with one person."""
    if home is None:
        institution = await an_institution(session)
        home = Home(institution.county, institution.id)
    elder = await an_elder(session, home, **person)
    return Ward(
        home, elder, somebody_of(Role.NURSE, home, 901), somebody_of(Role.NURSE, home, 902),
        somebody_of(Role.CASE_OFFICER, home, 903),
    )  # fmt: skip


async def started(session: AsyncSession, ward: Ward, **other: Any) -> Assessment:
    said: dict[str, Any] = {
        "visit_key": uuid4(), "elder_id": ward.elder.id, "institution_id": ward.home.institution_id, "assessed_on": DAY,
    }  # fmt: skip
    return await service.start(session, ward.nurse, StartDraft(**(said | other)))


async def scored(
    session: AsyncSession,
    ward: Ward,
    *,
    total: int = 50,
    answers: Mapping[str, str] | None = None,
    facts: Facts = HEALTHY,
    **other: Any,
) -> Assessment:
    """Give an assessment that has its level and no signature."""
    row = await started(session, ward, **other)
    answers = answers if answers is not None else of_total(SCALES[row.scale_code], total)
    particulars = EVIDENCE if facts.psychiatric else None
    await service.save_answers(session, ward.nurse, row.id, answers, facts=facts, particulars=particulars)
    return await service.score_assessment(session, ward.nurse, row.id)


def names_of(ward: Ward) -> dict[SignatureRole, tuple[Actor, str]]:
    return {
        SignatureRole.ASSESSOR_1: (ward.nurse, "周敏"),
        SignatureRole.ASSESSOR_2: (ward.other, "何丽"),
        SignatureRole.INFORMANT: (ward.nurse, "王小红"),
    }


async def signed_by(session: AsyncSession, ward: Ward, row: Assessment, *roles: SignatureRole) -> None:
    for role in roles:
        actor, name = names_of(ward)[role]
        await service.sign(session, actor, row.id, SignDraft(role=role, name=name, image=PNG))


async def assessed(session: AsyncSession, ward: Ward, **other: Any) -> Assessment:
    """Give an assessment that is signed and counts."""
    row = await scored(session, ward, **other)
    await signed_by(session, ward, row, *names_of(ward))
    return row
