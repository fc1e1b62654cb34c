"""What lies sealed beside assessments, opened for a page: the form's fields, who signed, what was noted, who was told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import AssessmentNotFound
from app.assessments.models import Assessment, AssessmentSignature, AssessmentTrigger, RiskAssessment
from app.assessments.rules.states import SignatureRole
from app.core.keys import sealer

__all__ = [
    "SignatureLine", "digest_of", "image_of", "note_of", "particulars_of", "signature_rows", "signatures_of", "told_to_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One live signature in words; the picture is fetched apart."""

    id: int
    role: SignatureRole
    name: str
    signer_id: int | None
    signed_at: datetime


async def particulars_of(session: AsyncSession, assessment: Assessment) -> Mapping[str, Any]:
    """Give the fields of A.1 to A.5 as they were filled in."""
    if assessment.particulars is None:
        return {}
    keys = await sealer(session, assessment.county)
    text = keys.open("assessments", "particulars", assessment.seal, assessment.particulars)
    found: Mapping[str, Any] = orjson.loads(text)
    return found


async def digest_of(session: AsyncSession, assessment: Assessment) -> bytes:
    """Give the digest of all that the assessment says now, as the database computes it."""
    mine = select(Assessment.digest).where(Assessment.county == assessment.county, Assessment.id == assessment.id)
    return bytes((await session.execute(mine)).scalar_one())


async def signature_rows(session: AsyncSession, assessment: Assessment) -> list[AssessmentSignature]:
    """Give the live signatures as rows, in the order in which they were given."""
    row = AssessmentSignature
    mine = select(row).where(
        row.county == assessment.county, row.assessment_id == assessment.id, row.voided_at.is_(None)
    )
    return list(await session.scalars(mine.order_by(row.id).execution_options(populate_existing=True)))


async def signatures_of(session: AsyncSession, assessment: Assessment) -> list[SignatureLine]:
    """List who has signed."""
    rows = await signature_rows(session, assessment)
    if not rows:
        return []
    keys = await sealer(session, assessment.county)
    return [
        SignatureLine(
            row.id, row.role, keys.open("assessment_signatures", "name", row.seal, row.name), row.signer_id,
            row.signed_at,
        )
        for row in rows
    ]  # fmt: skip


async def image_of(session: AsyncSession, assessment: Assessment, signature_id: int) -> bytes:
    """Give the picture of a signature under this assessment (PNG)."""
    row = AssessmentSignature
    mine = select(row.seal, row.image).where(
        row.county == assessment.county, row.assessment_id == assessment.id, row.id == signature_id
    )
    found = (await session.execute(mine)).first()
    if found is None:
        raise AssessmentNotFound
    keys = await sealer(session, assessment.county)
    return keys.open_bytes("assessment_signatures", "image", found.seal, found.image)


async def note_of(session: AsyncSession, trigger: AssessmentTrigger) -> str:
    """Read what was noted beside a reminder."""
    if trigger.note is None:
        return ""
    keys = await sealer(session, trigger.county)
    return keys.open("assessment_triggers", "note", trigger.seal, trigger.note)


async def told_to_of(session: AsyncSession, risks: RiskAssessment) -> str:
    """Read who was told of the nine risks."""
    if risks.told_to is None:
        return ""
    keys = await sealer(session, risks.county)
    return keys.open("risk_assessments", "told_to", risks.seal, risks.told_to)
