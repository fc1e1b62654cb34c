"""The ledger of consents: answers are added, never rewritten; one is taken back with a reason, as easily as given."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions.errors import TaskRefused
from app.admissions.models import Admission, Consent
from app.admissions.queries.cases import open_admission_of
from app.admissions.queries.kept import get_consent, standing_consents
from app.admissions.rules.drafts import ConsentsDraft
from app.admissions.rules.kinds import AdmissionTaskKind, AdmissionTaskState, Basis, ConsentScope
from app.admissions.service.working import settle, signed_by, task_of, working
from app.attachments.service import Upload, keep_upload
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import now
from app.core.db import refusing
from app.core.i18n import _
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.stays.service.besides import beside

__all__ = ["answer_consents", "withdraw_consent"]

REFUSALS = {
    name: beside(name, "basis") for name in ("ck_consents_guardian_evidence", "ck_consents_can_sign")
}  # fmt: skip


async def answer_consents(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    admission_id: int,
    draft: ConsentsDraft,
    *,
    upload: Upload | None = None,
) -> list[Consent]:
    """Write down the answers that are new or other than before; an answer that is replaced stays in the ledger."""
    authorize(actor, "admissions.run", home)
    admission = await working(session, home, admission_id)
    paper = await signed_by(session, home, admission, draft.basis)
    standing = await standing_consents(session, home.scope, home.institution_id, admission.elder_id)
    new = {scope: given for scope, given in draft.answers.items() if _is_new(standing.get(scope), given=given)}
    if not draft.answers:
        raise TaskRefused(_("请至少答复一项：同意或不同意"))
    keys, at = await sealer(session, home.county), await now(session)
    kept = await keep_upload(session, actor, **home.keys, upload=upload, purpose="consents") if upload else None
    made = []
    async with refusing(session, REFUSALS):
        for scope in new:
            if scope in standing:
                _end(standing[scope], actor, _("改了答复"))
                standing[scope].withdrawn_at = at
        await session.flush()
        for scope, given in new.items():
            seal = uuid7()
            made.append(Consent(
                **home.keys, elder_id=admission.elder_id, admission_id=admission.id, seal=seal, scope=scope, given=given,
                text_version=draft.text_version, signer=keys.seal("consents", "signer", seal, draft.signer.strip()),
                basis=draft.basis, can_sign=admission.signs is not Basis.GUARDIAN, channel=draft.channel,
                evidence_id=kept.id if kept else None, guardian_home_id=paper.home_id, guardian_evidence_id=paper.id,
                given_at=at, recorded_by=actor.user_id, recorded_name=actor.name,
            ))  # fmt: skip
        session.add_all(made)
        await session.flush()
        await _follow(session, actor, home, admission)
    audit.record(
        session, actor, "admissions.consents_answered", admission, elder_id=admission.elder_id,
        given=[scope for scope, given in new.items() if given],
        refused=[scope for scope, given in new.items() if not given],
    )  # fmt: skip
    return made


async def withdraw_consent(session: AsyncSession, actor: Actor, home: Home, consent_id: int, *, reason: str) -> Consent:
    """Take an answer back; while the person is still on the way in, the task is open again."""
    authorize(actor, "admissions.run", home)
    one = await get_consent(session, home.scope, home.institution_id, consent_id)
    at = await now(session)
    async with refusing(session):
        _end(one, actor, reason.strip())
        one.withdrawn_at = at
    admission = await open_admission_of(session, home.scope, home.institution_id, one.elder_id)
    if admission is not None:
        async with refusing(session):
            await _follow(session, actor, home, admission)
    audit.record(
        session, actor, "admissions.consent_withdrawn", one, elder_id=one.elder_id, consent=one.scope, reason=reason
    )
    return one


def _is_new(standing: Consent | None, *, given: bool) -> bool:
    return standing is None or standing.given is not given


def _end(one: Consent, actor: Actor, reason: str) -> None:
    one.withdraw_reason, one.withdrawn_by = reason, actor.user_id


async def _follow(session: AsyncSession, actor: Actor, home: Home, admission: Admission) -> None:
    """Let the task say what stands: all answered, some, or no to what care cannot do without. Inside `refusing()`."""
    standing = await standing_consents(session, home.scope, home.institution_id, admission.elder_id)
    task = await task_of(session, home, admission, AdmissionTaskKind.CONSENTS)
    health = standing.get(ConsentScope.HEALTH_DATA)
    if task.state is AdmissionTaskState.WAIVED:
        return
    if health is not None and not health.given:
        await settle(session, actor, task, AdmissionTaskState.BLOCKED, _("不同意使用健康信息，无法安排照护"))
    elif len(standing) == len(ConsentScope):
        await settle(session, actor, task, AdmissionTaskState.DONE)
    else:
        await settle(session, actor, task, AdmissionTaskState.DOING)
