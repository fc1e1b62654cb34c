"""The tasks one by one: what was typed is kept, a task is finished by what it asks for, or waived for a reason."""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.admissions.errors import TaskRefused
from app.admissions.models import AdmissionTask
from app.admissions.rules.kinds import AdmissionTaskKind, AdmissionTaskState
from app.admissions.rules.tasks import FROM_FACTS
from app.admissions.service.agreements import write_agreement
from app.admissions.service.beds import choose_bed
from app.admissions.service.consents import answer_consents
from app.admissions.service.keeping import keep_care, keep_diet, keep_health_check, settle_identity
from app.admissions.service.working import settle, task_of, working
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import now
from app.core.db import refusing
from app.core.i18n import _
from app.core.keys import sealer

__all__ = ["block_task", "complete_task", "keep_draft", "reopen_task", "waive_task"]

Finish = Callable[[AsyncSession, Actor, Home, int, Any], Awaitable[Any]]
_BY_KIND: dict[AdmissionTaskKind, Finish] = {
    AdmissionTaskKind.IDENTITY: settle_identity,
    AdmissionTaskKind.HEALTH_CHECK: keep_health_check,
    AdmissionTaskKind.AGREEMENT: write_agreement,
    AdmissionTaskKind.CONSENTS: answer_consents,
    AdmissionTaskKind.BED: choose_bed,
    AdmissionTaskKind.DIET: keep_diet,
    AdmissionTaskKind.CARE: keep_care,
}


async def complete_task(
    session: AsyncSession, actor: Actor, home: Home, admission_id: int, kind: AdmissionTaskKind, *, draft: Any
) -> Any:
    """Finish a task with what it asks for; assessments are finished where they are made."""
    finish = _BY_KIND.get(kind)
    if finish is None:
        raise TaskRefused(_("这一项在评估页办理，签字后这里自动变为已完成"))
    return await finish(session, actor, home, admission_id, draft)


async def keep_draft(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    admission_id: int,
    kind: AdmissionTaskKind,
    *,
    typed: dict[str, Any],
) -> AdmissionTask:
    """Keep what was typed so far, sealed, so that anybody may go on with it; finishing the task leaves the line."""
    authorize(actor, "admissions.run", home)
    admission = await working(session, home, admission_id)
    task = await task_of(session, home, admission, kind)
    keys = await sealer(session, home.county)
    async with refusing(session):
        task.draft = keys.seal("admission_tasks", "draft", task.seal, orjson.dumps(typed))
        task.draft_at = await now(session)
        if task.state is AdmissionTaskState.NOT_STARTED:
            task.state = AdmissionTaskState.DOING
    return task


async def block_task(
    session: AsyncSession, actor: Actor, home: Home, admission_id: int, kind: AdmissionTaskKind, *, reason: str
) -> AdmissionTask:
    """Say why a task cannot be done now; it opens again by itself with whatever is done about it."""
    authorize(actor, "admissions.run", home)
    admission = await working(session, home, admission_id)
    task = await task_of(session, home, admission, kind)
    if kind in FROM_FACTS or task.state in (AdmissionTaskState.DONE, AdmissionTaskState.WAIVED):
        raise TaskRefused(_("这一项已办好或已豁免，请刷新后再看"))
    async with refusing(session):
        await settle(session, actor, task, AdmissionTaskState.BLOCKED, reason)
    audit.record(session, actor, "admissions.task_blocked", admission, task=kind, reason=reason)
    return task


async def waive_task(
    session: AsyncSession, actor: Actor, home: Home, admission_id: int, kind: AdmissionTaskKind, *, reason: str
) -> AdmissionTask:
    """Say that a task is not asked for this time, and why; a bed is always asked for."""
    authorize(actor, "admissions.waive", home)
    admission = await working(session, home, admission_id)
    task = await task_of(session, home, admission, kind)
    before = task.state
    async with refusing(session):
        await settle(session, actor, task, AdmissionTaskState.WAIVED, reason)
    audit.record(session, actor, "admissions.task_waived", admission, task=kind, before=before, reason=reason)
    return task


async def reopen_task(
    session: AsyncSession, actor: Actor, home: Home, admission_id: int, kind: AdmissionTaskKind
) -> AdmissionTask:
    """Take a waiver back: the task is asked for again."""
    authorize(actor, "admissions.waive", home)
    admission = await working(session, home, admission_id)
    task = await task_of(session, home, admission, kind)
    if task.state is not AdmissionTaskState.WAIVED:
        raise TaskRefused(_("这一项没有豁免，请刷新后再看"))
    async with refusing(session):
        await settle(session, actor, task, AdmissionTaskState.DOING if task.draft else AdmissionTaskState.NOT_STARTED)
    audit.record(session, actor, "admissions.task_reopened", admission, task=kind)
    return task
