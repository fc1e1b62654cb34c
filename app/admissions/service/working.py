"""What the acts on an admission share: the row under its lock, its tasks, and the paper of a guardian."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions.errors import AdmissionRefused, TaskRefused
from app.admissions.models import Admission, AdmissionTask
from app.admissions.queries.cases import get_admission, tasks_of
from app.admissions.rules.kinds import AdmissionState, AdmissionTaskKind, AdmissionTaskState, Basis
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import now
from app.core.i18n import _
from app.residents.queries.around import contacts_of

__all__ = ["Paper", "guardian_paper", "settle", "signed_by", "task_of", "working"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A scan by the two keys of the home that handed it in; both empty where the person signs alone."""

    home_id: int | None = None
    id: int | None = None


async def working(session: AsyncSession, home: Home, admission_id: int) -> Admission:
    """The admission under its own lock, as long as it goes on."""
    admission = await get_admission(session, home.scope, home.institution_id, admission_id, lock=True)
    if admission.state is not AdmissionState.OPEN:
        raise AdmissionRefused(_("这次入院办理已结束（{state}），不能再改").format(state=admission.state.label))
    return admission


async def task_of(session: AsyncSession, home: Home, admission: Admission, kind: AdmissionTaskKind) -> AdmissionTask:
    """One task of the list; every admission has all nine."""
    return next(task for task in await tasks_of(session, home.scope, admission.id) if task.kind is kind)


async def settle(
    session: AsyncSession, actor: Actor, task: AdmissionTask, state: AdmissionTaskState, note: str = ""
) -> None:
    """Write how far a task has come. What is done needs its draft no more. Stands inside `refusing()`."""
    over = state in (AdmissionTaskState.DONE, AdmissionTaskState.WAIVED)
    task.state, task.note = state, note.strip()
    task.settled_at = await now(session) if over else None
    task.settled_by, task.settled_name = (actor.user_id, actor.name) if over else (None, "")
    if state is AdmissionTaskState.DONE:
        task.draft = task.draft_at = None
    await session.flush()


async def guardian_paper(session: AsyncSession, home: Home, elder_id: int) -> Paper:
    """The paper that makes somebody the person's guardian, as the contacts of the file keep it."""
    for contact in await contacts_of(session, home.scope, elder_id):
        if contact.guardian and contact.evidence_id is not None:
            return Paper(contact.evidence_home_id, contact.evidence_id)
    return Paper()


async def signed_by(session: AsyncSession, home: Home, admission: Admission, basis: Basis) -> Paper:
    """The paper a signature stands on. Who signs is known with the identity; the database holds the rest."""
    if admission.signs is None:
        raise TaskRefused(_("请先办「身份与监护」，写明由本人还是监护人签字"), field="basis")
    return await guardian_paper(session, home, admission.elder_id) if basis is Basis.GUARDIAN else Paper()
