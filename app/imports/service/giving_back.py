"""What the worker could not do, or will not do: the ledger goes back to its owner as it was, who is told why."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.core.errors import DomainError
from app.core.i18n import _
from app.imports import queries
from app.imports.errors import StillRunning
from app.imports.models import ImportRun
from app.imports.rules.places import Place
from app.imports.rules.states import RunState
from app.imports.service.permitting import let_through
from app.imports.service.sealing import open_run

__all__ = ["give_back", "is_stalled", "release_run"]

PATIENCE = timedelta(seconds=30)


async def give_back(
    session: AsyncSession, actor: Actor, place: Place, run_id: int, *, state: RunState, refusal: DomainError | None
) -> None:
    """Give back what a job had in hand and keep what its owner is told; a run that somebody else has is left alone."""
    run = await queries.get_run(session, place.scope, run_id, lock=True)
    if run.state is state:
        await _back(session, actor, run, _told(refusal))


async def is_stalled(session: AsyncSession, run: ImportRun) -> bool:
    """Whether nothing has been heard of the worker for so long that nobody may be there."""
    return run.state.is_under_way and await now(session) - (run.said_at or run.created_at) > PATIENCE


async def release_run(session: AsyncSession, actor: Actor, run: ImportRun) -> None:
    """Take a ledger out of the worker's hands that says nothing any more.

    Should it be at work after all, its own write meets a newer version of the run and nothing of it stays.
    """
    let_through(actor, run, run.kind)
    if not run.state.is_under_way:
        return
    if not await is_stalled(session, run):
        raise StillRunning
    await _back(session, actor, run, None)


async def _back(session: AsyncSession, actor: Actor, run: ImportRun, told: dict[str, Any] | None) -> None:
    was, run.state, run.phase, run.task = run.state, run.state.before, None, None
    if told:
        (await open_run(session, run)).keep("task", {"refused": told})
    async with refusing(session):
        await session.flush()
    audit.record(session, actor, "imports.given_back", run, was=was.value)


def _told(refusal: DomainError | None) -> dict[str, Any]:
    """The refusal's own words, in the language of who asked; of a failure nobody but the log knows more."""
    if refusal is None:
        sentence = _("后台没有办成，什么都没有动。请再试一次；仍不行，请告诉管理员")
        return {"sentence": sentence, "things": []}
    return {"sentence": refusal.message, "things": list(getattr(refusal, "things", ()))}
