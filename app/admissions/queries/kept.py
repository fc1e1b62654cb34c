"""What is kept of a person while they come in, opened for a page: checks, agreements, consents, first needs, drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions.errors import AdmissionNotFound, ConsentNotFound
from app.admissions.models import Admission, AdmissionTask, Consent, FirstNeed, HealthCheck, ServiceAgreement
from app.admissions.rules.contents import STANDING
from app.admissions.rules.kinds import ConsentScope
from app.admissions.rules.needs import Part
from app.core.crypto import Sealer
from app.core.keys import sealer
from app.core.scope import Scope, within

__all__ = [
    "AgreementView", "ConsentLine", "agreement_of", "check_of", "consents_of", "draft_of",
    "get_agreement", "get_consent", "last_words", "needs_of", "open_agreement", "standing_consents",
]  # fmt: skip

FRESH = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement with its clauses and its signer read."""

    row: ServiceAgreement
    contents: dict[str, str]
    signer: str

    @property
    def month(self) -> Any:
        """What a month costs altogether."""
        return self.row.bed_fee + self.row.care_fee + self.row.meal_fee + self.row.other_fee


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One answer of the ledger with its signer read."""

    row: Consent
    signer: str


def _open(keys: Sealer, table: str, column: str, row: Any) -> str:
    sealed = getattr(row, column)
    return keys.open(table, column, row.seal, sealed) if sealed else ""


async def draft_of(session: AsyncSession, task: AdmissionTask | None) -> dict[str, Any]:
    """What was typed into a task and not yet finished."""
    if task is None or task.draft is None:
        return {}
    keys = await sealer(session, task.county)
    return dict(orjson.loads(keys.open_bytes("admission_tasks", "draft", task.seal, task.draft)))


async def agreement_of(session: AsyncSession, scope: Scope, admission_id: int) -> ServiceAgreement | None:
    """The agreement of an admission, if one has been written."""
    one = ServiceAgreement
    wanted = select(one).where(within(one, scope), one.admission_id == admission_id, one.voided_at.is_(None))
    return await session.scalar(wanted.execution_options(**FRESH))


async def get_agreement(session: AsyncSession, scope: Scope, admission_id: int) -> ServiceAgreement:
    """The agreement of an admission; one that nobody has written is not there."""
    found = await agreement_of(session, scope, admission_id)
    if found is None:
        raise AdmissionNotFound
    return found


async def open_agreement(session: AsyncSession, row: ServiceAgreement) -> AgreementView:
    """Read an agreement."""
    keys = await sealer(session, row.county)
    contents = orjson.loads(keys.open_bytes("service_agreements", "contents", row.seal, row.contents))
    return AgreementView(row, contents, _open(keys, "service_agreements", "signer", row))


async def last_words(session: AsyncSession, scope: Scope, institution_id: int) -> dict[str, str]:
    """What the home wrote alike in its newest agreement, so that nobody types it again."""
    one = ServiceAgreement
    wanted = select(one).where(within(one, scope), one.institution_id == institution_id, one.voided_at.is_(None))
    row = await session.scalar(wanted.order_by(one.id.desc()).limit(1))
    if row is None:
        return {}
    contents = (await open_agreement(session, row)).contents
    return {name: contents[name] for name in STANDING if contents.get(name)}


async def check_of(session: AsyncSession, scope: Scope, admission: Admission) -> HealthCheck | None:
    """The newest live health check of the person in this home."""
    one = HealthCheck
    mine = select(one).where(within(one, scope), one.institution_id == admission.institution_id)
    mine = mine.where(one.elder_id == admission.elder_id, one.voided_at.is_(None))
    return await session.scalar(mine.order_by(one.checked_on.desc(), one.id.desc()).limit(1))


async def needs_of(session: AsyncSession, scope: Scope, admission_id: int) -> dict[Part, FirstNeed]:
    """What kitchen and carers were told, by part."""
    one = FirstNeed
    rows = select(one).where(within(one, scope), one.admission_id == admission_id, one.voided_at.is_(None))
    return {row.part: row for row in await session.scalars(rows.execution_options(**FRESH))}


async def standing_consents(
    session: AsyncSession, scope: Scope, institution_id: int, elder_id: int
) -> dict[ConsentScope, Consent]:
    """The answer that stands to each question, in one home."""
    one = Consent
    rows = select(one).where(within(one, scope), one.institution_id == institution_id, one.elder_id == elder_id)
    rows = rows.where(one.withdrawn_at.is_(None)).execution_options(**FRESH)
    return {row.scope: row for row in await session.scalars(rows)}


async def consents_of(session: AsyncSession, scope: Scope, institution_id: int, elder_id: int) -> list[ConsentLine]:
    """Every answer there ever was, the newest first."""
    one = Consent
    rows = select(one).where(within(one, scope), one.institution_id == institution_id, one.elder_id == elder_id)
    found: Sequence[Consent] = (await session.scalars(rows.order_by(one.given_at.desc(), one.id.desc()))).all()
    if not found:
        return []
    keys = await sealer(session, found[0].county)
    return [ConsentLine(row, _open(keys, "consents", "signer", row)) for row in found]


async def get_consent(session: AsyncSession, scope: Scope, institution_id: int, consent_id: int) -> Consent:
    """One answer that stands, locked because it is about to be taken back."""
    one = Consent
    wanted = select(one).where(within(one, scope), one.institution_id == institution_id, one.id == consent_id)
    wanted = wanted.where(one.withdrawn_at.is_(None)).with_for_update(key_share=True)
    found = await session.scalar(wanted.execution_options(**FRESH))
    if found is None:
        raise ConsentNotFound
    return found
