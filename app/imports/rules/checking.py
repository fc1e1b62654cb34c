"""Checking a whole ledger: every fault of every row at once, each by its cell."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from app.imports.rules import faults
from app.imports.rules.body import stand
from app.imports.rules.headers import look_alikes
from app.imports.rules.kinds import Field, Kind, Layout, Reading
from app.imports.rules.ledger import Ledger, Oddity, Row
from app.imports.rules.problems import FAULTS, Fault, Fix, Problem, Severity, in_order
from app.imports.rules.words import CELL_ERROR, LOST_NUMBER, clean, has_control, tidy, visible

__all__ = ["Checked", "Progress", "check_ledger"]

Record = TypeVar("Record")
Context = TypeVar("Context")

# Told (rows done, rows in all, problems so far): 「已校验 1 250/5 000，发现 37 处」.
Progress = Callable[[int, int, int], None]
_STEP = 250

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATE_LABEL = re.compile(r"(\d{1,2})月(\d{1,2})日|(\d{1,2})-([A-Za-z]{3})|([A-Za-z]{3})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Checked(Generic[Record]):
    """What checking found. `records` may be used only while nothing blocks; `skipped` says why a row is none."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    skipped: dict[int, Fault]
    rows: int

    @property
    def blocked(self) -> bool:
        """Whether an error anywhere keeps the whole file out."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


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
        return Checked((), tuple(problems), {}, 0)
    body = stand(ledger, layout, kind.fields)
    problems.extend(body.problems)
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
    return Checked(tuple(records), tuple(in_order(problems)), dict(body.skipped), len(body.rows))


def _of_file(ledger: Ledger, kind: Kind[Any, Any, Any], layout: Layout) -> list[Problem]:
    sheet = ledger.sheet
    problems = [Problem(FAULTS[notice.code], facts=notice.facts) for notice in ledger.notices]
    if sheet.header is None:
        return [*problems, Problem(faults.NO_HEADER)]
    header = sheet.header
    joined = next((column.title for column in header.columns if len(column.parts) > 1), "")
    if header.last_row > header.first_row and joined:
        facts = {"first": header.first_row, "last": header.last_row, "title": joined}
        problems.append(Problem(faults.HEADER_JOINED, f"A{header.first_row}", header.first_row, facts))
    problems.extend(
        Problem(faults.COLUMN_MISSING, f"A{header.last_row}", header.last_row, {"field": field.label})
        for field in kind.fields
        if field.required and not layout.has(field.name)
    )
    matched = {column.number for columns in layout.columns.values() for column in columns}
    problems.extend(
        Problem(
            faults.UNMATCHED, f"{column.letter}{header.last_row}", header.last_row,
            {"letter": column.letter, "title": column.title},
        )
        for column in header.columns
        if column.number not in matched
    )  # fmt: skip
    problems.extend(
        Problem(faults.OTHER_SHEET, facts={"sheet": other.name, "rows": sum(1 for _ in other.body)})
        for other in look_alikes(ledger)
    )
    hidden = [other for other in ledger.sheets if other.hidden and other.rows and other is not sheet]
    problems.extend(Problem(faults.HIDDEN_SHEET, facts={"sheet": other.name}) for other in hidden)
    return problems


def _read_cells(
    reading: Reading, fields: Sequence[Field], before: Row | None, stray: dict[str, list[Problem]]
) -> None:
    """Check what holds for any cell: readable, whole, not too long, there at all."""
    for field in fields:
        for column in reading.layout.columns.get(field.name, ()):
            raw = reading.row.text(column.number)
            if raw and tidy(raw) != raw and not has_control(raw):
                cell = f"{column.letter}{reading.row.number}"
                found = "" if field.private else visible(raw)
                stray.setdefault(field.label, []).append(Problem(faults.TIDIED, cell, reading.row.number, found=found))
        if field.name in reading.layout.columns:
            _read_cell(reading, field, before)


def _read_cell(reading: Reading, field: Field, before: Row | None) -> None:
    column = reading.layout.columns[field.name][0].number
    raw, oddity = reading.row.text(column), reading.row.oddities.get(column)
    text = reading.text(field.name)
    if oddity is Oddity.HOLLOW:
        reading.spoil(faults.HOLLOW, field.name)
    elif CELL_ERROR.fullmatch(text):
        reading.spoil(faults.CELL_ERROR, field.name)
    elif has_control(raw):
        reading.spoil(faults.CONTROL, field.name, fix=None if field.private else Fix(clean(raw)))
    elif oddity is Oddity.LOST or LOST_NUMBER.fullmatch(text):
        reading.spoil(faults.NUMBER_LOST, field.name)
    elif field.is_label and (guess := _hidden_label(text, oddity)):
        reading.spoil(faults.DATE_FOR_LABEL, field.name, fix=Fix(guess), guess=guess)
    elif len(text) > field.limit:
        reading.spoil(faults.TOO_LONG, field.name, length=len(text), limit=field.limit)
    elif field.required and not text:
        above = tidy(before.text(column)) if before and field.fills_down else ""
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
