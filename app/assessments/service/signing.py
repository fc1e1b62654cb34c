"""Signatures: two assessors who are two people, and whoever gave the information. With the last one the level counts."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import (
    AlreadySigned,
    AssessmentRefused,
    NotScored,
    OnlyTheCounty,
    SameAssessor,
)
from app.assessments.models import Assessment, AssessmentSignature
from app.assessments.queries.assessments import newest_signed
from app.assessments.queries.opened import digest_of, signatures_of
from app.assessments.queries.triggers import open_rows
from app.assessments.rules.drafts import SignDraft
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.states import ASSESSORS, NEEDED, SignatureRole, State
from app.assessments.service.reaching import MAKE, reach_locked
from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.core.i18n import _
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.residents.service.everywhere import Everywhere

__all__ = ["sign"]

_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST = 300_000


async def sign(session: AsyncSession, actor: Actor, assessment_id: int, draft: SignDraft) -> Assessment:
    """Keep one signature. The level counts from the day of assessment on as soon as all who must have signed.

    What has been signed cannot change any more: each signature is bound to a digest of all that was said.
    """
    async with reach_locked(session, actor, MAKE, assessment_id) as (row, everywhere):
        _refuse_state(row)
        _refuse_image(draft)
        signer = _signer(actor, draft)
        standing = await signatures_of(session, row)
        _refuse_twice(draft, signer, {one.role: (one.signer_id, one.name) for one in standing})
        async with refusing(session, {"uq_assessment_signatures_assessors": SameAssessor}):
            await _keep(session, actor, row, draft, signer)
        audit.record(session, actor, "assessments.signature_added", row, role=draft.role, signer=signer)
        if {one.role for one in standing} | {draft.role} >= NEEDED:
            await _count(session, actor, row, everywhere)
    return row


async def _close_triggers(session: AsyncSession, row: Assessment) -> list[int]:
    """Let an assessment answer every open reminder of its day or earlier. Stands inside `refusing()`."""
    answered = [one for one in await open_rows(session, row.county, row.elder_id) if one.happened_on <= row.assessed_on]
    for one in answered:
        one.handled_by_id = row.id
    return [one.id for one in answered]


async def _count(session: AsyncSession, actor: Actor, row: Assessment, everywhere: Everywhere) -> None:
    """Let the level count: it takes the place of the one before, from its own day on, in every home of the person."""
    before = await newest_signed(session, row.county, row.elder_id, row.kind, before=row)
    async with refusing(session):
        row.state, row.signed_at = State.SIGNED, await now(session)
        if row.supersedes_id is None and before is not None:
            row.supersedes_id = before.id
        await session.flush()
        answered = await _close_triggers(session, row)
    audit.record(
        session, actor, "assessments.signed", row, scale=row.scale_code, final=row.final, on=row.assessed_on,
        valid_to=row.valid_to, supersedes=row.supersedes_id, triggers=answered,
    )  # fmt: skip
    everywhere.changed(row.assessed_on)


def _refuse_state(row: Assessment) -> None:
    if row.kind is ScaleKind.SELF_CARE:
        raise OnlyTheCounty
    if row.state is State.SIGNED:
        raise AlreadySigned
    if row.state is State.DRAFT:
        raise NotScored


def _refuse_image(draft: SignDraft) -> None:
    if not draft.name.strip():
        raise AssessmentRefused(_("请填签字人的姓名"), field="name")
    if not draft.image.startswith(_PNG) or len(draft.image) > _LARGEST:
        raise AssessmentRefused(_("签名没有画好，请清空后重签"), field="image")


def _signer(actor: Actor, draft: SignDraft) -> int | None:
    """An assessor who names nobody else signs with their own account."""
    if draft.role not in ASSESSORS or draft.without_account:
        return None if draft.without_account else draft.signer_id
    return draft.signer_id if draft.signer_id is not None else actor.user_id


def _refuse_twice(draft: SignDraft, signer: int | None, standing: dict[SignatureRole, tuple[int | None, str]]) -> None:
    if draft.role in standing:
        raise AssessmentRefused(_("这一栏已签过字，请刷新后再看"), field="role")
    if draft.role not in ASSESSORS:
        return
    for role in ASSESSORS & standing.keys():
        other, name = standing[role]
        same_name = name == draft.name.strip() and (signer is None or other is None)
        if same_name or (signer is not None and signer == other):
            raise SameAssessor(field="name")


async def _keep(session: AsyncSession, actor: Actor, row: Assessment, draft: SignDraft, signer: int | None) -> None:
    keys, seal = await sealer(session, row.county), uuid7()
    session.add(
        AssessmentSignature(
            county=row.county, assessment_id=row.id, role=draft.role, signer_id=signer, seal=seal,
            name=keys.seal("assessment_signatures", "name", seal, draft.name.strip()),
            image=keys.seal("assessment_signatures", "image", seal, draft.image),
            digest=await digest_of(session, row), signed_at=await now(session), recorded_by=actor.user_id,
        )
    )  # fmt: skip
    await session.flush()
