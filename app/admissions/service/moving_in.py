"""办理入住: the hold becomes a stay, the entry is admitted and the order filled, all in one transaction or not at all."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions.errors import AdmissionRefused, TaskRefused
from app.admissions.models import Admission
from app.admissions.queries.cases import get_admission
from app.admissions.queries.file import CaseFile, case_file
from app.admissions.rules.drafts import MoveInDraft
from app.admissions.rules.kinds import AdmissionState, AdmissionTaskState
from app.admissions.rules.tasks import FROM_FACTS, missing
from app.admissions.service.working import settle, working
from app.audit import service as audit
from app.beds.rules.home import Home
from app.beds.service import CLAIM_REFUSALS
from app.core.actor import Actor, authorize
from app.core.clock import now
from app.core.db import refusing
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.queries import lock_home
from app.offers.service import hold_to_stay, stay_began
from app.placements.queries import get_order
from app.placements.service import end_hold, order_admitted
from app.residents.models import Elder
from app.residents.queries import lock_elders
from app.residents.service import share_file
from app.stays.models import Stay
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import Ground
from app.stays.service import begin_stay
from app.stays.service.gates import pass_gates
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries import live_entry_of, lock_entries
from app.waitlist.rules.steps import EntryState
from app.waitlist.service import finish_admission

__all__ = ["admit"]


@dataclass(frozen=True, slots=True)
class _Bed:
    """The bed that is given over, and whether husband and wife share its room."""

    bed_id: int
    shares_room: bool


async def admit(session: AsyncSession, actor: Actor, home: Home, admission_id: int, draft: MoveInDraft) -> Stay:
    """Let the person move in: whoever may admit, once nothing stands in the way any more.

    Locks are taken in the order of the house: home, person, entry, then offer or order.
    """
    authorize(actor, "stays.admit", home)
    locked = await lock_home(session, home.scope, home.institution_id)
    if locked.closed_on is not None and draft.from_on >= locked.closed_on:
        raise AdmissionRefused(_("本院那天已停业，不能再办入住"), field="from_on")
    county = Scope(regions=frozenset({home.county}))
    asked = await get_admission(session, home.scope, home.institution_id, admission_id)
    elder = (await lock_elders(session, county, home.county, [asked.elder_id]))[asked.elder_id]
    entry = await _locked_entry(session, county, asked)
    admission = await working(session, home, admission_id)
    file = await case_file(session, home, admission_id)
    _refuse_unfinished(file)
    plan = _plan(admission, file, draft)
    await pass_gates(session, home, plan)
    await share_file(session, elder, home)
    async with refusing(session, CLAIM_REFUSALS):
        stay = await _move_in(session, actor, home, file, elder, plan)
        if entry is not None:
            await finish_admission(session, actor, entry, home_id=home.institution_id, reason=admission.ground.label)
        await _close(session, actor, file, stay)
    audit.record(
        session, actor, "admissions.admitted", admission, elder_id=elder.id, stay_id=stay.id, ground=admission.ground,
        from_on=draft.from_on, entry=entry.id if entry else None,
    )  # fmt: skip
    return stay


async def _locked_entry(session: AsyncSession, county: Scope, admission: Admission) -> WaitlistEntry | None:
    """The application of the person, locked; one that holds a bed elsewhere must be settled first."""
    found = await live_entry_of(session, county, admission.county, admission.elder_id)
    entry_id = admission.entry_id or (found.id if found else None)
    if entry_id is None:
        return None
    entry = (await lock_entries(session, admission.county, [entry_id]))[entry_id]
    if admission.ground is not Ground.OFFER and entry.state is EntryState.OFFERED:
        raise AdmissionRefused(_("这位老人还有一份床位通知没有了结。请先办完或收回那份通知，再办入住"))
    return entry


def _refuse_unfinished(file: CaseFile) -> None:
    if left := missing(file.lines):
        names = _("、").join(line.kind.label for line in left)
        raise TaskRefused(_("还不能办理入住：{names}没有办好。办好，或由院长写明原因豁免").format(names=names))


def _plan(admission: Admission, file: CaseFile, draft: MoveInDraft) -> AdmissionDraft:
    if file.bed_id is None:
        raise TaskRefused(_("还没有预留床位，请先选床"))
    return AdmissionDraft(
        elder_id=admission.elder_id, bed_id=file.bed_id, kind=admission.stay_kind, ground=admission.ground,
        payer=admission.payer, from_on=draft.from_on, arrived_at=draft.arrived_at,
        planned_end_on=admission.planned_end_on, ground_note=admission.ground_note,
        shares_room=admission.shares_room, late_reason=draft.late_reason,
    )  # fmt: skip


async def _move_in(
    session: AsyncSession, actor: Actor, home: Home, file: CaseFile, elder: Elder, plan: AdmissionDraft
) -> Stay:
    """Give the held bed over to the stay that begins. Stands inside `refusing()`."""
    bed = await _give_over(session, actor, home, file, plan)
    given = AdmissionDraft(**{name: getattr(plan, name) for name in plan.__slots__} | {
        "bed_id": bed.bed_id, "shares_room": bed.shares_room,
    })  # fmt: skip
    stay = await begin_stay(session, actor, home, elder, given)
    if file.offer is not None:
        await stay_began(session, home, file.offer.id, stay.id)
    if file.order is not None:
        order = await get_order(session, home.scope, file.order.id, institution_id=home.institution_id, lock=True)
        await order_admitted(session, order, stay.id)
    file.admission.bed_id = bed.bed_id
    return stay


async def _give_over(session: AsyncSession, actor: Actor, home: Home, file: CaseFile, plan: AdmissionDraft) -> _Bed:
    if file.offer is not None:
        held = await hold_to_stay(session, actor, home, file.offer.id, on=plan.from_on)
        return _Bed(held.bed_id, held.shares_room)
    claim_id = file.order.claim_id if file.order is not None else file.admission.claim_id
    bed_id = plan.bed_id
    if claim_id is not None:
        bed_id = await end_hold(session, actor, home, claim_id, on=plan.from_on)
    return _Bed(bed_id, plan.shares_room)


async def _close(session: AsyncSession, actor: Actor, file: CaseFile, stay: Stay) -> None:
    """Say that the person lives here now. What facts had settled is written down as it stood. Inside `refusing()`."""
    admission = file.admission
    admission.state, admission.stay_id, admission.claim_id = AdmissionState.ADMITTED, stay.id, None
    admission.closed_at, admission.closed_by = await now(session), actor.user_id
    for kind in FROM_FACTS:
        if file.tasks[kind].state is not AdmissionTaskState.WAIVED:
            await settle(session, actor, file.tasks[kind], AdmissionTaskState.DONE, file.line(kind).said)
    await session.flush()
