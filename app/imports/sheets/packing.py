"""A ledger as JSON and back: what the child answers, and what a service may keep between two steps."""

from typing import Any

import orjson

from app.imports.rules.ledger import Column, Form, Header, Ledger, Notice, Oddity, Row, Sheet, Span

__all__ = ["pack", "sheet_from_plain", "sheet_to_plain", "unpack"]


def sheet_to_plain(sheet: Sheet) -> dict[str, Any]:
    """Give a sheet as lists and texts."""
    header = sheet.header
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "merged": [[s.first_row, s.first_column, s.last_row, s.last_column] for s in sheet.merged],
        "rows": [
            [row.number, list(row.texts), {str(n): odd.value for n, odd in row.oddities.items()}, row.line, row.id]
            for row in sheet.rows
        ],
        "header": header and [header.first_row, header.last_row, [[c.number, list(c.parts)] for c in header.columns]],
    }


def sheet_from_plain(plain: dict[str, Any]) -> Sheet:
    """Read back what `sheet_to_plain` gave."""
    rows = tuple(
        Row(number, tuple(texts), {int(n): Oddity(odd) for n, odd in oddities.items()}, line, row_id)
        for number, texts, oddities, line, row_id in plain["rows"]
    )
    merged = tuple(Span(*span) for span in plain["merged"])
    header = None
    if plain["header"]:
        first, last, columns = plain["header"]
        header = Header(first, last, tuple(Column(number, tuple(parts)) for number, parts in columns))
    return Sheet(plain["name"], rows, merged, plain["hidden"], header)


def pack(ledger: Ledger) -> bytes:
    """Give a whole ledger as JSON."""
    return orjson.dumps({
        "filename": ledger.filename,
        "form": ledger.form.value,
        "digest": ledger.digest,
        "chosen": ledger.chosen,
        "notices": [[notice.code, dict(notice.facts)] for notice in ledger.notices],
        "left_out": sorted(ledger.left_out),
        "sheets": [sheet_to_plain(sheet) for sheet in ledger.sheets],
    })  # fmt: skip


def unpack(packed: bytes) -> Ledger:
    """Read back what `pack` gave."""
    plain = orjson.loads(packed)
    sheets = tuple(sheet_from_plain(sheet) for sheet in plain["sheets"])
    notices = tuple(Notice(code, facts) for code, facts in plain["notices"])
    left_out = frozenset(plain["left_out"])
    return Ledger(plain["filename"], Form(plain["form"]), plain["digest"], sheets, plain["chosen"], notices, left_out)
