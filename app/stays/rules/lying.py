"""Which bed a stay has from which day to which: the plan that acts change and the claims are laid out from.

The beds of a stay follow one another without a gap from its first day to its end. A stay of zero days has one bed of
zero days. What is said here is pure: lists in, lists out.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from app.beds.rules.spans import FOREVER

__all__ = ["ClaimRow", "Lying", "begun", "covering", "cut", "ended", "joined", "moved", "reopened", "runs"]


class ClaimRow(Protocol):
    """A claim as far as its bed and days go."""

    @property
    def bed_id(self) -> int:
        """The bed."""

    @property
    def from_on(self) -> date:
        """The first day."""

    @property
    def to_on(self) -> date:
        """The first day no longer in."""

    @property
    def shares_room(self) -> bool:
        """Whether the person shares the room with husband or wife on these days."""


@dataclass(frozen=True, slots=True)
class Lying:
    """One bed from one day to another. `shares` says it was asked to share the room with husband or wife."""

    bed_id: int
    from_on: date
    to_on: date = FOREVER
    shares: bool = False


def runs(claims: Iterable[ClaimRow]) -> list[Lying]:
    """Read the plan from claims: pieces of one bed that follow each other are one lying."""
    by_bed: dict[int, list[Lying]] = defaultdict(list)
    for claim in sorted(claims, key=lambda one: (one.from_on, one.to_on)):
        by_bed[claim.bed_id].append(Lying(claim.bed_id, claim.from_on, claim.to_on, claim.shares_room))
    return sorted((one for each in by_bed.values() for one in joined(each)), key=_order)


def joined(lyings: Iterable[Lying]) -> list[Lying]:
    """Draw together what follows in the same bed."""
    found: list[Lying] = []
    for one in lyings:
        last = found[-1] if found else None
        if last and last.bed_id == one.bed_id and last.to_on == one.from_on:
            found[-1] = replace(last, to_on=one.to_on, shares=last.shares or one.shares)
        else:
            found.append(one)
    return found


def covering(lyings: Sequence[Lying], on: date) -> Lying | None:
    """The lying of a day."""
    return next((one for one in lyings if one.from_on <= on < one.to_on), None)


def cut(lyings: Iterable[Lying], from_on: date, to_on: date) -> list[Lying]:
    """Take these days out of a plan; whatever lasts across them is left in two parts."""
    left: list[Lying] = []
    for one in lyings:
        left += [replace(one, to_on=min(one.to_on, from_on)), replace(one, from_on=max(one.from_on, to_on))]
    return sorted((one for one in left if one.from_on < one.to_on), key=_order)


def moved(lyings: Sequence[Lying], bed_id: int, on: date, *, shares: bool) -> tuple[list[Lying], Lying]:
    """Put the person into another bed from the day on, up to the next move that is recorded; give also the new lying."""
    here = covering(lyings, on)
    if here is None:
        return list(lyings), Lying(bed_id, on, on, shares)
    new = Lying(bed_id, on, here.to_on, shares)
    parts = []
    for one in lyings:
        if one is here:
            parts += [part for part in (replace(here, to_on=on), new) if part.from_on < part.to_on]
        else:
            parts.append(one)
    return joined(parts), new


def ended(lyings: Sequence[Lying], on: date, *, zero: bool) -> list[Lying]:
    """End the plan on the day; what would begin then or later falls away. A stay of zero days keeps its first bed."""
    if zero:
        return [replace(one, from_on=on, to_on=on) for one in lyings[:1]]
    return [replace(one, to_on=min(one.to_on, on)) for one in lyings if one.from_on < on]


def begun(lyings: Sequence[Lying], on: date) -> list[Lying]:
    """Let the plan begin on another day: the first bed is had earlier, or what lies before the day falls away."""
    if not lyings or on >= lyings[-1].to_on:
        return [replace(one, from_on=on, to_on=on) for one in lyings[-1:]]
    later = [one for one in lyings if one.to_on > on or one.from_on == one.to_on]
    return [replace(later[0], from_on=on), *later[1:]]


def reopened(had: Sequence[Lying], fallen: Iterable[Lying]) -> list[Lying]:
    """Undo an end: what fell away with it comes back, each bed is had until the next, and the last one for good."""
    starts = sorted([*had, *fallen], key=_order)
    ends = [*(one.from_on for one in starts[1:]), FOREVER]
    again = [replace(one, to_on=end) for one, end in zip(starts, ends, strict=True)]
    return joined(one for one in again if one.from_on < one.to_on)


def _order(one: Lying) -> tuple[date, date, int]:
    return one.from_on, one.to_on, one.bed_id
