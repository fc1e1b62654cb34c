"""From the rows below the header to the rows that are records: totals, notes and repeated headers step aside."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.imports.rules import faults
from app.imports.rules.kinds import Field, Layout
from app.imports.rules.ledger import EXAMPLE_NOTE, Column, Form, Ledger, Row, Sheet, address
from app.imports.rules.problems import Fact, Fault, Problem
from app.imports.rules.words import known_form, whole

__all__ = ["Body", "stand"]

_TOTAL = re.compile(r"(合计|总计|小计|共计|累计|总数|grandtotal|subtotal|total|sum)\d*[张人行条间个]?床?位?")
_SIGNED = re.compile(r"(填表|制表|审核|复核|填报|打印|单位盖章).*")
_FOOTER = re.compile(r"(注|备注|说明|填表|制表|审核|复核|负责人|联系人|联系电话|填报|打印|单位盖章).*")


@dataclass(frozen=True, slots=True)
class Body:
    """Rows that are records, rows that are not with what they are, and what was seen on the way."""

    rows: tuple[Row, ...]
    skipped: Mapping[int, Fault]
    problems: tuple[Problem, ...]


def stand(ledger: Ledger, layout: Layout, fields: Iterable[Field]) -> Body:
    """Take the rows of the chosen sheet apart; merged cells of columns that speak for several rows are written out."""
    fields = tuple(fields)
    sheet = ledger.sheet
    filled, problems = _filled_down(sheet, layout, fields)
    titles = {column.number: known_form(column.parts[-1]) for column in _columns(sheet) if column.parts}
    kept: list[Row] = []
    skipped: dict[int, Fault] = {}
    for row in filled:
        reason = _chosen(ledger, row, titles) or _reason(row, layout, fields)
        if reason is None:
            kept.append(row)
            continue
        skipped[row.number] = reason
        cell, said = address(row.filled[0], row.number), row.text(row.filled[0])
        problems.append(Problem(reason, cell, row.number, {"row": row.number}, found=said))
        if reason is faults.TOTAL_ROW:
            problems.extend(_differs(row, len(kept)))
    problems.extend(_gaps(sheet))
    if ledger.form is Form.TEXT:
        problems.extend(_overhang(sheet, kept))
    return Body(tuple(kept), skipped, tuple(problems))


def _chosen(ledger: Ledger, row: Row, titles: Mapping[int, str]) -> Fault | None:
    """Rows that say themselves, or of which their owner has said, that they are none."""
    if row.id in ledger.left_out:
        return faults.LEFT_OUT
    if EXAMPLE_NOTE in row.texts:
        return faults.EXAMPLE_ROW
    same = [known_form(row.text(column)) == titles.get(column) for column in row.filled]
    return faults.HEADER_AGAIN if len(same) > 1 and all(same) else None


def _reason(row: Row, layout: Layout, fields: Sequence[Field]) -> Fault | None:
    """Rows that read like a total or a note at the foot and lack what would make them a record."""
    complete = all(_says(row, layout, field) for field in fields if field.required)
    words = [known_form(row.text(column)) for column in row.filled[:3]]
    if not complete and any(_TOTAL.fullmatch(word) for word in words):
        return faults.TOTAL_ROW
    lonely = len(row.filled) <= 2 and not any(_says(row, layout, field) for field in fields if field.required)
    if (lonely or not complete) and len(row.filled) <= 4 and _FOOTER.fullmatch(words[0]):
        return faults.FOOTER_ROW
    return None


def _says(row: Row, layout: Layout, field: Field) -> bool:
    columns = layout.columns.get(field.name)
    text = known_form(row.text(columns[0].number)) if columns else ""
    # The word that makes a row a total or a note says nothing of the field under which it happens to stand.
    return bool(text) and not _TOTAL.fullmatch(text) and not _SIGNED.fullmatch(text)


def _columns(sheet: Sheet) -> Iterator[Column]:
    return iter(sheet.header.columns if sheet.header else ())


def _differs(row: Row, read: int) -> list[Problem]:
    """Compare a total with the rows above it, when the row holds exactly one number."""
    numbers = [(column, number) for column in row.filled if (number := whole(row.text(column))) is not None]
    if len(numbers) != 1 or numbers[0][1] == read:
        return []
    column, said = numbers[0]
    facts: dict[str, Fact] = {"row": row.number, "said": said, "read": read}
    return [Problem(faults.TOTAL_DIFFERS, address(column, row.number), row.number, facts, found=str(said))]


def _gaps(sheet: Sheet) -> list[Problem]:
    numbers = [row.number for row in sheet.body]
    gaps = [(before + 1, after - before - 1) for before, after in pairwise(numbers)]
    first = next((start for start, length in gaps if length), 0)
    count = sum(length for _, length in gaps)
    return [Problem(faults.BLANK_ROWS, address(1, first), first, {"row": first}, count=count)] if count else []


def _overhang(sheet: Sheet, rows: Sequence[Row]) -> list[Problem]:
    """Text files: a few rows longer than the header have a separator inside a field; many have a column without name."""
    named = max((column.number for column in _columns(sheet) if column.parts), default=0)
    longer = [row for row in rows if row.filled and row.filled[-1] > named]
    if len(longer) * 2 > len(rows) and len(rows) > 2:
        return []
    return [
        Problem(
            faults.EXTRA_CELLS, address(named + 1, row.number), row.number,
            {"row": row.number, "extra": len(row.texts) - named}, found=row.text(named + 1),
        )
        for row in longer
    ]  # fmt: skip


def _filled_down(sheet: Sheet, layout: Layout, fields: Sequence[Field]) -> tuple[list[Row], list[Problem]]:
    """Write merged cells out where one cell speaks for the rows it spans; say where only the first row counts."""
    rows = {row.number: row for row in sheet.body}
    by_column = {layout.columns[field.name][0].number: field for field in fields if field.name in layout.columns}
    places: dict[str, list[str]] = {}
    problems = []
    for span in sheet.merged:
        field = by_column.get(span.first_column)
        covered = [number for number in range(span.first_row, span.last_row + 1) if number in rows]
        if field is None or len(covered) < 2 or covered[0] != span.first_row:
            continue
        first = address(span.first_column, span.first_row)
        if not field.fills_down:
            facts: dict[str, Fact] = {"field": field.title, "row": span.first_row, "rows": len(covered)}
            problems.append(Problem(faults.MERGED_ONCE, first, span.first_row, facts))
            continue
        text = rows[span.first_row].text(span.first_column)
        for number in covered[1:]:
            # What its owner has typed into a covered cell since is meant for that row.
            if not rows[number].text(span.first_column).strip():
                rows[number] = _with_text(rows[number], span.first_column, text)
        places.setdefault(field.title, []).append(first)
    for label, cells in places.items():
        problems.append(Problem(faults.MERGED_DOWN, cells[0], None, {"field": label}, count=len(cells)))
    return [rows[number] for number in sorted(rows)], problems


def _with_text(row: Row, column: int, text: str) -> Row:
    texts = [*row.texts, *[""] * (column - len(row.texts))]
    texts[column - 1] = text
    return replace(row, texts=tuple(texts))
