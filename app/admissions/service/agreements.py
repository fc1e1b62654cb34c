"""The service agreement: written with its nine contents, printed, then signed by the person or the guardian."""

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions.errors import AgreementRefused
from app.admissions.models import Admission, ServiceAgreement
from app.admissions.queries.kept import agreement_of, get_agreement
from app.admissions.rules.contents import missing
from app.admissions.rules.drafts import AgreementDraft, SigningDraft
from app.admissions.rules.kinds import AdmissionTaskKind, AdmissionTaskState, AgreementState, Basis
from app.admissions.service.working import settle, signed_by, task_of, working
from app.attachments.service import Upload, keep_upload
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date
from app.core.db import refusing
from app.core.i18n import _
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.institutions.queries import facts_on
from app.institutions.rules.answers import AssetOwner
from app.institutions.rules.kinds import FactKind
from app.stays.service.besides import beside

__all__ = ["sign_agreement", "write_agreement"]

MONEY = (
    "term_from_on", "term_to_on", "bed_fee", "care_fee", "meal_fee", "other_fee", "deposit", "member_fee",
    "prepaid_months", "pay_cycle",
)  # fmt: skip
BESIDE = {
    "ck_service_agreements_term": "term_to_on",
    "ck_service_agreements_fees": "bed_fee",
    "ck_service_agreements_deposit": "deposit",
    "ck_service_agreements_prepaid": "prepaid_months",
    "ck_service_agreements_member_fee": "member_fee",
    "ck_service_agreements_signed": "signer",
    "ck_service_agreements_guardian_evidence": "basis",
    "ck_service_agreements_can_sign": "basis",
}
REFUSALS = {name: beside(name, field) for name, field in BESIDE.items()}


async def write_agreement(
    session: AsyncSession, actor: Actor, home: Home, admission_id: int, draft: AgreementDraft
) -> ServiceAgreement:
    """Write the agreement, or write it anew before it is signed. The limits on money are the database's to say."""
    authorize(actor, "admissions.run", home)
    admission = await working(session, home, admission_id)
    if lacking := missing(draft.contents):
        raise AgreementRefused(_("请填写{label}").format(label=lacking[0].label), field=lacking[0].name)
    one = await agreement_of(session, home.scope, admission.id)
    if one is not None and one.state is not AgreementState.DRAFT:
        raise AgreementRefused(_("协议已签字，不能再改。要改的请另签补充协议"))
    keys, public = await sealer(session, home.county), await _is_public(session, home)
    task = await task_of(session, home, admission, AdmissionTaskKind.AGREEMENT)
    async with refusing(session, REFUSALS):
        one = one or _new(actor, home, admission)
        _write(one, draft)
        one.contents = keys.seal("service_agreements", "contents", one.seal, orjson.dumps(draft.contents))
        one.public_home, one.can_sign = public, admission.signs is not Basis.GUARDIAN
        session.add(one)
        await session.flush()
        await settle(session, actor, task, AdmissionTaskState.DOING)
        task.draft = task.draft_at = None
    audit.record(session, actor, "admissions.agreement_written", one, admission=admission_id)
    return one


async def sign_agreement(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    admission_id: int,
    draft: SigningDraft,
    *,
    upload: Upload | None = None,
) -> ServiceAgreement:
    """Record that the agreement was signed, by the person or by the guardian on their paper."""
    authorize(actor, "admissions.run", home)
    admission = await working(session, home, admission_id)
    one = await get_agreement(session, home.scope, admission.id)
    if one.state is not AgreementState.DRAFT:
        raise AgreementRefused(_("协议已登记签字，请刷新后再看"))
    if draft.signed_on > await business_date(session):
        raise AgreementRefused(_("签字日期还没到，请核对日期"), field="signed_on")
    paper = await signed_by(session, home, admission, draft.basis)
    keys = await sealer(session, home.county)
    kept = await keep_upload(session, actor, **home.keys, upload=upload, purpose="agreements") if upload else None
    task = await task_of(session, home, admission, AdmissionTaskKind.AGREEMENT)
    async with refusing(session, REFUSALS):
        one.can_sign = admission.signs is not Basis.GUARDIAN
        one.signed_on, one.basis, one.home_signer = draft.signed_on, draft.basis, draft.home_signer.strip()
        one.signer = keys.seal("service_agreements", "signer", one.seal, draft.signer.strip())
        one.guardian_home_id, one.guardian_evidence_id = paper.home_id, paper.id
        one.evidence_id, one.state = kept.id if kept else None, AgreementState.SIGNED
        await session.flush()
        await settle(session, actor, task, AdmissionTaskState.DONE)
    audit.record(
        session, actor, "admissions.agreement_signed", one, admission=admission_id, on=draft.signed_on, by=draft.basis
    )  # fmt: skip
    return one


def _new(actor: Actor, home: Home, admission: Admission) -> ServiceAgreement:
    return ServiceAgreement(
        **home.keys, elder_id=admission.elder_id, admission_id=admission.id, seal=uuid7(), recorded_by=actor.user_id
    )  # fmt: skip


def _write(one: ServiceAgreement, draft: AgreementDraft) -> None:
    for name in MONEY:
        setattr(one, name, getattr(draft, name))


async def _is_public(session: AsyncSession, home: Home) -> bool:
    """A home is 公办 unless a dated fact says that its house is privately owned."""
    facts = await facts_on(session, home.scope, home.institution_id, await business_date(session))
    return not any(fact.kind is FactKind.ASSET_OWNER and fact.value == AssetOwner.PRIVATE for fact in facts)
