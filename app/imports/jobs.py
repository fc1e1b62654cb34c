"""校验 as a job: a long ledger is read by the worker, and its owner sees how far it has come."""

import asyncio
from collections.abc import Awaitable, Callable

import orjson

from app.accounts.system import acting_as_system
from app.beds.rules.home import Home
from app.core.db import transaction
from app.imports import queries
from app.imports.rules.states import RunState
from app.imports.service.examining import check_run
from app.imports.service.queueing import CHECK

__all__ = ["JOBS", "check"]


class Saying:
    """How far a check has come, told from its thread and written one line at a time beside its transaction."""

    def __init__(self, county: int, run_id: int) -> None:
        """Keep the run and the loop that writes."""
        self.county, self.run_id = county, run_id
        self.loop, self.turn = asyncio.get_running_loop(), asyncio.Lock()

    def __call__(self, done: int, total: int, problems: int) -> None:
        """Write a line and wait for it: the check may not outrun what is said of it."""
        asyncio.run_coroutine_threadsafe(self._write(done, total), self.loop).result(timeout=30)

    async def _write(self, done: int, total: int) -> None:
        async with self.turn, transaction(pool="side") as session:
            await queries.say_progress(session, self.run_id, self.county, done, total)


async def check(payload: bytes) -> None:
    """Check one queued run. A run that cannot be checked goes back to its owner, who is told so."""
    ids = orjson.loads(payload)
    home = Home(ids["county"], ids["home"])
    where = [(home.county, home.institution_id)]
    async with acting_as_system("导入校验", homes=where, on_behalf_of=(ids["by"],)) as actor:
        try:
            async with transaction() as session:
                run = await queries.get_run(session, home.scope, ids["run"])
                if run.state is not RunState.CHECKING:
                    return
                await check_run(session, actor, run, progress=Saying(home.county, run.id))
        except Exception:
            await _give_back(home, ids["run"])
            raise


async def _give_back(home: Home, run_id: int) -> None:
    async with transaction() as session:
        run = await queries.get_run(session, home.scope, run_id, lock=True)
        if run.state is RunState.CHECKING:
            run.state = RunState.UPLOADED


JOBS: dict[str, Callable[[bytes], Awaitable[None]]] = {CHECK: check}
