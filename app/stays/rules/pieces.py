"""A lying cut into the claims it needs: where its bed changes the room, and where husband or wife comes or goes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Protocol

from app.beds.rules.kinds import ClaimKind
from app.beds.rules.spans import cut_along, lasting, meets
from app.stays.rules.lying import Lying

__all__ = ["Piece", "Place", "Span", "pieces_in_rooms", "share_a_day", "split_where_together", "until"]


class Place(Protocol):
    """A bed's time in one room."""

    @property
    def room_id(self) -> int:
        """The room."""

    @property
    def from_on(self) -> date:
        """The first day."""

    @property
    def to_on(self) -> date:
        """The first day no longer there."""


class Span(Protocol):
    """Days from one to another."""

    @property
    def from_on(self) -> date:
        """The first day."""

    @property
    def to_on(self) -> date:
        """The first day no longer in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One claim that is wanted. `room_id` is None where the bed is not in service: the database says so."""

    kind: ClaimKind
    bed_id: int
    room_id: int | None
    from_on: date
    to_on: date
    shares: bool = False


def pieces_in_rooms(kind: ClaimKind, lying: Lying, places: Sequence[Place]) -> list[Piece]:
    """Cut a lying where its bed is moved to another room."""
    whole = Piece(kind, lying.bed_id, None, lying.from_on, lying.to_on, lying.shares)
    met = [place for place in lasting(places) if meets(place, lying.from_on, lying.to_on)]
    cuts = cut_along(lying.from_on, lying.to_on, met)
    parts = [replace(whole, room_id=part.under.room_id, from_on=part.from_on, to_on=part.to_on) for part in cuts]
    return parts or [whole]


def split_where_together(piece: Piece, others: Iterable[Span]) -> list[Piece]:
    """Cut a piece where husband or wife comes into the room or leaves it; only days together are shared."""
    near = [other for other in others if share_a_day(piece, other) and other.from_on < other.to_on]
    if piece.from_on == piece.to_on:
        return [replace(piece, shares=bool(near))]
    edges = {piece.from_on, piece.to_on}
    for other in near:
        edges |= {max(other.from_on, piece.from_on), min(other.to_on, piece.to_on)}
    days = sorted(edges)
    parts: list[Piece] = []
    for first, last in pairwise(days):
        together = any(other.from_on <= first and other.to_on >= last for other in near)
        if parts and parts[-1].shares is together:
            parts[-1] = replace(parts[-1], to_on=last)
        else:
            parts.append(replace(piece, from_on=first, to_on=last, shares=together))
    return parts


@dataclass(frozen=True, slots=True)
class Days:
    """Nothing but days."""

    from_on: date
    to_on: date


def until(spans: Iterable[Span], day: date) -> list[Span]:
    """Cut spans off at a day; what would only begin then is left out."""
    return [Days(span.from_on, min(span.to_on, day)) for span in spans if span.from_on < day]


def share_a_day(one: Span, other: Span) -> bool:
    """Whether two spans meet; one of zero days meets another that covers its day, or is strictly inside it."""
    if one.from_on == one.to_on:
        return other.from_on <= one.from_on < other.to_on
    if other.from_on == other.to_on:
        return one.from_on < other.from_on < one.to_on
    return max(one.from_on, other.from_on) < min(one.to_on, other.to_on)
