"""Identity, health check and first needs: each finishes its task, and may be done again while the admission goes on."""

from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions.errors import TaskRefused
from app.admissions.models import Admission, FirstNeed, HealthCheck
from app.admissions.queries.kept import check_of, needs_of
from app.admissions.rules.drafts import CareDraft, DietDraft, HealthDraft, IdentityDraft
from app.admissions.rules.kinds import AdmissionTaskKind, AdmissionTaskState, Basis, Conclusion
from app.admissions.rules.needs import Feeding, Part
from app.admissions.service.working import guardian_paper, settle, task_of, working
from app.attachments.service import Upload, keep_upload
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.residents.queries import get_elder, papers_of
from app.residents.queries.around import contacts_of
from app.stays.service.besides import beside

__all__ = ["keep_care", "keep_diet", "keep_health_check", "settle_identity"]


async def settle_identity(
    session: AsyncSession, actor: Actor, home: Home, admission_id: int, draft: IdentityDraft
) -> Admission:
    """Say who signs, once the file names a paper and somebody to reach; a guardian has a paper of their own."""
    authorize(actor, "admissions.run", home)
    admission = await working(session, home, admission_id)
    await _refuse_bare_file(session, home, admission.elder_id)
    if draft.signs is Basis.GUARDIAN and (await guardian_paper(session, home, admission.elder_id)).id is None:
        raise TaskRefused(_("还没有监护证明。请先在档案的联系人里登记监护人并上传证明，再来完成这一项"), field="signs")
    task = await task_of(session, home, admission, AdmissionTaskKind.IDENTITY)
    async with refusing(session):
        admission.signs = draft.signs
        await settle(session, actor, task, AdmissionTaskState.DONE)
    audit.record(session, actor, "admissions.identity_checked", admission, signs=draft.signs)
    return admission


async def _refuse_bare_file(session: AsyncSession, home: Home, elder_id: int) -> None:
    elder = await get_elder(session, home.scope, home, elder_id)
    if not elder.no_id_reason and not await papers_of(session, elder):
        raise TaskRefused(_("档案里没有证件，也没有写没有证件的原因。请先在档案里补登"), field="signs")
    if not await contacts_of(session, home.scope, elder_id):
        raise TaskRefused(
            _("档案里没有联系人。请先登记一位紧急联系人，没有亲属的登记乡镇（村）的联系人"), field="signs"
        )


async def keep_health_check(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    admission_id: int,
    draft: HealthDraft,
    *,
    upload: Upload | None = None,
) -> HealthCheck:
    """Keep a health check. One that says the person cannot live here now blocks the task until there is another."""
    authorize(actor, "admissions.run", home)
    admission = await working(session, home, admission_id)
    if draft.checked_on > await business_date(session):
        raise TaskRefused(_("体检日期还没到，请核对日期"), field="checked_on")
    before = await check_of(session, home.scope, admission)
    keys, seal = await sealer(session, home.county), uuid7()
    kept = await keep_upload(session, actor, **home.keys, upload=upload, purpose="health_checks") if upload else None
    words = draft.findings.strip()
    check = HealthCheck(
        **home.keys, elder_id=admission.elder_id, admission_id=admission.id, seal=seal, checked_on=draft.checked_on,
        hospital=draft.hospital.strip(), conclusion=draft.conclusion, valid_to=draft.valid_to,
        findings=keys.seal("health_checks", "findings", seal, words) if words else None,
        screening=keys.seal("health_checks", "screening", seal, orjson.dumps(draft.screening)),
        evidence_id=kept.id if kept else None, recorded_by=actor.user_id,
    )  # fmt: skip
    task = await task_of(session, home, admission, AdmissionTaskKind.HEALTH_CHECK)
    unfit = draft.conclusion is Conclusion.UNFIT
    async with refusing(session, {"ck_health_checks_valid": beside("ck_health_checks_valid", "valid_to")}):
        if before is not None and before.admission_id == admission.id:
            before.void(actor.user_id, await now(session), _("由新的体检代替"))
        session.add(check)
        await session.flush()
        state, note = (AdmissionTaskState.BLOCKED, draft.conclusion.label) if unfit else (AdmissionTaskState.DONE, "")
        await settle(session, actor, task, state, note)
    audit.record(session, actor, "admissions.health_checked", check, admission=admission.id, fit=not unfit)
    return check


async def keep_diet(session: AsyncSession, actor: Actor, home: Home, admission_id: int, draft: DietDraft) -> FirstNeed:
    """Keep what the kitchen must know on the first day; a tube leaves no texture to choose."""
    authorize(actor, "admissions.run", home)
    said = {
        "feeding": draft.feeding, "drink": draft.drink, "codes": list(draft.codes),
        "texture": None if draft.feeding is Feeding.TUBE else draft.texture,
    }  # fmt: skip
    need = await _keep_need(session, actor, home, admission_id, Part.DIET, said, draft.notes)
    audit.record(session, actor, "admissions.diet_kept", need, admission=admission_id)
    return need


async def keep_care(session: AsyncSession, actor: Actor, home: Home, admission_id: int, draft: CareDraft) -> FirstNeed:
    """Keep what the carers must know on the first day."""
    authorize(actor, "admissions.run", home)
    said = {"codes": list(draft.codes)}
    need = await _keep_need(session, actor, home, admission_id, Part.CARE, said, draft.notes)
    audit.record(session, actor, "admissions.care_kept", need, admission=admission_id)
    return need


async def _keep_need(
    session: AsyncSession, actor: Actor, home: Home, admission_id: int, part: Part, said: dict[str, Any], notes: str
) -> FirstNeed:
    admission = await working(session, home, admission_id)
    before = (await needs_of(session, home.scope, admission.id)).get(part)
    keys, seal, words = await sealer(session, home.county), uuid7(), notes.strip()
    need = FirstNeed(
        **home.keys, elder_id=admission.elder_id, admission_id=admission.id, seal=seal, part=part,
        notes=keys.seal("first_needs", "notes", seal, words) if words else None, recorded_by=actor.user_id, **said,
    )  # fmt: skip
    task = await task_of(session, home, admission, AdmissionTaskKind(part.value))
    async with refusing(session, {"ck_first_needs_tube": beside("ck_first_needs_tube", "texture")}):
        if before is not None:
            before.void(actor.user_id, await now(session), _("由新的记录代替"))
            await session.flush()
        session.add(need)
        await session.flush()
        await settle(session, actor, task, AdmissionTaskState.DONE)
    return need
