"""Long ledgers are the worker's, queued by the commit that wants it; short ones are done inside the request."""

from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.core.i18n import current_locale
from app.core.queue import enqueue
from app.imports.errors import ChangedSinceChecked, NotApplied, StillWrong
from app.imports.models import ImportRun
from app.imports.rules.agreeing import Agreed
from app.imports.rules.states import RunState
from app.imports.service.applying import apply_run
from app.imports.service.examining import check_run, open_ledger
from app.imports.service.lengths import is_long, rows_of
from app.imports.service.permitting import let_through
from app.imports.service.receiving import require_open
from app.imports.service.sealing import open_run
from app.imports.service.undoing import undo_run

__all__ = ["APPLY", "CHECK", "UNDO", "apply_or_queue", "check_or_queue", "undo_or_queue"]

CHECK, APPLY, UNDO = "imports.check", "imports.apply", "imports.undo"


async def check_or_queue(session: AsyncSession, actor: Actor, run: ImportRun) -> bool:
    """Check a run now, or queue it when it is long; says whether the report is there already."""
    let_through(actor, run, run.kind)
    require_open(run)
    rows = sum(1 for _row in (await open_ledger(await open_run(session, run))).sheet.body)
    if not is_long(rows):
        await check_run(session, actor, run)
        return True
    await _hand_over(session, run, RunState.CHECKING, rows)
    audit.record(session, actor, "imports.queued", run, rows=rows)
    await enqueue(session, CHECK, _payload(actor, run))
    return False


async def apply_or_queue(session: AsyncSession, actor: Actor, run: ImportRun, *, agreed: Agreed) -> bool:
    """Let a ledger take effect now, or queue it when it is long; says whether it has taken effect already."""
    let_through(actor, run, run.kind)
    require_open(run)
    rows = rows_of(run)
    if not is_long(rows):
        await apply_run(session, actor, run, agreed=agreed)
        return True
    if run.state is not RunState.CHECKED:
        raise ChangedSinceChecked
    if run.counts.get("error"):
        raise StillWrong
    await _hand_over(session, run, RunState.APPLYING, rows, {"counts": agreed.counts, "plan": agreed.plan})
    audit.record(session, actor, "imports.apply_queued", run, rows=rows)
    await enqueue(session, APPLY, _payload(actor, run))
    return False


async def undo_or_queue(session: AsyncSession, actor: Actor, run: ImportRun, *, reason: str) -> bool:
    """Take an import back now, or queue it when it is long; says whether it is taken back already."""
    let_through(actor, run, run.kind)
    rows = rows_of(run)
    if not is_long(rows):
        await undo_run(session, actor, run, reason=reason)
        return True
    if run.state is not RunState.APPLIED:
        raise NotApplied
    await _hand_over(session, run, RunState.UNDOING, rows, {"reason": reason})
    audit.record(session, actor, "imports.undo_queued", run, rows=rows)
    await enqueue(session, UNDO, _payload(actor, run))
    return False


async def _hand_over(
    session: AsyncSession, run: ImportRun, state: RunState, rows: int, task: dict[str, Any] | None = None
) -> None:
    """Give a run to the worker with what it is asked to do; what went wrong last time is over."""
    run.state, run.phase, run.said_at, run.rows_done, run.rows_total = state, None, await now(session), 0, rows
    run.task = None
    if task:
        (await open_run(session, run)).keep("task", task)
    async with refusing(session):
        await session.flush()


def _payload(actor: Actor, run: ImportRun) -> bytes:
    """Which run, on whose behalf, and in which language they are told when it cannot be done."""
    who = {"by": actor.name, "user": actor.user_id, "locale": current_locale()}
    return orjson.dumps({"county": run.county, "home": run.institution_id, "run": run.id} | who)
