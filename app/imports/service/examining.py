"""校验、预演: reading a ledger again and saying what is wrong with it and what it would do, as often as wanted."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.db import refusing
from app.imports import queries
from app.imports.errors import ChoiceRefused
from app.imports.mapping.columns import ColumnMap, match_columns
from app.imports.mapping.files import MappingFile, placed
from app.imports.models import ImportRun
from app.imports.rules.agreeing import Agreed, fingerprint
from app.imports.rules.checking import Progress, Rehearsal, check_ledger, planned
from app.imports.rules.edits import Edits, apply_fixes
from app.imports.rules.headers import set_header
from app.imports.rules.kinds import Kind
from app.imports.rules.ledger import Ledger, parse_address
from app.imports.rules.places import Place
from app.imports.rules.problems import counts
from app.imports.rules.registry import KINDS
from app.imports.rules.states import RunState
from app.imports.service.lengths import rows_of
from app.imports.service.manners import MANNERS
from app.imports.service.permitting import let_through
from app.imports.service.receiving import require_open
from app.imports.service.sealing import Opened, open_run
from app.imports.sheets.reading import read_ledger

Done = TypeVar("Done")
STILL_HERE = 3

__all__ = ["Examined", "check_run", "examine", "examine_ledger", "map_columns", "open_ledger"]


@dataclass(frozen=True, slots=True)
class Examined:
    """A ledger as it stands: its columns, what was found, what it would do."""

    kind: Kind[Any, Any, Any]
    ledger: Ledger
    columns: ColumnMap
    rehearsal: Rehearsal[Any]

    @property
    def report(self) -> dict[str, Any]:
        """Everything that was found, as plain values to keep."""
        outcomes = {outcome.value: n for outcome, n in self.rehearsal.plan.counts.items()}
        return {"problems": [one.as_plain() for one in self.rehearsal.problems], "outcomes": outcomes}

    @property
    def agreed(self) -> Agreed:
        """What its owner agrees to who lets it take effect."""
        return Agreed(self.counts, fingerprint(self.kind, self.rehearsal.plan))

    @property
    def counts(self) -> dict[str, int]:
        """Problems by severity and rows by outcome."""
        found = {severity.value: n for severity, n in counts(self.rehearsal.problems).items()}
        return found | {outcome.value: n for outcome, n in self.rehearsal.plan.counts.items()}


async def open_ledger(opened: Opened, *, header: Mapping[str, int] | None = None, edited: bool = True) -> Ledger:
    """Read a run's file with the sheet and the header rows its owner chose, or may choose, and with their edits."""
    ledger = await read_ledger(opened.data, opened.filename)
    chosen = header or opened.run.choices.get("header")
    if chosen:
        try:
            ledger = set_header(ledger, chosen["sheet"], chosen["first_row"], chosen["last_row"])
        except (ValueError, IndexError) as error:
            raise ChoiceRefused(field="first_row") from error
    edits = opened.edits
    if not edited or edits == Edits():
        return ledger
    # Another sheet or header may have been chosen since a cell was retyped.
    body = {row.number for row in ledger.sheet.body}
    cells = {cell: said for cell, said in edits.cells.items() if parse_address(cell)[1] in body}
    return apply_fixes(ledger, cells, edits.left_out)


async def map_columns(session: AsyncSession, run: ImportRun, ledger: Ledger) -> ColumnMap:
    """Match the columns: what was chosen here, else what was used last time, else by words and contents."""
    kind = KINDS[run.kind]
    last_time = await queries.remembered_columns(session, run.place, run.kind)
    told = {**last_time, **run.choices.get("columns_by_title", {})}
    columns = match_columns(ledger, kind, remembered=told)
    columns = replace(
        columns, constants=run.choices.get("constants", {}), words=run.choices.get("words", {})
    )  # fmt: skip
    chosen = {int(number): name for number, name in run.choices.get("columns", {}).items()}
    return columns.chosen(chosen, kind) if chosen and _stands_there(run, ledger) else columns


def _stands_there(run: ImportRun, ledger: Ledger) -> bool:
    """Whether the columns were chosen for the sheet and the header at hand, and not for another one."""
    header, kept = ledger.sheet.header, run.choices.get("header")
    here = {"sheet": ledger.chosen, "first_row": header.first_row, "last_row": header.last_row} if header else None
    return kept is None or kept == here


async def examine(session: AsyncSession, run: ImportRun, *, progress: Progress | None = None) -> Examined:
    """Read, match, check and rehearse a run against the home as it is now."""
    ledger = await open_ledger(await open_run(session, run))
    columns = await map_columns(session, run, ledger)
    return await _rehearse(session, run.place, run.kind, ledger, columns, run.effective_on, progress)


async def examine_ledger(
    session: AsyncSession,
    home: Home,
    *,
    kind: str,
    ledger: Ledger,
    mapping: MappingFile | None,
    effective_on: date,
) -> Examined:
    """Examine a ledger that is not kept, as the command line does when it only rehearses."""
    ledger = placed(ledger, mapping) if mapping else ledger
    last_time = await queries.remembered_columns(session, home, kind)
    columns = match_columns(ledger, KINDS[kind], remembered=last_time, mapping=mapping)
    return await _rehearse(session, home, kind, ledger, columns, effective_on, None)


async def _rehearse(
    session: AsyncSession,
    place: Place,
    kind: str,
    ledger: Ledger,
    columns: ColumnMap,
    effective_on: date,
    progress: Progress | None,
) -> Examined:
    """Read the rows, look up what they touch, compare: five thousand rows take seconds, so threads do the work."""
    which, manner = KINDS[kind], MANNERS[kind]
    context = await manner.context(session, place, effective_on)
    read = partial(check_ledger, ledger, which, columns.layout, context, progress=progress)
    checked = await _in_a_thread(session, read)
    there = await manner.there(session, place, context, checked.records)
    found = await _in_a_thread(session, partial(planned, checked, which, context, there))
    return Examined(which, ledger, columns, found)


async def _in_a_thread(session: AsyncSession, work: Callable[[], Done]) -> Done:
    """Let a thread work while the loop serves other people, and keep the transaction from being closed as idle."""
    task = asyncio.create_task(asyncio.to_thread(work))
    while not (await asyncio.wait({task}, timeout=STILL_HERE))[0]:
        await queries.still_here(session)
    return task.result()


async def check_run(
    session: AsyncSession, actor: Actor, run: ImportRun, *, progress: Progress | None = None
) -> Examined:
    """Check a run and keep the whole report with it."""
    let_through(actor, run, run.kind)
    require_open(run)
    found = await examine(session, run, progress=progress)
    opened = await open_run(session, run)
    opened.keep("report", found.report)
    run.counts, run.state = found.counts, RunState.CHECKED
    run.phase, run.task, run.rows_done, run.rows_total = None, None, rows_of(run), rows_of(run)
    async with refusing(session):
        await session.flush()
    audit.record(session, actor, "imports.checked", run, counts=found.counts)
    return found
