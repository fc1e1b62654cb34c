"""What a page shows, as a workbook: the rows with typed cells, and a sheet that says what they are. It knows no page."""

import asyncio
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, Protocol
from urllib.parse import quote

import xlsxwriter
from fastapi import Response

from app.core.i18n import _

__all__ = ["MEDIA_TYPE", "Cell", "Column", "Share", "Sheet", "give_book", "write_book"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Kind = Literal["text", "count", "rate", "day"]

FORMATS: dict[Kind, str] = {"text": "@", "count": "#,##0", "rate": "0.0%", "day": "yyyy-mm-dd"}
MOST_TEXT = 32_767
# A cell that begins so is taken for a formula as soon as somebody edits it; full-width forms work in some programs.
RISKY = re.compile(r"\s*[=+\-@＝＋－＠]")


class Share(Protocol):
    """A rate, exact, of which there may be none."""

    @property
    def value(self) -> Fraction | None:
        """The exact share."""


Cell = str | int | date | Share | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, what its cells are, and how wide it is in letters."""

    title: str
    kind: Kind = "count"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet under their columns. A missing number stays empty and is never zero."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


async def give_book(name: str, sheets: Sequence[Sheet], notes: Sequence[tuple[str, str]]) -> Response:
    """Write a book beside the loop, and give it to keep under its 中文 name."""
    data = await asyncio.to_thread(write_book, sheets, notes)
    named = f"attachment; filename*=UTF-8''{quote(f'{name}.xlsx')}"
    return Response(data, media_type=MEDIA_TYPE, headers={"Content-Disposition": named, "Cache-Control": "no-store"})


def write_book(sheets: Sequence[Sheet], notes: Sequence[tuple[str, str]]) -> bytes:
    """Write the sheets, and after them 说明: what the figures are, of which day, by which rulings, left out what."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": FORMATS["day"]})
    pens = _Pens(book)
    for sheet in sheets:
        _write_rows(book.add_worksheet(_name(sheet.name)), sheet, pens)
    _write_notes(book.add_worksheet(_("说明")), notes, pens)
    book.close()
    return out.getvalue()


class _Pens:
    """The formats of one book, each made once."""

    def __init__(self, book: Any) -> None:
        """Make them."""
        self.of = {kind: book.add_format({"num_format": form, "valign": "top"}) for kind, form in FORMATS.items()}
        # Text that looks like a formula stays text even after somebody edits its cell.
        self.risky = book.add_format({"num_format": "@", "quote_prefix": True, "valign": "top"})
        self.head = book.add_format({"bold": True, "bg_color": "#F3EEE7", "bottom": 1, "text_wrap": True})
        self.word = book.add_format({"num_format": "@", "bold": True, "valign": "top"})
        self.note = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})


def _write_rows(sheet: Any, plan: Sheet, pens: _Pens) -> None:
    rows = 0
    for at, column in enumerate(plan.columns):
        sheet.write_string(0, at, column.title, pens.head)
        sheet.set_column(at, at, column.width)
    for rows, row in enumerate(plan.rows, 1):
        for at, (cell, column) in enumerate(zip(row, plan.columns, strict=True)):
            _write_cell(sheet, rows, at, cell, pens.of[column.kind], pens)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(rows, 1), len(plan.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&P / &N")


def _write_cell(sheet: Any, row: int, at: int, cell: Cell, pen: Any, pens: _Pens) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        text = cell[:MOST_TEXT]
        sheet.write_string(row, at, text, pens.risky if RISKY.match(text) else pens.of["text"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, at, cell, pen)
    elif isinstance(cell, int):
        sheet.write_number(row, at, cell, pen)
    elif (share := cell.value) is not None:
        # The exact share: what is shown is the cell's format, what is counted with is the whole number.
        sheet.write_number(row, at, float(share), pen)


def _write_notes(sheet: Any, notes: Sequence[tuple[str, str]], pens: _Pens) -> None:
    for row, (word, said) in enumerate(notes):
        sheet.write_string(row, 0, word, pens.word)
        sheet.write_string(row, 1, said[:MOST_TEXT], pens.note)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _name(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", "", text)[:31] or "1"
