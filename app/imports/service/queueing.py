"""Large ledgers are checked by the worker, queued by the commit that wants it; small ones inside the request."""

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.db import refusing
from app.core.queue import enqueue
from app.imports.models import ImportRun
from app.imports.rules.states import RunState
from app.imports.service.examining import check_run, open_ledger
from app.imports.service.receiving import require_open
from app.imports.service.sealing import open_run

__all__ = ["AT_ONCE", "CHECK", "check_or_queue"]

CHECK = "imports.check"
AT_ONCE = 500
"""Up to this many rows a check is done while its owner waits."""


async def check_or_queue(session: AsyncSession, actor: Actor, run: ImportRun) -> bool:
    """Check a run now, or queue it when it is long; says whether the report is there already."""
    require_open(run)
    rows = sum(1 for _row in (await open_ledger(await open_run(session, run))).sheet.body)
    if rows <= AT_ONCE:
        await check_run(session, actor, run)
        return True
    run.state, run.rows_done, run.rows_total = RunState.CHECKING, 0, rows
    async with refusing(session):
        await session.flush()
    audit.record(session, actor, "imports.queued", run, rows=rows)
    ids = {"county": run.county, "home": run.institution_id, "run": run.id, "by": actor.name}
    await enqueue(session, CHECK, orjson.dumps(ids))
    return False
