"""Reading .csv, .psv, .tsv: which encoding, which separator, which record on which line."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from charset_normalizer import from_bytes

from app.imports.sheets.limits import MAX_COLUMNS, MAX_ROWS, Refusal

__all__ = ["Record", "decode", "guess_separator", "read_records"]

# A record: the line of the file it begins on, and its fields.
Record = tuple[int, list[str]]

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_OWN = {".psv": "|", ".tsv": "\t"}
_SEPARATORS = ",\t|;"
# A field longer than this is a quotation mark that was never closed, with half of the file behind it.
_LONGEST = 32_767


def decode(data: bytes) -> tuple[str, str]:
    """Give the text and its encoding: by its mark, as UTF-8, as GB 18030 (what Windows writes here), else by guess."""
    if encoding := _MARKS.get(data[:2]):
        return _strictly(data, encoding) or _refuse(), encoding
    if _looks_binary(data):
        _refuse()
    for encoding in ("utf-8-sig", "gb18030"):
        if (text := _strictly(data, encoding)) is not None:
            return text, encoding
    best = from_bytes(data).best()
    return (str(best), best.encoding) if best else (_refuse(), "")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _refuse() -> str:
    raise Refusal("not_a_table")


def _looks_binary(data: bytes) -> bool:
    """A stray NUL is told by its cell; a file full of control bytes is no text at all."""
    sample = data[:65_536]
    odd = sum(count for byte, count in Counter(sample).items() if byte < 32 and byte not in b"\t\n\r\x0c")
    return odd * 50 > len(sample)


def guess_separator(text: str, suffix: str) -> str:
    """Choose the separator: the one the name promises if it is there, else the one the first lines agree on."""
    lines = [line for line in text.splitlines()[:40] if line.strip()][:20]
    own = _OWN.get(suffix, "")
    if own and any(own in line for line in lines):
        return own
    scores = {mark: sum(line.count(mark) > 0 for line in lines) for mark in _SEPARATORS}
    return max(_SEPARATORS, key=lambda mark: (scores[mark], max((line.count(mark) for line in lines), default=0)))


def read_records(text: str, separator: str) -> list[Record]:
    """Read the records, blank ones included, so that the nth is the nth row of the owner's program."""
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    records: list[Record] = []
    filled = 0
    try:
        for fields in _numbered(reader):
            records.append(fields)
            filled += any(field.strip() for field in fields[1])
            _check_size(fields, len(records), filled)
    except csv.Error as error:
        raise Refusal("open_quote", line=reader.line_num) from error
    return records


def _numbered(reader: Any) -> Iterator[Record]:
    begins = 1
    for fields in reader:
        yield begins, fields
        begins = reader.line_num + 1


def _check_size(record: Record, number: int, filled: int) -> None:
    if filled > MAX_ROWS:
        raise Refusal("too_many_rows", sheet="", limit=MAX_ROWS)
    width = max((n for n, field in enumerate(record[1], 1) if field.strip()), default=0)
    if width > MAX_COLUMNS:
        raise Refusal("too_many_columns", sheet="", row=number, limit=MAX_COLUMNS)
