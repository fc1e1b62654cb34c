"""校验、生效、撤销 as jobs: a long ledger is the worker's, and its owner sees how far it has come."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.core.actor import Actor
from app.core.db import transaction
from app.core.errors import DomainError
from app.core.i18n import N_, set_locale
from app.imports import queries
from app.imports.rules.places import Place, place_of
from app.imports.rules.states import Phase, RunState
from app.imports.service.applying import apply_queued
from app.imports.service.examining import check_run
from app.imports.service.giving_back import give_back
from app.imports.service.queueing import APPLY, CHECK, UNDO
from app.imports.service.undoing import undo_queued

__all__ = ["JOBS", "apply", "check", "undo"]


class Saying:
    """How far a job has come, written one line at a time beside its transaction."""

    def __init__(self, place: Place, run_id: int) -> None:
        """Keep the run and the loop that writes."""
        self.place, self.run_id = place, run_id
        self.loop, self.turn = asyncio.get_running_loop(), asyncio.Lock()

    def __call__(self, done: int, total: int, problems: int) -> None:
        """Say from the thread that checks, and wait for it: the check may not outrun what is said of it."""
        said = self.say(Phase.CHECKING, rows_done=done, rows_total=total)
        asyncio.run_coroutine_threadsafe(said, self.loop).result(timeout=30)

    async def say(self, phase: Phase, **rows: int) -> None:
        """Write what the job is at, and how many rows of how many are done."""
        async with self.turn, transaction(pool="side") as session:
            await queries.say_progress(session, self.run_id, self.place.county, phase, **rows)

    async def tell(self, phase: Phase, done: int, total: int) -> None:
        """Say how many rows are written or taken back."""
        await self.say(phase, rows_done=done, rows_total=total)


Act = Callable[[AsyncSession, Actor, Place, int, Saying], Awaitable[None]]


async def _check(session: AsyncSession, actor: Actor, place: Place, run_id: int, saying: Saying) -> None:
    run = await queries.get_run(session, place.scope, run_id)
    if run.state is RunState.CHECKING:
        await check_run(session, actor, run, progress=saying)


async def _apply(session: AsyncSession, actor: Actor, place: Place, run_id: int, saying: Saying) -> None:
    tell = partial(saying.tell, Phase.WRITING)
    await apply_queued(session, actor, place, run_id, progress=saying, tell=tell)


async def _undo(session: AsyncSession, actor: Actor, place: Place, run_id: int, saying: Saying) -> None:
    await undo_queued(session, actor, place, run_id, tell=partial(saying.tell, Phase.CLEARING))


async def _work(purpose: str, state: RunState, act: Act, payload: bytes) -> None:
    """Do one queued act whole, on behalf of who asked for it; what cannot be done goes back to them."""
    ids = orjson.loads(payload)
    set_locale(ids.get("locale", ""))
    place, run_id = place_of(ids["county"], ids["home"]), ids["run"]
    async with acting_as_system(purpose, **_where(place), on_behalf_of=(ids["by"],)) as system:
        # The rights are the system's, in this place only; what is recorded is recorded by the person.
        actor, saying = replace(system, user_id=ids.get("user")), Saying(place, run_id)
        try:
            await saying.say(Phase.CHECKING)
            async with transaction() as session:
                await act(session, actor, place, run_id, saying)
        except DomainError as refusal:
            await _give_back(actor, place, run_id, state, refusal)
        except (Exception, asyncio.CancelledError):
            await _give_back(actor, place, run_id, state, None)
            raise


def _where(place: Place) -> dict[str, Any]:
    """Where the system may act for a ledger: in its one home, or in its county."""
    if place.institution_id is None:
        return {"regions": [place.county]}
    return {"homes": [(place.county, place.institution_id)]}


async def _give_back(actor: Actor, place: Place, run_id: int, state: RunState, refusal: DomainError | None) -> None:
    async with transaction() as session:
        await give_back(session, actor, place, run_id, state=state, refusal=refusal)


check = partial(_work, N_("导入校验"), RunState.CHECKING, _check)
apply = partial(_work, N_("导入生效"), RunState.APPLYING, _apply)
undo = partial(_work, N_("撤销导入"), RunState.UNDOING, _undo)
JOBS: dict[str, Callable[[bytes], Awaitable[None]]] = {CHECK: check, APPLY: apply, UNDO: undo}
