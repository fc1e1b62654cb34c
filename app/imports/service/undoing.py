"""撤销本次导入: everything one ledger wrote is taken back, or nothing and the list of what stands on it."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.queries.undoing import used_beds
from app.beds.rules.home import Home
from app.beds.rules.making import Made
from app.beds.service import take_back_marks, undo_made
from app.core.actor import Actor, authorize
from app.core.clock import now
from app.core.db import refusing
from app.imports.errors import NotApplied, UsedSince
from app.imports.models import ImportRun
from app.imports.rules.states import RunState
from app.imports.service.bed_changes import moved_on, revert_change
from app.imports.service.sealing import open_run
from app.institutions.queries import lock_home

__all__ = ["undo_run"]


async def undo_run(session: AsyncSession, actor: Actor, run: ImportRun, *, reason: str) -> None:
    """Take an import back. Raises NotApplied when there is nothing to take back, UsedSince with what stands on it."""
    authorize(actor, "imports.run", run)
    home = Home(run.county, run.institution_id)
    await lock_home(session, home.scope, home.institution_id)
    if run.state is not RunState.APPLIED:
        raise NotApplied
    built = (await open_run(session, run)).plain("built")
    made = Made(**built["made"])
    if used := await _used(session, home, built, made, run.effective_on):
        raise UsedSince(used)
    await _take_back(session, actor, home, built, made, run.effective_on, reason)
    run.state, run.undone_at, run.undone_by = RunState.UNDONE, await now(session), actor.user_id
    async with refusing(session):
        await session.flush()
    audit.record(session, actor, "imports.undone", run, reason=reason)


async def _used(session: AsyncSession, home: Home, built: dict[str, Any], made: Made, on: date) -> list[str]:
    """Name what was used or changed since: beds that were made, and places that were changed."""
    besides = built["marks"]
    used = await used_beds(session, home.scope, home.institution_id, made, besides=besides) if made.bed_ids else []
    return used + [kept["label"] for kept in built["changes"] if await moved_on(session, home, kept, on)]


async def _take_back(
    session: AsyncSession, actor: Actor, home: Home, built: dict[str, Any], made: Made, on: date, reason: str
) -> None:
    """Marks first, because they hold the beds; then changes, latest first; then what was built."""
    marks = [mark for kept in built["changes"] for mark in kept["marks"]["made"]] + built["marks"]
    ended = {
        int(mark): date.fromisoformat(to_on)
        for kept in built["changes"]
        for mark, to_on in kept["marks"]["ended"].items()
    }
    if marks or ended:
        await take_back_marks(session, actor, home, marks, ended, reason=reason)
    for kept in reversed(built["changes"]):
        await revert_change(session, actor, home, kept, on)
    await undo_made(session, actor, home, made, reason=reason)
