"""Finding ledgers that were handed in, and what their columns meant last time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from app.core.errors import NotFound
from app.core.i18n import _
from app.core.scope import Scope, within
from app.imports.models import ImportRun, ImportTemplate
from app.imports.rules.places import Place
from app.imports.rules.states import Phase, RunState

__all__ = [
    "RunLine", "get_run", "keep_template", "remembered_columns", "runs_of", "runs_of_county", "say_progress",
    "still_here", "take_turn",
]  # fmt: skip

# The first half of the advisory lock on a county's ledgers; nothing else takes it.
TURN = 4012


@dataclass(frozen=True, slots=True)
class RunLine:
    """A ledger in the list of a home's imports; its file's name is sealed and opened by the caller."""

    id: int
    kind: str
    state: RunState
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    counts: dict[str, int]


async def get_run(session: AsyncSession, scope: Scope, run_id: int, *, lock: bool = False) -> ImportRun:
    """Give a ledger with its sealed parts, if it is the caller's to see."""
    wanted = select(ImportRun).where(ImportRun.id == run_id, within(ImportRun, scope))
    parts = (ImportRun.file, ImportRun.edits, ImportRun.report, ImportRun.built, ImportRun.task)
    wanted = wanted.options(*(undefer(part) for part in parts)).execution_options(populate_existing=True)
    run = await session.scalar(wanted.with_for_update(key_share=True) if lock else wanted)
    if run is None:
        raise NotFound(_("没有找到这次导入，可能已被删除。请回到「导入台账」重新上传"))
    return run


async def runs_of(session: AsyncSession, scope: Scope, institution_id: int, *, limit: int = 50) -> list[RunLine]:
    """List a home's imports, newest first."""
    run = ImportRun
    rows = (
        select(run.id, run.kind, run.state, run.created_at, run.applied_at, run.undone_at, run.counts)
        .where(within(run, scope), run.institution_id == institution_id)
        .order_by(run.created_at.desc(), run.id.desc())
        .limit(limit)
    )
    return [RunLine(*row) for row in await session.execute(rows)]


async def runs_of_county(
    session: AsyncSession, scope: Scope, county: int, kind: str, *, limit: int = 50
) -> list[RunLine]:
    """List the ledgers of a kind that are about a whole county, newest first."""
    run = ImportRun
    rows = (
        select(run.id, run.kind, run.state, run.created_at, run.applied_at, run.undone_at, run.counts)
        .where(within(run, scope), run.county == county, run.institution_id.is_(None), run.kind == kind)
        .order_by(run.created_at.desc(), run.id.desc())
        .limit(limit)
    )
    return [RunLine(*row) for row in await session.execute(rows)]


async def remembered_columns(session: AsyncSession, place: Place, kind: str) -> dict[str, str]:
    """Give what the columns of the place's last ledger of this kind meant."""
    if place.institution_id is None:
        return await _columns_of_last(session, place.county, kind)
    kept = await session.get(ImportTemplate, (place.county, place.institution_id, kind))
    return dict(kept.columns) if kept else {}


async def _columns_of_last(session: AsyncSession, county: int, kind: str) -> dict[str, str]:
    """A county keeps no template: its last ledger that took effect still knows what was chosen for it."""
    run = ImportRun
    mine = (run.county == county, run.institution_id.is_(None), run.kind == kind, run.applied_at.is_not(None))
    last = select(run.choices).where(*mine).order_by(run.applied_at.desc(), run.id.desc()).limit(1)
    choices = await session.scalar(last)
    return dict(choices.get("columns_by_title", {})) if choices else {}


async def keep_template(session: AsyncSession, place: Place, kind: str, columns: Mapping[str, str]) -> None:
    """Remember what the columns meant, for the next ledger of this home; a county's last ledger speaks for itself."""
    if place.institution_id is None:
        return
    new = insert(ImportTemplate).values(**place.keys, kind=kind, columns=dict(columns))
    await session.execute(
        new.on_conflict_do_update(constraint="pk_import_templates", set_={"columns": new.excluded.columns})
    )


async def take_turn(session: AsyncSession, county: int) -> None:
    """Wait for whoever writes a ledger of this county as a whole, until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(TURN, county)))


async def still_here(session: AsyncSession) -> None:
    """Speak, so that a transaction is not closed for idleness while a thread reads a long ledger."""
    await session.execute(select(1))


async def say_progress(session: AsyncSession, run_id: int, county: int, phase: Phase, **rows: int) -> None:
    """Note what the worker is at and how far it has come; the version is left alone, because nobody decided anything."""
    under_way = [state for state in RunState if state.is_under_way]
    mine = (ImportRun.county == county, ImportRun.id == run_id, ImportRun.state.in_(under_way))
    here = update(ImportRun).where(*mine)
    await session.execute(here.values(phase=phase, said_at=func.app_now(), **rows, version=ImportRun.version))
