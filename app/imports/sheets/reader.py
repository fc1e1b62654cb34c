"""In the child: bytes to sheets. What the file is decides, not what it is called."""

import hashlib
import re
from pathlib import PurePath
from typing import Any

from app.imports.rules.ledger import Sheet
from app.imports.sheets.archives import open_workbook
from app.imports.sheets.biff import is_compound, is_locked
from app.imports.sheets.limits import Refusal
from app.imports.sheets.packing import sheet_to_plain
from app.imports.sheets.tables import read_table
from app.imports.sheets.workbooks import read_sheets

__all__ = ["work"]

_SPANNED = re.compile(rb'number-rows-spanned="(?!1")')


def work(head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """Read a file into plain sheets."""
    form, sheets, facts = _read(PurePath(head["filename"]), data)
    plain = [sheet_to_plain(sheet) for sheet in sheets]
    return {"form": form, "digest": hashlib.sha256(data).hexdigest(), "facts": facts, "sheets": plain}, b""


def _read(name: PurePath, data: bytes) -> tuple[str, list[Sheet], dict[str, str]]:
    if data[:4] == b"PK\x03\x04":
        archive, form = open_workbook(data)
        if form == "ods":
            _refuse_unseen(archive.read("content.xml"))
        return form, read_sheets(data, archive if form == "xlsx" else None), {}
    if is_compound(data):
        if is_locked(data):
            raise Refusal("locked")
        return "xls", read_sheets(data, None), {}
    sheet, facts = read_table(data, name.suffix.lower(), name.stem)
    return "text", [sheet], facts


def _refuse_unseen(content: bytes) -> None:
    """Of an .ods the reader gives failed formulas and cells under a merged one as blanks, and nothing tells which."""
    if b'value-type="error"' in content:
        raise Refusal("ods_failed")
    if _SPANNED.search(content):
        raise Refusal("ods_merged")
