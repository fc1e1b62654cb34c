"""生效: examined once more under the home's lock, then everything in this one transaction or nothing."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.imports import queries
from app.imports.errors import ChangedSinceChecked, StillWrong
from app.imports.models import ImportRun
from app.imports.rules.states import RunState
from app.imports.service.examining import Examined, examine
from app.imports.service.manners import MANNERS
from app.imports.service.permitting import let_through
from app.imports.service.receiving import require_open
from app.imports.service.sealing import open_run
from app.institutions.queries import lock_home

__all__ = ["apply_run"]


async def apply_run(
    session: AsyncSession, actor: Actor, run: ImportRun, *, expected: dict[str, int] | None = None
) -> Examined:
    """Write what the ledger says. `expected` are the counts its owner agreed to; other ones refuse.

    Raises StillWrong while an error stands, ChangedSinceChecked when the home is no longer what was rehearsed.
    """
    let_through(actor, run, run.kind)
    home = Home(run.county, run.institution_id)
    await lock_home(session, home.scope, home.institution_id)
    require_open(run)
    found = await examine(session, run)
    if found.rehearsal.blocked:
        raise StillWrong
    if expected is not None and expected != found.counts:
        raise ChangedSinceChecked
    async with refusing(session):
        built = await MANNERS[run.kind].write(session, actor, home, found.rehearsal.plan, run.effective_on)
    opened = await open_run(session, run)
    opened.keep("report", found.report)
    opened.keep("built", built)
    run.counts, run.state = found.counts, RunState.APPLIED
    run.applied_at, run.applied_by = await now(session), actor.user_id
    await queries.keep_template(session, run.county, run.institution_id, run.kind, found.columns.template)
    async with refusing(session):
        await session.flush()
    audit.record(session, actor, "imports.applied", run, counts=found.counts)
    return found
