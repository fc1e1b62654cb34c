"""Finding the table in the sheet: where its header stands, what its columns are called, which sheet is meant."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from app.imports.rules.ledger import OUR_ID_TITLE, Column, Header, Ledger, Row, Sheet
from app.imports.rules.words import known_form, tidy

__all__ = ["choose_sheet", "look_alikes", "set_header", "with_headers"]

# Headers stand near the top; below this a row of words is a note.
_SEARCHED = 30
_MOST_HEADER_ROWS = 4
_ID = re.compile(r"[0-9a-f]{8}-\d{1,3}-\d{1,7}")


def with_headers(ledger: Ledger, words: Collection[str]) -> Ledger:
    """Guess the header of every sheet and give every row an id that survives a round trip."""
    sheets = []
    for index, sheet in enumerate(ledger.sheets):
        place = _find(sheet, words)
        header = _header(sheet, *place) if place else None
        sheets.append(_with_ids(replace(sheet, header=header), f"{ledger.digest[:8]}-{index}"))
    return replace(ledger, sheets=tuple(sheets))


def set_header(ledger: Ledger, sheet: int, first_row: int, last_row: int) -> Ledger:
    """Take the sheet and the header rows that its owner points at instead of the guess."""
    if not 1 <= first_row <= last_row < first_row + _MOST_HEADER_ROWS:
        raise ValueError(first_row, last_row)
    chosen = replace(ledger.sheets[sheet], header=_header(ledger.sheets[sheet], first_row, last_row))
    sheets = (*ledger.sheets[:sheet], _with_ids(chosen, f"{ledger.digest[:8]}-{sheet}"), *ledger.sheets[sheet + 1 :])
    return replace(ledger, sheets=sheets, chosen=sheet)


def choose_sheet(ledger: Ledger, words: Collection[str]) -> int:
    """Choose the visible sheet whose header says most, then the one with most rows."""

    def weight(index: int) -> tuple[bool, int, int]:
        sheet = ledger.sheets[index]
        known = sum(_known(column.parts, words) for column in sheet.header.columns) if sheet.header else 0
        return not sheet.hidden, known, len(sheet.rows)

    return max(range(len(ledger.sheets)), key=lambda index: (*weight(index), -index))


def look_alikes(ledger: Ledger) -> list[Sheet]:
    """Other visible sheets with much the same header and rows below it: they are not imported along."""
    titles = _titles(ledger.sheet)
    others = [sheet for n, sheet in enumerate(ledger.sheets) if n != ledger.chosen and not sheet.hidden]
    return [
        sheet for sheet in others
        if len(titles & _titles(sheet)) * 2 > len(titles) and any(True for _ in sheet.body)
    ]  # fmt: skip


def _titles(sheet: Sheet) -> set[str]:
    return {known_form(column.title) for column in sheet.header.columns} - {""} if sheet.header else set()


def _known(parts: Sequence[str], words: Collection[str]) -> bool:
    return any(known_form(part) in words for part in (*parts, "/".join(parts)))


def _find(sheet: Sheet, words: Collection[str]) -> tuple[int, int] | None:
    rows = sheet.rows[:_SEARCHED]
    for index, row in enumerate(rows):
        if _is_heading(row, words):
            first = index
            while first and _is_group(sheet, rows[first - 1], rows[first]):
                first -= 1
            last = index
            while last + 1 < len(rows) and _is_group(sheet, rows[last], rows[last + 1], words):
                last += 1
            return rows[first].number, rows[last].number
    return None


def _is_heading(row: Row, words: Collection[str]) -> bool:
    """A header is mostly words, and at least two of them are known."""
    texts = [row.text(column) for column in row.filled]
    wordy = [text for text in texts if not re.fullmatch(r"[\d.,/:\- ]*", text)]
    known = {known_form(text) for text in texts} & set(words)
    return len(texts) > 1 and len(wordy) >= 0.6 * len(texts) and len(known) > 1


def _is_group(sheet: Sheet, upper: Row, lower: Row, words: Collection[str] | None = None) -> bool:
    """Whether the upper row heads groups of the lower one's columns.

    With `words` the lower row must be a header by itself; without, it is known to be one, and the upper row must
    read like headings, not like a title or 「单位：…　日期：…」.
    """
    if upper.number + 1 != lower.number or len(upper.filled) < 2 or len(lower.filled) < 2:
        return False
    if words is not None and not _is_heading(lower, words):
        return False
    if words is None and any(re.search(r"[：:\d]", upper.text(column)) for column in upper.filled):
        return False
    wide = any(span.wide and span.first_row <= upper.number <= span.last_row for span in sheet.merged)
    return wide or any(not upper.text(column).strip() for column in lower.filled)


def _header(sheet: Sheet, first: int, last: int) -> Header:
    width = max((len(row.texts) for row in sheet.rows), default=0)
    lines = [_line(sheet, number, width, spread=number < last) for number in range(first, last + 1)]
    below = {column for row in sheet.rows if row.number > last for column in row.filled}
    columns = []
    for number in range(1, width + 1):
        parts = list(dict.fromkeys(text for text in (line[number - 1] for line in lines) if text))
        if parts or number in below:
            columns.append(Column(number, tuple(parts)))
    return Header(first, last, tuple(columns))


def _line(sheet: Sheet, number: int, width: int, *, spread: bool) -> list[str]:
    """One row of the header, its merged cells written out; without merged cells a group reaches to the next one."""
    row = next((row for row in sheet.rows if row.number == number), Row(number, ()))
    line = [tidy(row.text(column)) for column in range(1, width + 1)]
    for span in sheet.merged:
        if span.first_row == number and span.wide:
            line[span.first_column - 1 : span.last_column] = [line[span.first_column - 1]] * (
                min(span.last_column, width) - span.first_column + 1
            )
    if spread and not sheet.merged:
        beneath = next((row for row in sheet.rows if row.number == number + 1), row)
        for column in range(1, width):
            if not line[column] and beneath.text(column + 1).strip():
                line[column] = line[column - 1]
    return line


def _with_ids(sheet: Sheet, prefix: str) -> Sheet:
    """Keep the ids that an annotated workbook brings back, and hide its own columns from the mapping."""
    columns = sheet.header.columns if sheet.header else ()
    ours = next((column.number for column in columns if column.parts[-1:] == (OUR_ID_TITLE,)), 0)
    seen: set[str] = set()
    rows = []
    for row in sheet.rows:
        brought = row.text(ours).strip() if ours else ""
        row_id = brought if _ID.fullmatch(brought) and brought not in seen else f"{prefix}-{row.number}"
        seen.add(row_id)
        rows.append(replace(row, id=row_id))
    if sheet.header and ours:
        kept = tuple(column for column in columns if column.number not in {ours, ours - 1})
        sheet = replace(sheet, header=replace(sheet.header, columns=kept))
    return replace(sheet, rows=tuple(rows))
