"""A file of separated text as one sheet, numbered as a spreadsheet program would show it."""

from app.imports.rules.ledger import Row, Sheet
from app.imports.sheets.limits import Refusal
from app.imports.sheets.texts import decode, guess_separator, read_records

__all__ = ["read_table"]

_PLAIN = {".csv", ".psv", ".tsv", ".txt"}
_PAGES = ("<!doctype html", "<html", "<?xml", "<table", "{\\rtf", "%pdf")


def read_table(data: bytes, suffix: str, name: str) -> tuple[Sheet, dict[str, str]]:
    """Read separated text; give the sheet and what was found out on the way (encoding, separator)."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refusal("empty")
    text, encoding = decode(data)
    start = text[:200].lstrip().lower()
    if start.startswith(_PAGES):
        raise Refusal("web_page" if not start.startswith(("%pdf", "{\\rtf")) else "not_a_table")
    separator = guess_separator(text, suffix)
    records = read_records(text, separator)
    if suffix not in _PLAIN and not _is_table(records):
        raise Refusal("not_a_table")
    rows = (Row(number, _trimmed(fields), {}, line) for number, (line, fields) in enumerate(records, 1))
    return Sheet(name, tuple(row for row in rows if row.filled)), {"encoding": encoding, "separator": separator}


def _trimmed(fields: list[str]) -> tuple[str, ...]:
    while fields and not fields[-1].strip():
        fields = fields[:-1]
    return tuple(fields)


def _is_table(records: list[tuple[int, list[str]]]) -> bool:
    """Whether text under a workbook's name is a table after all: as exported by programs that name .csv .xls."""
    widths = [len(fields) for _, fields in records if any(fields)]
    return len(widths) > 1 and min(widths) > 2
