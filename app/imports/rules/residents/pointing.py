"""How a problem of a row is put at its cell; what is private is never said."""

from collections.abc import Sequence

from app.imports.rules.kinds import Layout
from app.imports.rules.problems import Fact, Fault, Fix, Problem
from app.imports.rules.residents.fields import FIELDS, PRIVATE
from app.imports.rules.residents.rows import ResidentRow

__all__ = ["FIELD_TITLES", "at"]

FIELD_TITLES = {field.name: field.title for field in FIELDS}


def at(
    fault: Fault, names: str | Sequence[str], row: ResidentRow, layout: Layout, fix: Fix | None = None, **facts: Fact
) -> Problem:
    """Put a problem at the first of some fields that the ledger has a column for."""
    names = (names,) if isinstance(names, str) else names
    name = next((each for each in names if layout.columns.get(each)), names[0])
    said: dict[str, Fact] = {"row": row.row, "field": FIELD_TITLES[name], **facts}
    found = "" if name in PRIVATE else layout.said(name, row.row)
    return Problem(fault, layout.where(name, row.row), row.row, said, fix, found)
