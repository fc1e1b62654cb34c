"""Rooms along their corridor, as the editor draws them: two sides where numbers say so, rows of ten."""

from collections.abc import Sequence
from typing import Any, TypeVar

from app.beds.rules.kinds import Facing
from app.core.i18n import _

__all__ = ["ROOMS_A_ROW", "along_the_corridor", "rows_of"]

ROOMS_A_ROW = 10

Room = TypeVar("Room")


def rows_of(rooms: Sequence[Room], label: str) -> list[tuple[str, Sequence[Room]]]:
    """Cut one side into rows; only the first bears the name of the side."""
    starts = range(0, len(rooms), ROOMS_A_ROW)
    return [(label if start == 0 else "", rooms[start : start + ROOMS_A_ROW]) for start in starts]


def along_the_corridor(rooms: Sequence[tuple[Any, Facing | None]], name: str) -> list[list[tuple[str, Sequence[Any]]]]:
    """Put rooms on the sides they look to; rooms of one side, or of none known, stand in a single row."""
    facings = list(dict.fromkeys(facing for _room, facing in rooms))
    if None in facings or len(facings) < 2:
        label = facings[0].label if len(facings) == 1 and facings[0] else name
        return [rows_of([room for room, _facing in rooms], label)]
    ordered = sorted(facings, key=list(Facing).index)  # type: ignore[arg-type]
    return [
        rows_of([room for room, looks in rooms if looks is facing], facing.label if facing else _("其他"))
        for facing in ordered
    ]
