"""From an uploaded file to a ledger: read in the child, then find the sheet, the header and the rows' own numbers."""

import asyncio
from collections.abc import Collection
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from app.imports.errors import LedgerRefused
from app.imports.rules.headers import choose_sheet, with_headers
from app.imports.rules.ledger import Form, Ledger, Notice
from app.imports.rules.registry import all_words
from app.imports.sheets.child import run_limited
from app.imports.sheets.limits import MAX_BYTES, MIB, READING
from app.imports.sheets.packing import sheet_from_plain

__all__ = ["read_ledger"]

_FORMS = {Form.XLSX: {".xlsx", ".xlsm"}, Form.XLS: {".xls"}, Form.ODS: {".ods"}}
_FORMS[Form.TEXT] = {".csv", ".psv", ".tsv", ".txt"}


async def read_ledger(data: bytes, filename: str, words: Collection[str] | None = None) -> Ledger:
    """Read a file in the limited child and guess its sheet and header; refuse what cannot be taken.

    `words` are those of the headers expected; without them the words of every kind known are looked for.
    """
    if not data:
        raise LedgerRefused("empty")
    if len(data) > MAX_BYTES:
        raise LedgerRefused("too_large", size=-(-len(data) // MIB), limit=MAX_BYTES // MIB)
    answer, _ = await run_limited({"work": "read", "filename": filename}, data, READING)
    return await asyncio.to_thread(_ledger, answer, filename, all_words() if words is None else words)


def _ledger(answer: dict[str, Any], filename: str, words: Collection[str]) -> Ledger:
    sheets = tuple(sheet_from_plain(sheet) for sheet in answer["sheets"])
    if not any(sheet.rows for sheet in sheets):
        raise LedgerRefused("no_sheet")
    form = Form(answer["form"])
    ledger = Ledger(filename, form, answer["digest"], sheets, notices=tuple(_notices(answer, form, filename)))
    ledger = with_headers(ledger, words)
    return replace(ledger, chosen=choose_sheet(ledger, words))


def _notices(answer: dict[str, Any], form: Form, filename: str) -> list[Notice]:
    suffix = PurePath(filename).suffix.lower()
    notices = []
    if suffix not in _FORMS[form]:
        notices.append(Notice("form_unlike_name", {"name": suffix or filename, "form": form.value}))
    if (encoding := answer["facts"].get("encoding", "utf-8-sig")) != "utf-8-sig":
        notices.append(Notice("encoding", {"encoding": encoding.upper()}))
    return notices
