"""Rows of one place together, and which of several words for it is kept: the most frequent, at a tie the first."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from app.imports.rules.beds.rows import BedRow

__all__ = ["by", "others", "settled"]

Value = TypeVar("Value")
Same = TypeVar("Same", bound=Hashable)


def by(rows: Iterable[BedRow], key: Callable[[BedRow], Same]) -> dict[Same, list[BedRow]]:
    """Group rows by place, in the order in which places first turn up; rows of no place are left out."""
    groups: dict[Same, list[BedRow]] = {}
    for row in rows:
        if place := key(row):
            groups.setdefault(place, []).append(row)
    return groups


def settled(rows: Sequence[BedRow], said: Callable[[BedRow], Value | None]) -> Value | None:
    """Give what most rows of a place say; None when none says anything."""
    spoken = Counter(value for row in rows if (value := said(row)) not in (None, ""))
    return spoken.most_common(1)[0][0] if spoken else None


def others(
    rows: Sequence[BedRow], said: Callable[[BedRow], Value | None], same: Callable[[Value], Hashable] = lambda v: v
) -> tuple[BedRow | None, list[BedRow]]:
    """Give the first row that says what is kept, and the rows that say something else."""
    spoken = [(row, value) for row in rows if (value := said(row)) not in (None, "")]
    kept = Counter(same(value) for _, value in spoken if value is not None).most_common(1)
    if not kept:
        return None, []
    first = next(row for row, value in spoken if value is not None and same(value) == kept[0][0])
    return first, [row for row, value in spoken if value is not None and same(value) != kept[0][0]]
