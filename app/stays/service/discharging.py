"""Leaving for good 退住: prepared as a list of tasks while the stay goes on, then done on its day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind
from app.beds.rules.spans import FOREVER, say_day
from app.beds.service import CLAIM_REFUSALS, close_beds, reopen_bed
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing, touched
from app.core.i18n import _
from app.residents.queries import get_elder
from app.residents.service import record_death
from app.stays.errors import DischargeRefused, StayEnded
from app.stays.models import Discharge, DischargeBed, DischargeTask, Stay
from app.stays.queries.discharges import tasks_of
from app.stays.queries.stays import discharge_of
from app.stays.rules.discharges import (
    BEFORE_THE_BED,
    REASONS,
    DischargeDraft,
    all_settled,
    closing_reason,
    discharge_fault,
    tasks_for,
)
from app.stays.rules.kinds import EndReason, LateReason, TaskKind, TaskState
from app.stays.service.besides import locked_stay
from app.stays.service.ending import end_stay
from app.stays.service.planning import Plan, plan_of

__all__ = ["discharge", "leave_home", "plan_discharge"]


async def plan_discharge(
    session: AsyncSession, actor: Actor, home: Home, stay_id: int, *, reason: EndReason, planned_on: date
) -> Discharge:
    """Open the list of what is to be done before the day; the stay goes on. A second time changes the plan."""
    authorize(actor, "stays.discharge", home)
    stay = await locked_stay(session, home, stay_id)
    _refuse_ended(stay)
    if reason not in REASONS:
        raise DischargeRefused(_("调院请从「调院」办理，两家机构同一天交接"), field="reason")
    if reason is EndReason.DEATH:
        raise DischargeRefused(_("去世不用提前准备，请在当天办理退住"), field="reason")
    if planned_on < await business_date(session):
        raise DischargeRefused(_("准备退住的日子不能早于今天；人已经走了的，请直接办理退住"), field="on")
    opened = await discharge_of(session, home.scope, stay.id)
    async with refusing(session):
        one = opened or _opened(session, actor, home, stay, reason)
        one.reason, one.planned_on = reason, planned_on
        await session.flush()
        await _list_tasks(session, home, one, new=opened is None)
    audit.record(session, actor, "stays.discharge_planned", one, stay_id=stay.id, reason=reason, on=planned_on)
    touched(session, home.county, home.institution_id, await business_date(session))
    return one


async def discharge(session: AsyncSession, actor: Actor, home: Home, stay_id: int, draft: DischargeDraft) -> Discharge:
    """End a stay on its day, today or, entered late, an earlier one.

    The beds it frees are closed for belongings or cleaning from that day on; who died is written so in the file.
    """
    authorize(actor, "stays.discharge", home)
    stay = await locked_stay(session, home, stay_id)
    _refuse_ended(stay)
    at = await now(session)
    await _refuse_fault(session, stay, draft, at)
    one, beds = await leave_home(session, actor, home, stay, draft, at=at)
    if draft.reason is EndReason.DEATH:
        elder = await get_elder(session, home.scope, home, stay.elder_id, lock=True)
        await record_death(session, actor, elder, draft.on)
    audit.record(
        session, actor, "stays.discharged", one, stay_id=stay.id, on=draft.on, reason=draft.reason, beds=beds
    )  # fmt: skip
    touched(session, home.county, home.institution_id, draft.on)
    return one


async def leave_home(
    session: AsyncSession, actor: Actor, home: Home, stay: Stay, draft: DischargeDraft, *, at: datetime
) -> tuple[Discharge, list[int]]:
    """End a stay, list what is to be done after it and close the beds it frees; gives the list and those beds.

    Low-level, also for a transfer: the caller has been authorized, holds the locks and writes the audit line.
    """
    plan = await plan_of(session, home, stay)
    beds = _beds_on(plan, draft.on)
    opened = await discharge_of(session, home.scope, stay.id)
    async with refusing(session, CLAIM_REFUSALS):
        await end_stay(
            session, actor, home, stay, on=draft.on, reason=draft.reason, left_at=draft.left_at, note=draft.note,
            late_reason=draft.late_reason, plan=plan,
        )  # fmt: skip
        one = opened or _opened(session, actor, home, stay, draft.reason)
        one.reason, one.planned_on = draft.reason, draft.on
        one.ended_at, one.ended_by = at, actor.user_id
        await session.flush()
        tasks = await _list_tasks(session, home, one, new=opened is None)
        await _keep_beds(session, actor, home, one, tasks, draft, beds)
    return one, beds


def _beds_on(plan: Plan, day: date) -> list[int]:
    """The beds a stay has on a day, its own first and then those of 包房."""
    here = [claim for claim in plan.claims if claim.from_on <= day < claim.to_on]
    return [one.bed_id for one in sorted(here, key=lambda one: (one.kind is not ClaimKind.STAY, one.bed_id))]


def _refuse_ended(stay: Stay) -> None:
    if stay.to_on != FOREVER:
        raise StayEnded(_("这位老人 {day}已办退住，不用再办。要更正请先撤销退住").format(day=say_day(stay.to_on)))


async def _refuse_fault(session: AsyncSession, stay: Stay, draft: DischargeDraft, at: datetime) -> None:
    today = await business_date(session)
    # A late entry without its reason is the database's own to refuse.
    said = replace(draft, late_reason=draft.late_reason or LateReason.OTHER)
    if fault := discharge_fault(said, stay.from_on, today, at):
        raise DischargeRefused(fault[1], field=fault[0])


def _opened(session: AsyncSession, actor: Actor, home: Home, stay: Stay, reason: EndReason) -> Discharge:
    one = Discharge(**home.keys, stay_id=stay.id, elder_id=stay.elder_id, reason=reason, opened_by=actor.user_id)
    session.add(one)
    return one


async def _list_tasks(session: AsyncSession, home: Home, one: Discharge, *, new: bool) -> dict[TaskKind, DischargeTask]:
    """Put the tasks of the reason on the list and give all that are there; one of another reason stays on it."""
    there = {} if new else {task.kind: task for task in await tasks_of(session, home.scope, one.id)}
    for kind in tasks_for(one.reason):
        if kind not in there:
            there[kind] = DischargeTask(**home.keys, discharge_id=one.id, kind=kind, state=TaskState.OPEN)
            session.add(there[kind])
    await session.flush()
    return there


async def _keep_beds(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    one: Discharge,
    tasks: Mapping[TaskKind, DischargeTask],
    draft: DischargeDraft,
    beds: list[int],
) -> None:
    """Close the beds that the stay has freed; of a late entry they may have been ready since a day, too."""
    if draft.things_left:
        _settle(tasks[TaskKind.BELONGINGS], TaskState.OPEN, None, None)
    if draft.clean_on is not None:
        for kind in BEFORE_THE_BED:
            _settle(tasks[kind], TaskState.DONE, await now(session), actor.user_id)
    if all_settled([task.state for task in tasks.values()]):
        one.closed_at = await now(session)
    if not beds or draft.clean_on == draft.on:
        return
    reason = closing_reason(draft.reason, things_left=draft.things_left)
    claims = await close_beds(session, actor, home, beds, reason=reason, from_on=draft.on)
    for claim in claims:
        session.add(DischargeBed(**home.keys, discharge_id=one.id, claim_id=claim.id))
        if draft.clean_on is not None and claim.continues_id is None:
            await reopen_bed(session, actor, home, claim.id, on=draft.clean_on)


def _settle(task: DischargeTask, state: TaskState, at: datetime | None, by: int | None) -> None:
    task.state, task.settled_at, task.settled_by = state, at, by
