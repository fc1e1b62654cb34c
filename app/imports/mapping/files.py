"""A mapping kept in a file: for ledgers with headers of their own, and for the command line."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from app.core.i18n import _
from app.imports.errors import MappingRefused
from app.imports.rules.headers import set_header
from app.imports.rules.kinds import Kind
from app.imports.rules.ledger import Ledger
from app.imports.rules.words import known_form

__all__ = ["SKIP", "MappingFile", "field_named", "placed", "read_mapping"]

# What a person or a mapping file says of a column that is not to be imported.
SKIP = "skip"


@dataclass(frozen=True, slots=True)
class MappingFile:
    """Columns by header, words by field, what holds for every row, and where the table stands."""

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    header_rows: tuple[int, int] | None = None


def read_mapping(data: bytes) -> MappingFile:
    """Read a mapping file, TOML or JSON: `sheet`, `header_rows`, `[columns]`, `[words.<field>]`, `[constants]`."""
    try:
        text = data.decode("utf-8-sig")
        plain = orjson.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
        rows = plain.get("header_rows")
        first, last = (rows, rows) if isinstance(rows, int) else (rows or (0, 0))
        return MappingFile(
            columns=_texts(plain.get("columns", {})),
            words={name: _texts(table) for name, table in plain.get("words", {}).items()},
            constants=_texts(plain.get("constants", {})),
            sheet=str(plain.get("sheet", "")),
            header_rows=(int(first), int(last)) if rows else None,
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise MappingRefused from error


def _texts(table: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in table.items()}


def placed(ledger: Ledger, mapping: MappingFile) -> Ledger:
    """Take the sheet and the header rows a mapping file names, where it names them."""
    names = [sheet.name for sheet in ledger.sheets]
    if mapping.sheet and mapping.sheet not in names:
        raise MappingRefused(
            _("对列文件说的工作表「{sheet}」不在文件里，只有「{names}」。请改对列文件").format(
                sheet=mapping.sheet, names="」「".join(names)
            )
        )
    index = names.index(mapping.sheet) if mapping.sheet else ledger.chosen
    header = ledger.sheets[index].header
    rows = mapping.header_rows or ((header.first_row, header.last_row) if header else (1, 1))
    try:
        return set_header(ledger, index, *rows)
    except ValueError as error:
        raise MappingRefused(_("对列文件的 header_rows 不对，请写表头的行号，例如 3 或 [2, 3]")) from error


def field_named(name: str, kind: Kind[Any, Any, Any]) -> str | None:
    """Find a field by its name or its 中文 title; None for a column that is left out."""
    if not name or name == SKIP:
        return None
    for each in kind.fields:
        if name == each.name or known_form(name) == known_form(each.title):
            return each.name
    known = _("、").join(f"{each.name}（{each.label}）" for each in kind.fields)
    raise MappingRefused(_("对列里的「{name}」不认识。可用的有：{known}").format(name=name, known=known))
