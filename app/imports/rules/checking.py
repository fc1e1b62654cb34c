"""Checking a whole ledger: every fault of every row at once, each by its cell."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from app.imports.rules import faults
from app.imports.rules.body import stand
from app.imports.rules.headers import look_alikes
from app.imports.rules.kinds import Field, Kind, Layout, Reading
from app.imports.rules.ledger import Column, Header, Ledger, Oddity, Row, address
from app.imports.rules.plans import Outcome, Plan
from app.imports.rules.problems import FAULTS, Fact, Fault, Fix, Problem, Severity, in_order
from app.imports.rules.words import CELL_ERROR, LOST_NUMBER, clean, has_control, tidy, visible

__all__ = ["Checked", "Progress", "Rehearsal", "check_ledger", "planned", "rehearse"]

Record = TypeVar("Record")
Context = TypeVar("Context")
Existing = TypeVar("Existing")

# Told (rows done, rows in all, problems so far): 「已校验 1 250/5 000，发现 37 处」.
Progress = Callable[[int, int, int], None]
_STEP = 250

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE_LABEL = re.compile(r"(\d{1,2})月(\d{1,2})日|(\d{1,2})-([A-Za-z]{3})|([A-Za-z]{3})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Checked(Generic[Record]):
    """What checking found. `records` may be used only while nothing blocks; `skipped` says why a row is none."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    skipped: dict[int, Fault]
    layout: Layout

    @property
    def blocked(self) -> bool:
        """Whether an error anywhere keeps the whole file out."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Rehearsal(Generic[Record]):
    """Everything there is to say before anything is written: all problems in order, and the plan."""

    checked: Checked[Record]
    plan: Plan
    problems: tuple[Problem, ...]

    @property
    def blocked(self) -> bool:
        """Whether an error anywhere, in the file or against what exists, keeps the whole file out."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def rehearse(
    ledger: Ledger,
    kind: Kind[Record, Context, Existing],
    layout: Layout,
    context: Context,
    existing: Existing,
    *,
    progress: Progress | None = None,
) -> Rehearsal[Record]:
    """Check a ledger and compare it with what exists; the one function behind 校验 and 预演."""
    return planned(check_ledger(ledger, kind, layout, context, progress=progress), kind, context, existing)


def planned(
    checked: Checked[Record], kind: Kind[Record, Context, Existing], context: Context, existing: Existing
) -> Rehearsal[Record]:
    """Compare a ledger that has been checked with what exists."""
    plan = kind.plan(checked.records, checked.layout, existing, context)
    outcomes = {**plan.outcomes, **dict.fromkeys(checked.skipped, Outcome.SKIPPED)}
    problems = tuple(in_order((*checked.problems, *plan.problems)))
    return Rehearsal(checked, replace(plan, outcomes=outcomes), problems)


def check_ledger(
    ledger: Ledger,
    kind: Kind[Record, Context, Any],
    layout: Layout,
    context: Context,
    *,
    progress: Progress | None = None,
) -> Checked[Record]:
    """Read every row of the chosen sheet as the kind reads it, then check what holds for the file as a whole."""
    problems = list(_of_file(ledger, kind, layout))
    if any(problem.severity is Severity.ERROR for problem in problems):
        return Checked((), tuple(problems), {}, layout)
    body = stand(ledger, layout, kind.fields)
    layout = replace(layout, rows={row.number: row for row in body.rows})
    sums = kind.sums_count_rows
    problems.extend(one for one in body.problems if sums or one.fault is not faults.TOTAL_DIFFERS)
    records: list[Record] = []
    stray: dict[str, list[Problem]] = {}
    before: Row | None = None
    for done, row in enumerate(body.rows, 1):
        reading = Reading(row, layout, kind.by_name, problems)
        _read_cells(reading, kind.fields, before, stray)
        record = kind.parse(reading, context)
        if record is not None:
            records.append(record)
        before = row
        if progress and (done % _STEP == 0 or done == len(body.rows)):
            progress(done, len(body.rows), len(problems))
    problems.extend(_rolled_up(stray))
    problems.extend(kind.check(records, layout, context))
    return Checked(tuple(records), tuple(in_order(problems)), dict(body.skipped), layout)


def _of_file(ledger: Ledger, kind: Kind[Any, Any, Any], layout: Layout) -> list[Problem]:
    problems = [Problem(FAULTS[notice.code], facts=notice.facts) for notice in ledger.notices]
    if ledger.sheet.header is None:
        return [*problems, Problem(faults.NO_HEADER)]
    problems.extend(_of_columns(ledger.sheet.header, kind, layout))
    problems.extend(
        Problem(faults.OTHER_SHEET, facts={"sheet": other.name, "rows": sum(1 for _ in other.body)})
        for other in look_alikes(ledger)
    )
    hidden = [other for other in ledger.sheets if other.hidden and other.rows and other is not ledger.sheet]
    problems.extend(Problem(faults.HIDDEN_SHEET, facts={"sheet": other.name}) for other in hidden)
    return problems


def _of_columns(header: Header, kind: Kind[Any, Any, Any], layout: Layout) -> Iterator[Problem]:
    """What the header alone tells: rows joined, columns missing, guessed or left out."""
    joined = next((column.title for column in header.columns if len(column.parts) > 1), "")
    if header.last_row > header.first_row and joined:
        facts: dict[str, Fact] = {"first": header.first_row, "last": header.last_row, "title": joined}
        yield Problem(faults.HEADER_JOINED, f"A{header.first_row}", header.first_row, facts)
    for field in kind.fields:
        if field.required and not layout.has(field.name):
            yield Problem(faults.COLUMN_MISSING, f"A{header.last_row}", header.last_row, {"field": field.title})
    carried = {column.number: name for name, columns in layout.columns.items() for column in columns}
    for column in header.columns:
        named: dict[str, Fact] = {"letter": column.letter, "title": visible(column.title)}
        place = address(column.number, header.last_row)
        if column.number not in carried:
            yield Problem(faults.UNMATCHED, place, header.last_row, named)
        elif column.number in layout.guessed:
            named["field"] = kind.by_name[carried[column.number]].title
            yield Problem(faults.COLUMN_GUESSED, place, header.last_row, named)


def _read_cells(reading: Reading, fields: Sequence[Field], before: Row | None, stray: dict[str, list[Problem]]) -> None:
    """Check what holds for any cell: readable, whole, not too long, there at all."""
    for field in fields:
        columns = reading.layout.columns.get(field.name, ())
        for column in columns:
            raw = reading.row.text(column.number)
            if raw and tidy(raw) != raw and not has_control(raw):
                cell = address(column.number, reading.row.number)
                found = "" if field.private else visible(raw)
                stray.setdefault(field.title, []).append(Problem(faults.TIDIED, cell, reading.row.number, found=found))
            _read_cell(reading, field, column)
        if columns and field.name not in reading.spoiled:
            _read_field(reading, field, before)


def _read_cell(reading: Reading, field: Field, column: Column) -> None:
    """One cell by itself, before it means anything."""
    raw, oddity = reading.row.text(column.number), reading.row.oddities.get(column.number)
    text, cell = tidy(raw), address(column.number, reading.row.number)
    if oddity is Oddity.HOLLOW:
        reading.spoil(faults.HOLLOW, field.name, cell=cell)
    elif CELL_ERROR.fullmatch(text):
        reading.spoil(faults.CELL_ERROR, field.name, cell=cell)
    elif has_control(raw):
        reading.spoil(faults.CONTROL, field.name, cell=cell, fix=None if field.private else Fix(clean(raw)))
    elif oddity is Oddity.LOST or LOST_NUMBER.fullmatch(text):
        reading.spoil(field.lost or faults.NUMBER_LOST, field.name, cell=cell)
    elif field.is_label and not field.private and (guess := _hidden_label(text, oddity)):
        reading.spoil(faults.DATE_FOR_LABEL, field.name, cell=cell, fix=Fix(guess), guess=guess)


def _read_field(reading: Reading, field: Field, before: Row | None) -> None:
    """What a field says as a whole: there when it must be, and not longer than its place."""
    text = reading.text(field.name)
    if len(text) > field.limit:
        reading.spoil(faults.TOO_LONG, field.name, length=len(text), limit=field.limit)
    elif field.required and not text:
        above = tidy(before.text(reading.layout.columns[field.name][0].number)) if before and field.fills_down else ""
        reading.spoil(faults.REQUIRED, field.name, fix=Fix(above) if above else None)


def _hidden_label(text: str, oddity: Oddity | None) -> str:
    """Say what a label was before a spreadsheet took it for a day: 10-1 became 10 月 1 日."""
    if oddity is Oddity.DATE:
        day = date.fromisoformat(text[:10])
        return f"{day.month}-{day.day}"
    if not (match := _DATE_LABEL.fullmatch(text)):
        return ""
    month, day_of, first, word, other, second = match.groups()
    if month:
        return f"{int(month)}-{int(day_of)}"
    name = (word or other).lower()
    return f"{_MONTHS.index(name) + 1}-{int(first or second)}" if name in _MONTHS else ""


def _rolled_up(stray: dict[str, list[Problem]]) -> list[Problem]:
    """One line for a column's stray spaces, standing at the first of them."""
    return [
        Problem(faults.TIDIED, places[0].cell, places[0].row, {"field": label}, found=places[0].found, count=len(places))
        for label, places in stray.items()
    ]  # fmt: skip
