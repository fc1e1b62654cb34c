"""Reading .xlsx, .xls and .ods: calamine gives the values, the scan what calamine leaves out."""

import io
import zipfile
from collections.abc import Iterable

from python_calamine import CalamineError, CalamineSheet, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from app.imports.rules.ledger import Oddity, Row, Sheet, Span
from app.imports.sheets.biff import scan_records
from app.imports.sheets.cells import shown
from app.imports.sheets.limits import MAX_COLUMNS, MAX_ROWS, Refusal
from app.imports.sheets.scan import Scan, scan_sheets

__all__ = ["read_sheets"]


def read_sheets(data: bytes, archive: zipfile.ZipFile | None) -> list[Sheet]:
    """Read every worksheet; `archive` is the checked zip of an .xlsx, None for other forms."""
    scans = scan_sheets(archive) if archive else scan_records(data)
    try:
        with load_workbook(io.BytesIO(data)) as book:
            kept = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
            return [
                _sheet(
                    book.get_sheet_by_name(meta.name), meta.visible != SheetVisibleEnum.Visible, scans.get(meta.name)
                )
                for meta in kept
            ]
    except PasswordError as error:
        raise Refusal("locked") from error
    except CalamineError as error:
        raise Refusal("damaged") from error


def _sheet(source: CalamineSheet, hidden: bool, scan: Scan | None) -> Sheet:
    top, left = source.start or (0, 0)
    if left + source.width > MAX_COLUMNS:
        _check_width(source, left)
    rows = list(_rows(source, top, left, scan or Scan(source.name)))
    if len(rows) > MAX_ROWS:
        raise Refusal("too_many_rows", sheet=source.name, limit=MAX_ROWS)
    spans = tuple(Span(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in source.merged_cell_ranges or ())
    return Sheet(source.name, tuple(rows), spans, hidden)


def _check_width(source: CalamineSheet, left: int) -> None:
    for number, values in enumerate(source.iter_rows(), (source.start or (0, 0))[0] + 1):
        if any(value != "" for value in values[max(MAX_COLUMNS - left, 0) :]):
            raise Refusal("too_many_columns", sheet=source.name, row=number, limit=MAX_COLUMNS)


def _rows(source: CalamineSheet, top: int, left: int, scan: Scan) -> Iterable[Row]:
    hollow: dict[int, list[int]] = {}
    for place, column in (*scan.errors, *scan.hollow):
        hollow.setdefault(place, []).append(column)
    for number, values in enumerate(source.iter_rows(), top + 1):
        texts = [""] * left
        oddities: dict[int, Oddity] = {}
        for column, value in enumerate(values[:MAX_COLUMNS], left + 1):
            text, oddity = ("", None) if value == "" else shown(value)
            if oddity is Oddity.NUMBER and (width := scan.padded.get((number, column))):
                text = text.zfill(width)
            texts.append(text)
            if oddity:
                oddities[column] = oddity
        row = _mended(Row(number, tuple(texts), oddities), scan, hollow.pop(number, ()))
        if row.filled:
            yield row
    # Rows of nothing but failed formulas lie outside what the reader calls the sheet.
    for below, columns in sorted(hollow.items()):
        yield _mended(Row(below, ()), scan, columns)


def _mended(row: Row, scan: Scan, columns: Iterable[int]) -> Row:
    """Put back the failed and the uncalculated formulas that the reader gave as blanks."""
    texts, oddities = list(row.texts), dict(row.oddities)
    for column in columns:
        texts.extend([""] * (column - len(texts)))
        texts[column - 1] = scan.errors.get((row.number, column), "")
        if (row.number, column) in scan.hollow:
            oddities[column] = Oddity.HOLLOW
    while texts and not texts[-1] and len(texts) not in oddities:
        texts.pop()
    return Row(row.number, tuple(texts), oddities)
