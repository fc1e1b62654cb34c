"""生效: examined once more under the home's lock, then everything in this one transaction or nothing."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.imports import queries
from app.imports.errors import ChangedSinceChecked, StillWrong
from app.imports.models import ImportRun
from app.imports.rules.agreeing import Agreed
from app.imports.rules.checking import Progress
from app.imports.rules.places import Place
from app.imports.rules.registry import KINDS
from app.imports.rules.states import RunState
from app.imports.service.examining import Examined, examine
from app.imports.service.holding import lock_place
from app.imports.service.lengths import rows_of
from app.imports.service.manners import MANNERS
from app.imports.service.pacing import Pace, Tell
from app.imports.service.permitting import let_through
from app.imports.service.receiving import require_open
from app.imports.service.sealing import open_run

__all__ = ["apply_queued", "apply_run"]


async def apply_run(session: AsyncSession, actor: Actor, run: ImportRun, *, agreed: Agreed | None = None) -> Examined:
    """Write what the ledger says. `agreed` is what its owner was shown; anything else refuses.

    Raises StillWrong while an error stands, ChangedSinceChecked when the home is no longer what was rehearsed.
    """
    let_through(actor, run, run.kind)
    await lock_place(session, run.place)
    require_open(run)
    return await _write(session, actor, run, agreed or Agreed())


async def apply_queued(
    session: AsyncSession, actor: Actor, place: Place, run_id: int, *, progress: Progress, tell: Tell
) -> None:
    """Write a queued ledger, unless it has been given back or written since: whoever has the lock looks again."""
    await lock_place(session, place)
    run = await queries.get_run(session, place.scope, run_id)
    if run.state is RunState.APPLYING:
        asked = (await open_run(session, run)).plain("task")
        await _write(session, actor, run, Agreed(asked["counts"], asked["plan"]), progress, tell)


async def _write(
    session: AsyncSession,
    actor: Actor,
    run: ImportRun,
    agreed: Agreed,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> Examined:
    found = await examine(session, run, progress=progress)
    if found.rehearsal.blocked:
        raise StillWrong
    if not agreed.covers(found.agreed):
        raise ChangedSinceChecked
    # What is a county's names the workbook it comes from; in a home the run itself is the source.
    said = {"source": found.ledger.filename} if KINDS[run.kind].of_county else {}
    plan, pace = found.rehearsal.plan, Pace(tell, sum(found.rehearsal.plan.counts.values()))
    async with refusing(session):
        built = await MANNERS[run.kind].write(session, actor, run.place, plan, on=run.effective_on, pace=pace, **said)
    opened = await open_run(session, run)
    opened.keep("report", found.report)
    opened.keep("built", built)
    run.counts, run.state = found.counts, RunState.APPLIED
    run.phase, run.task, run.rows_done, run.rows_total = None, None, rows_of(run), rows_of(run)
    run.applied_at, run.applied_by = await now(session), actor.user_id
    await queries.keep_template(session, run.place, run.kind, found.columns.template)
    async with refusing(session):
        await session.flush()
    audit.record(session, actor, "imports.applied", run, counts=found.counts)
    return found
