"""Records as the ledger they could have come from: 导出, and the other half of import → export → import."""

from collections.abc import Iterable
from typing import Any, TypeVar

from app.imports.rules.kinds import Kind

__all__ = ["table_of"]

Record = TypeVar("Record")


def table_of(kind: Kind[Record, Any, Any], records: Iterable[Record]) -> list[list[str]]:
    """Give header and rows under the kind's own titles; every cell is text, and belongs in a text cell."""
    lines = [[field.title for field in kind.fields]]
    for record in records:
        texts = kind.write(record)
        lines.append([texts.get(field.name, "") for field in kind.fields])
    return lines
