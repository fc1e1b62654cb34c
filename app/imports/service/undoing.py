"""撤销本次导入: everything one ledger wrote is taken back, or nothing and the list of what stands on it."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.imports import queries
from app.imports.errors import NotApplied, UsedSince
from app.imports.models import ImportRun
from app.imports.rules.places import Place
from app.imports.rules.states import RunState
from app.imports.service.holding import lock_place
from app.imports.service.lengths import rows_of
from app.imports.service.manners import MANNERS
from app.imports.service.pacing import Pace, Tell
from app.imports.service.permitting import let_through
from app.imports.service.sealing import open_run

__all__ = ["undo_queued", "undo_run"]


async def undo_run(session: AsyncSession, actor: Actor, run: ImportRun, *, reason: str) -> None:
    """Take an import back. Raises NotApplied when there is nothing to take back, UsedSince with what stands on it."""
    let_through(actor, run, run.kind)
    await lock_place(session, run.place)
    if run.state is not RunState.APPLIED:
        raise NotApplied
    await _take_back(session, actor, run, reason, Pace())


async def undo_queued(session: AsyncSession, actor: Actor, place: Place, run_id: int, *, tell: Tell) -> None:
    """Take a queued import back, unless it has been given back or taken back since."""
    await lock_place(session, place)
    run = await queries.get_run(session, place.scope, run_id)
    if run.state is RunState.UNDOING:
        asked = (await open_run(session, run)).plain("task")
        await _take_back(session, actor, run, asked["reason"], Pace(tell, rows_of(run)))


async def _take_back(session: AsyncSession, actor: Actor, run: ImportRun, reason: str, pace: Pace) -> None:
    place, manner, rows = run.place, MANNERS[run.kind], rows_of(run)
    built = (await open_run(session, run)).plain("built")
    if used := await manner.used(session, place, built, run.effective_on):
        raise UsedSince(used)
    await manner.take_back(session, actor, place, built, on=run.effective_on, reason=reason, pace=pace)
    run.state, run.undone_at, run.undone_by = RunState.UNDONE, await now(session), actor.user_id
    run.phase, run.task, run.rows_done, run.rows_total = None, None, rows, rows
    async with refusing(session):
        await session.flush()
    audit.record(session, actor, "imports.undone", run, reason=reason)
