"""Sums over homes. Figures add up from the rows; nothing is averaged."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

__all__ = ["BedCounts", "HomeLine", "total"]


@dataclass(frozen=True, slots=True)
class BedCounts:
    """Beds of a home, or of many, on one day. `registered` is None where no document gives it."""

    registered: int | None = None
    in_service: int = 0
    extra: int = 0
    nursing: int = 0
    dementia: int = 0
    unmarked: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class HomeLine:
    """One home as the bureau sees it."""

    county: int
    county_name: str
    institution_id: int
    code: str
    name: str
    counts: BedCounts


def total(lines: Iterable[BedCounts]) -> BedCounts:
    """Add lines up; homes without a registered figure leave the sum of the others standing."""
    kept = list(lines)
    registered = [line.registered for line in kept if line.registered is not None]
    sums = {one.name: sum(getattr(line, one.name) for line in kept) for one in fields(BedCounts)[1:]}
    return BedCounts(registered=sum(registered) if registered else None, **sums)
