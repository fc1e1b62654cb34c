"""The reader's own table as a picture: title, header, the first rows and the last, with our reading above them."""

from collections.abc import Collection
from typing import Any

from app.core.i18n import _
from app.imports.mapping.basis import Sureness
from app.imports.mapping.columns import ColumnMap
from app.imports.rules.kinds import Kind
from app.imports.rules.ledger import Ledger, Row, Sheet
from app.imports.rules.words import tidy, visible

__all__ = ["columns_of", "lines_of", "needs_a_look", "veiled"]

FIRST, TITLES = 4, 3


def needs_a_look(match: Any) -> bool:
    """Whether a column is guessed or not known, so that its owner should decide."""
    return match.basis.sureness in (Sureness.CONTENTS, Sureness.UNKNOWN)


def columns_of(columns: ColumnMap, kind: Kind[Any, Any, Any]) -> list[dict[str, Any]]:
    """What each column was taken for, over the picture."""
    return [
        {
            "letter": match.column.letter,
            "field": kind.by_name[match.field].label if match.field else None,
            "ask": needs_a_look(match),
        }
        for match in columns.matches
    ]


def veiled(text: str) -> str:
    """Show of a private cell only its first and last character: enough to know the column, not the person."""
    if len(text) < 3:
        return text[:1] + "*" * (len(text) - 1)
    return f"{text[0]}{'*' * min(len(text) - 2, 6)}{text[-1]}"


def lines_of(ledger: Ledger, columns: ColumnMap, kind: Kind[Any, Any, Any]) -> list[dict[str, Any]]:
    """The rows of the picture; private columns are veiled."""
    sheet, header = ledger.sheet, ledger.sheet.header
    if header is None:
        return [_line(row, [column + 1 for column in range(len(row.texts))], set()) for row in sheet.rows[:8]]
    numbers = [match.column.number for match in columns.matches]
    asked = {match.column.number for match in columns.matches if match.field and needs_a_look(match)}
    above = [row for row in sheet.rows if row.number < header.first_row][-TITLES:]
    heads = [row for row in sheet.rows if header.first_row <= row.number <= header.last_row]
    body = list(sheet.body)
    lines = [_title(row, len(numbers)) for row in above]
    lines += [_head(row, numbers, sheet) for row in heads]
    private = {match.column.number for match in columns.matches if match.field and kind.by_name[match.field].private}
    lines += [_line(row, numbers, asked, private) for row in body[:FIRST]]
    if len(body) > FIRST + 1:
        between = body[FIRST:-1]
        said = _("第 {first} 到 {last} 行，{n} 行").format(
            first=between[0].number, last=between[-1].number, n=len(between)
        )
        lines.append({"label": "⋮", "kind": "gap", "cells": [{"text": said, "colspan": max(len(numbers), 1)}]})
    return lines + [_line(row, numbers, asked, private) for row in body[FIRST:][-1:]]


def _line(row: Row, numbers: list[int], asked: set[int], private: Collection[int] = ()) -> dict[str, Any]:
    def shown(number: int) -> str:
        text = visible(tidy(row.text(number)), 40)
        return veiled(text) if number in private else text

    cells = [{"text": shown(number), "kind": "soon" if number in asked else ""} for number in numbers]
    return {"label": str(row.number), "kind": "", "cells": cells}


def _title(row: Row, width: int) -> dict[str, Any]:
    text = "　".join(tidy(row.text(column)) for column in row.filled)
    cells = [{"text": visible(text, 120), "colspan": max(width, 1)}]
    return {"label": _("{n} 表题").format(n=row.number), "kind": "title", "cells": cells}


def _head(row: Row, numbers: list[int], sheet: Sheet) -> dict[str, Any]:
    """A header row; a merged cell is as wide as in the file."""
    wide = {span.first_column: span for span in sheet.merged if span.first_row == row.number and span.wide}
    cells: list[dict[str, Any]] = []
    covered = 0
    for number in numbers:
        if number <= covered:
            continue
        span = wide.get(number)
        covered = span.last_column if span else number
        width = sum(number <= each <= covered for each in numbers)
        cells.append({"text": visible(tidy(row.text(number)), 40), "colspan": width})
    return {"label": _("{n} 表头").format(n=row.number), "kind": "head", "cells": cells}
