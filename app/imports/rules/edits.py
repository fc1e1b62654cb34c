"""Changing a ledger in place 改, and carrying what was changed over to a corrected file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.imports.rules.ledger import Ledger, Row, address, parse_address
from app.imports.rules.words import known_form

__all__ = ["Edits", "apply_fixes", "carry_over", "ids_of"]


@dataclass(frozen=True, slots=True)
class Edits:
    """What its owner changed in a ledger's chosen sheet: cells by address, rows left out by id."""

    cells: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()


def apply_fixes(ledger: Ledger, cells: Mapping[str, str], left_out: Iterable[str] = ()) -> Ledger:
    """Give the ledger with cells of the chosen sheet retyped and rows left out; an unknown cell raises ValueError."""
    typed: dict[int, dict[int, str]] = {}
    for cell, text in cells.items():
        column, number = parse_address(cell)
        typed.setdefault(number, {})[column] = text
    unknown = typed.keys() - {row.number for row in ledger.sheet.body}
    if unknown:
        raise ValueError(sorted(unknown))
    rows = tuple(_typed(row, typed[row.number]) if row.number in typed else row for row in ledger.sheet.rows)
    sheets = tuple(
        replace(sheet, rows=rows) if index == ledger.chosen else sheet for index, sheet in enumerate(ledger.sheets)
    )
    return replace(ledger, sheets=sheets, left_out=ledger.left_out | frozenset(left_out))


def _typed(row: Row, texts: Mapping[int, str]) -> Row:
    line = [*row.texts, *[""] * (max(texts) - len(row.texts))]
    for column, text in texts.items():
        line[column - 1] = text
    oddities = {column: oddity for column, oddity in row.oddities.items() if column not in texts}
    return replace(row, texts=tuple(line), oddities=oddities)


def ids_of(ledger: Ledger, numbers: Iterable[int]) -> frozenset[str]:
    """Give the ids of rows by number, as `left_out` keeps them."""
    wanted = set(numbers)
    return frozenset(row.id for row in ledger.sheet.body if row.number in wanted)


def carry_over(before: Ledger, edits: Edits, after: Ledger) -> Edits:
    """Take edits along to a file sent again: by row id and column, wherever the cell still says what it said.

    A cell that its owner has changed in the file since keeps what the file says; a row that is gone takes its
    edits with it. Rows may have been sorted, and columns moved, in between.
    """
    old_rows = {row.number: row for row in before.sheet.body}
    new_rows = {row.id: row for row in after.sheet.body}
    old_titles = _titles(before)
    new_columns = {title: column for column, title in _titles(after).items()}
    cells = {}
    for cell, text in edits.cells.items():
        column, number = parse_address(cell)
        old = old_rows.get(number)
        new = new_rows.get(old.id) if old else None
        moved = new_columns.get(old_titles.get(column, ""))
        if old and new and moved and new.text(moved) == old.text(column):
            cells[address(moved, new.number)] = text
    return Edits(cells, frozenset(edits.left_out & new_rows.keys()))


def _titles(ledger: Ledger) -> dict[int, str]:
    header = ledger.sheet.header
    return {column.number: known_form(column.title) for column in header.columns if column.parts} if header else {}
