"""In the child: a ledger back as a workbook with its problems marked. The original's own sheets stay as they are."""

import io
import re
import tempfile
from typing import Any

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.imports.rules.ledger import OUR_ID_TITLE, OUR_PROBLEM_TITLE, Row, parse_address
from app.imports.sheets.packing import sheet_from_plain

__all__ = ["work"]

AUTHOR = "Yiyang"
_RED = {"error": "FFFFC7CE", "warning": "FFFFEB9C"}
_MOST_TEXT = 32_767
_WIDE = 60
# A cell that begins so is taken for a formula as soon as somebody edits it; full-width forms work in some programs.
_RISKY = re.compile(r"\s*[=+\-@＝＋－＠]")


def work(head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """Write the annotated workbook: into the original when there is one to write into, else as text."""
    return {}, _into_original(head, data) if head["keep"] else _as_text(head)


def _into_original(head: dict[str, Any], data: bytes) -> bytes:
    book = load_workbook(io.BytesIO(data))
    sheet = book[head["sheet"]]
    _wash(sheet)
    for cell, (severity, text) in head["cells"].items():
        _mark(sheet, cell, severity, text)
    column = head["column"]
    _put(sheet.cell(head["header_row"], column), OUR_PROBLEM_TITLE).font = Font(bold=True)
    _put(sheet.cell(head["header_row"], column + 1), OUR_ID_TITLE)
    for row, text in head["rows"].items():
        _put(sheet.cell(int(row), column), text).alignment = Alignment(wrap_text=True, vertical="top")
    for row, row_id in head["ids"].items():
        _put(sheet.cell(int(row), column + 1), row_id)
    sheet.column_dimensions[get_column_letter(column)].width = _WIDE
    sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
    _explain(book, head["explained_name"], head["explained"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _wash(sheet: Worksheet) -> None:
    """Take off what an earlier round marked: a cell put right must not stay red."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.comment and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def _mark(sheet: Worksheet, place: str, severity: str, text: str) -> None:
    column, row = parse_address(place)
    cell: Cell | MergedCell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        span = next(each for each in sheet.merged_cells.ranges if place in each)
        cell = sheet.cell(span.min_row, span.min_col)
    if isinstance(cell, Cell):
        earlier = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment(earlier + text, AUTHOR, height=120, width=320)
        cell.fill = PatternFill("solid", fgColor=_RED[severity])


def _put(cell: Cell | MergedCell, text: str) -> Cell:
    """Write a text that stays one: never a formula, neither now nor after somebody edits the cell."""
    if isinstance(cell, MergedCell):
        raise TypeError(cell.coordinate)
    cell.value = text[:_MOST_TEXT]
    cell.data_type = "s"
    cell.number_format = "@"
    if _RISKY.match(text):
        cell.quotePrefix = True
    return cell


def _explain(book: Workbook, name: str, lines: list[list[str]]) -> None:
    """Add the sheet that explains; an earlier one of ours gives way, one of the owner's own stays."""
    title = lines[0][0]
    for sheet in list(book.worksheets):
        if sheet["A1"].value == title:
            book.remove(sheet)
    sheet = book.create_sheet(name)
    for number, line in enumerate(lines, 1):
        for column, text in enumerate(line, 1):
            _put(sheet.cell(number, column), text).alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in enumerate((10, 10, 8, 24, _WIDE, 36), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _as_text(head: dict[str, Any]) -> bytes:
    """The same rows at the same addresses, every cell text; row by row, so that a long ledger needs little memory."""
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": folder})
        formats = {name: book.add_format({"num_format": "@", "bg_color": f"#{red[2:]}"}) for name, red in _RED.items()}
        formats[""] = book.add_format({"num_format": "@"})
        taken: set[str] = set()
        for index, plain in enumerate(head["sheets"]):
            sheet = book.add_worksheet(_sheet_name(plain["name"], taken))
            _write_sheet(sheet, plain, head if index == head["chosen"] else None, formats)
        explained = book.add_worksheet(_sheet_name(head["explained_name"], taken))
        wrap = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for number, line in enumerate(head["explained"]):
            for column, text in enumerate(line):
                explained.write_string(number, column, text[:_MOST_TEXT], wrap)
        for column, width in enumerate((10, 10, 8, 24, _WIDE, 36)):
            explained.set_column(column, column, width)
        book.close()
    return out.getvalue()


def _write_sheet(sheet: Any, plain: dict[str, Any], head: dict[str, Any] | None, formats: dict[str, Any]) -> None:
    by_row: dict[int, dict[int, tuple[str, str]]] = {}
    for cell, marked in (head["cells"] if head else {}).items():
        column, number = parse_address(cell)
        by_row.setdefault(number, {})[column] = marked
    for row in sheet_from_plain(plain).rows:
        # What belongs to a row is written with it: once the next one has begun, this one is on its way out.
        _write_row(sheet, row, by_row.get(row.number, {}), formats)
        if head:
            _write_row_notes(sheet, row.number, head, formats[""])
    if head:
        sheet.set_column(head["column"] - 1, head["column"] - 1, _WIDE)
        sheet.set_column(head["column"], head["column"], 10, None, {"hidden": True})


def _write_row(sheet: Any, row: Row, marked: dict[int, tuple[str, str]], formats: dict[str, Any]) -> None:
    for column in sorted({*range(1, len(row.texts) + 1), *marked}):
        severity, said = marked.get(column, ("", ""))
        place = row.number - 1, column - 1
        if text := row.text(column):
            sheet.write_string(*place, text[:_MOST_TEXT], formats[severity])
        elif severity:
            sheet.write_blank(*place, None, formats[severity])
        if said:
            sheet.write_comment(*place, said[:_MOST_TEXT], {"author": AUTHOR, "x_scale": 2})


def _write_row_notes(sheet: Any, number: int, head: dict[str, Any], plain: Any) -> None:
    own = {head["header_row"]: (OUR_PROBLEM_TITLE, OUR_ID_TITLE)}
    problem, row_id = own.get(number, (head["rows"].get(str(number), ""), head["ids"].get(str(number), "")))
    for column, text in ((head["column"] - 1, problem), (head["column"], row_id)):
        if text:
            sheet.write_string(number - 1, column, text[:_MOST_TEXT], plain)


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that a workbook accepts, and no two alike."""
    plain = re.sub(r"[\[\]:*?/\\']", "", name)[:28] or "1"
    unique = next(each for each in (plain, *(f"{plain}{n}" for n in range(2, 300))) if each.casefold() not in taken)
    taken.add(unique.casefold())
    return unique
