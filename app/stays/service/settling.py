"""The tasks of a discharge one by one, the beds that go free with them, and taking a discharge back."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.queries import claims as bed_claims
from app.beds.rules.home import Home
from app.beds.service import CLAIM_REFUSALS, reopen_bed, resume_closure, void_closure
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing, touched
from app.core.i18n import _
from app.institutions.queries import lock_home
from app.residents.queries import get_elder
from app.residents.service import take_death_back
from app.stays.errors import DischargeRefused
from app.stays.models import Discharge, DischargeTask
from app.stays.queries import discharges as queries
from app.stays.queries.stays import get_stay
from app.stays.rules.discharges import all_settled, bed_may_go
from app.stays.rules.kinds import EndReason, TaskKind, TaskState
from app.stays.service.besides import beside
from app.stays.service.ending import reopen_stay

__all__ = ["settle_task", "undo_discharge"]


async def settle_task(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    discharge_id: int,
    kind: TaskKind,
    *,
    state: TaskState,
    note: str = "",
    on: date | None = None,
) -> Discharge:
    """Say that a task is done, not needed for a reason, or open again.

    With belongings and disinfection settled the beds are free from the day `on`, today unless it is entered late;
    opened again they are closed again, unless somebody has been given them.
    """
    authorize(actor, "stays.discharge", home)
    await lock_home(session, home.scope, home.institution_id)
    one = await queries.get_discharge(session, home.scope, home.institution_id, discharge_id)
    tasks = await queries.tasks_of(session, home.scope, one.id)
    task = _task(tasks, kind)
    _refuse_too_early(one, kind, state)
    day = await _day(session, home, one, on)
    before, at, was_ready = task.state, await now(session), _ready(tasks)
    async with refusing(session, {"ck_discharge_tasks_waived": beside("ck_discharge_tasks_waived", "note")}):
        task.state, task.note = state, note.strip()
        task.settled_at, task.settled_by = (None, None) if state is TaskState.OPEN else (at, actor.user_id)
    if one.ended_at is not None:
        if was_ready is not (ready := _ready(tasks)):
            await _beds_follow(session, actor, home, one, day, ready=ready)
        done = all_settled([task.state for task in tasks])
        async with refusing(session):
            one.closed_at = (one.closed_at or at) if done else None
    audit.record(
        session, actor, "stays.discharge_task_settled", one, stay_id=one.stay_id, task=kind, before=before, after=state
    )  # fmt: skip
    touched(session, home.county, home.institution_id, day)
    return one


def _task(tasks: Sequence[DischargeTask], kind: TaskKind) -> DischargeTask:
    for task in tasks:
        if task.kind is kind:
            return task
    raise DischargeRefused(_("这次退住没有这一项，请刷新后再看"))


def _refuse_too_early(one: Discharge, kind: TaskKind, state: TaskState) -> None:
    if one.ended_at is None and kind is TaskKind.DISINFECTION and state is not TaskState.OPEN:
        raise DischargeRefused(_("老人还住着，床位要在退住以后消毒。请先办理退住"))


async def _day(session: AsyncSession, home: Home, one: Discharge, on: date | None) -> date:
    """The day from which the beds are ready: not before the end of the stay, not after today."""
    today = await business_date(session)
    if on is None or one.ended_at is None:
        return today
    ended = (await get_stay(session, home.scope, home.institution_id, one.stay_id)).to_on
    if not ended <= on <= today:
        raise DischargeRefused(_("办好的日子要在退住以后、今天以前，请核对日期"), field="on")
    return on


def _ready(tasks: Sequence[DischargeTask]) -> bool:
    return bed_may_go({task.kind: task.state for task in tasks})


async def _beds_follow(
    session: AsyncSession, actor: Actor, home: Home, one: Discharge, day: date, *, ready: bool
) -> None:
    """Let the beds go, or keep them again; what somebody has opened or closed by hand meanwhile stays as it is."""
    for claim in await queries.kept_beds(session, home.scope, one.id):
        last = (await bed_claims.chain_of(session, home.scope, claim))[-1]
        closed = last.to_on == last.service_to_on
        if claim.continues_id is None and ready and closed:
            await reopen_bed(session, actor, home, claim.id, on=max(day, claim.from_on))
        elif claim.continues_id is None and not ready and not closed:
            await resume_closure(session, actor, home, claim.id)


async def undo_discharge(
    session: AsyncSession, actor: Actor, home: Home, discharge_id: int, *, reason: str
) -> Discharge:
    """Take a discharge back, or a plan of one: the person lives here as before, unless somebody has the bed."""
    authorize(actor, "stays.discharge", home)
    await lock_home(session, home.scope, home.institution_id)
    one = await queries.get_discharge(session, home.scope, home.institution_id, discharge_id)
    stay = await get_stay(session, home.scope, home.institution_id, one.stay_id)
    elder = await get_elder(session, home.scope, home, one.elder_id, lock=True)
    ended, since = one.ended_at is not None, stay.to_on
    if ended and one.reason is EndReason.TRANSFER:
        raise DischargeRefused(_("这次退住是调院的一半，不能单独撤销。请联系县级经办更正调院"))
    at, today = await now(session), await business_date(session)
    async with refusing(session, CLAIM_REFUSALS):
        one.void(actor.user_id, at, reason)
        await session.flush()
        if ended:
            # Taken back, it keeps no bed any more: now its closures may be voided.
            for claim in await queries.kept_beds(session, home.scope, one.id):
                if claim.continues_id is None:
                    await void_closure(session, actor, home, claim.id, reason=_("撤销退住"))
            await reopen_stay(session, actor, home, stay)
    if ended and one.reason is EndReason.DEATH:
        await take_death_back(session, actor, elder)
    audit.record(session, actor, "stays.discharge_undone", one, stay_id=stay.id, ended=ended, reason=reason)
    touched(session, home.county, home.institution_id, since if ended else today)
    return one
