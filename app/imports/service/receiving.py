"""上传、对列、改: handing a ledger in, saying which column is which, changing cells before anything is written."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.db import refusing
from app.core.keys import sealer
from app.imports.errors import RunBusy, RunClosed, UnknownKind
from app.imports.models import ImportRun
from app.imports.rules.edits import Edits, carry_over
from app.imports.rules.ledger import Ledger
from app.imports.rules.places import Place
from app.imports.rules.registry import KINDS
from app.imports.rules.states import RunState
from app.imports.service.permitting import let_through
from app.imports.service.sealing import open_run, seal_into
from app.imports.sheets.reading import read_ledger

__all__ = ["change_choices", "change_edits", "receive", "replace_file", "require_open"]


# What a corrected file still means: its columns by their headers, and what holds for all its rows.
KEPT = {"columns_by_title", "constants"}


def require_open(run: ImportRun) -> None:
    """Refuse to touch a ledger that has taken effect or been taken back, or that the worker is writing."""
    if not run.state.is_open:
        raise RunBusy if run.state.is_under_way else RunClosed


async def receive(
    session: AsyncSession,
    actor: Actor,
    place: Place,
    *,
    kind: str,
    filename: str,
    data: bytes,
    effective_on: date | None = None,
) -> ImportRun:
    """Keep a ledger sealed, after the limited process could read it; raises LedgerRefused when it could not."""
    if kind not in KINDS or KINDS[kind].of_county is not (place.institution_id is None):
        raise UnknownKind(field="kind")
    let_through(actor, place, kind)
    await read_ledger(data, filename)
    run = ImportRun(
        **place.keys,
        kind=kind,
        state=RunState.UPLOADED,
        effective_on=effective_on or await business_date(session),
        seal=uuid4(),
        choices={},
        counts={},
        created_by=actor.user_id,
        edits=None,
        report=None,
        built=None,
    )
    seal_into(await sealer(session, place.county), run, filename, data)
    async with refusing(session):
        session.add(run)
    audit.record(session, actor, "imports.received", run, of=kind, size=len(data))
    return run


async def replace_file(session: AsyncSession, actor: Actor, run: ImportRun, *, filename: str, data: bytes) -> None:
    """Take a corrected file in place of the first; edits go along wherever a cell still says what it said."""
    let_through(actor, run, run.kind)
    require_open(run)
    opened = await open_run(session, run)
    before = await read_ledger(opened.data, opened.filename)
    after = await read_ledger(data, filename)
    opened.edits = carry_over(before, opened.edits, after)
    seal_into(opened.keys, run, filename, data)
    run.state = RunState.UPLOADED
    run.choices = {name: value for name, value in run.choices.items() if name in KEPT}
    async with refusing(session):
        await session.flush()
    audit.record(session, actor, "imports.replaced", run, size=len(data))


async def change_choices(
    session: AsyncSession,
    actor: Actor,
    run: ImportRun,
    choices: Mapping[str, Any],
    *,
    effective_on: date | None = None,
) -> None:
    """Keep which sheet, which header rows, which column is which, what holds for all rows, and from when."""
    let_through(actor, run, run.kind)
    require_open(run)
    run.choices = {**run.choices, **choices}
    run.effective_on = effective_on or run.effective_on
    run.state = RunState.UPLOADED
    async with refusing(session):
        await session.flush()
    audit.record(session, actor, "imports.columns_chosen", run)


async def change_edits(
    session: AsyncSession,
    actor: Actor,
    run: ImportRun,
    ledger: Ledger,
    *,
    cells: Mapping[str, str],
    left_out: Iterable[str] = (),
    put_back: Iterable[str] = (),
) -> None:
    """Keep retyped cells, rows left out and rows put back; the file itself stays as it was handed in."""
    let_through(actor, run, run.kind)
    require_open(run)
    opened = await open_run(session, run)
    known = {row.id for row in ledger.sheet.body}
    now = opened.edits
    out = (now.left_out | (frozenset(left_out) & known)) - frozenset(put_back)
    opened.edits = Edits({**now.cells, **cells}, out)
    run.state = RunState.UPLOADED
    async with refusing(session):
        await session.flush()
    audit.record(session, actor, "imports.edited", run, cells=len(cells), rows=len(set(left_out)))
