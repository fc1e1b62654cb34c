"""撤销本次导入: everything one ledger wrote is taken back, or nothing and the list of what stands on it."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.imports.errors import NotApplied, UsedSince
from app.imports.models import ImportRun
from app.imports.rules.states import RunState
from app.imports.service.manners import MANNERS
from app.imports.service.permitting import let_through
from app.imports.service.sealing import open_run
from app.institutions.queries import lock_home

__all__ = ["undo_run"]


async def undo_run(session: AsyncSession, actor: Actor, run: ImportRun, *, reason: str) -> None:
    """Take an import back. Raises NotApplied when there is nothing to take back, UsedSince with what stands on it."""
    let_through(actor, run, run.kind)
    home = Home(run.county, run.institution_id)
    await lock_home(session, home.scope, home.institution_id)
    if run.state is not RunState.APPLIED:
        raise NotApplied
    built, manner = (await open_run(session, run)).plain("built"), MANNERS[run.kind]
    if used := await manner.used(session, home, built, run.effective_on):
        raise UsedSince(used)
    await manner.take_back(session, actor, home, built, on=run.effective_on, reason=reason)
    run.state, run.undone_at, run.undone_by = RunState.UNDONE, await now(session), actor.user_id
    async with refusing(session):
        await session.flush()
    audit.record(session, actor, "imports.undone", run, reason=reason)
