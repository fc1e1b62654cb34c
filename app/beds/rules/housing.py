"""Where beds stand: their time in service, room by room, and what those rooms are meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from app.beds.rules.kinds import SexRule
from app.beds.rules.labels import bed_name

__all__ = ["InService", "RoomsOfBeds", "ServiceSpan", "TermOfRoom", "TermSpan"]


class InService(Protocol):
    """A bed's time in one room, as a row or as what was read of it."""

    @property
    def id(self) -> int:
        """The span."""

    @property
    def bed_id(self) -> int:
        """The bed."""

    @property
    def room_id(self) -> int:
        """The room."""

    @property
    def from_on(self) -> date:
        """The first day."""

    @property
    def to_on(self) -> date:
        """The first day no longer there."""


class TermOfRoom(Protocol):
    """What a room is from one day on, as a row or as what was read of it."""

    @property
    def room_id(self) -> int:
        """The room."""

    @property
    def sex_rule(self) -> SexRule:
        """Who may share it."""

    @property
    def from_on(self) -> date:
        """The first day."""


class ServiceSpan(NamedTuple):
    """What was read of a bed's time in one room."""

    id: int
    bed_id: int
    room_id: int
    label: str
    from_on: date
    to_on: date


class TermSpan(NamedTuple):
    """What was read of a room's number and rule from one day to another."""

    id: int
    room_id: int
    label: str
    sex_rule: SexRule
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class RoomsOfBeds:
    """Live in-service spans of beds in time order, the live terms of the rooms they stand in, and whether a couple
    shares one of those rooms against its rule."""

    services: Sequence[ServiceSpan]
    terms: Sequence[TermSpan]
    shared: bool

    def room_on(self, bed_id: int, day: date) -> TermSpan | None:
        """The room a bed stands in on a day, with its number and rule."""
        rooms = {one.room_id for one in self.services if one.bed_id == bed_id and one.from_on <= day < one.to_on}
        return next((one for one in self.terms if one.room_id in rooms and one.from_on <= day < one.to_on), None)

    def name_on(self, bed_id: int, day: date) -> str:
        """What a bed is called on a day; one that is not in service then is called by its last name before."""

        def best(span: ServiceSpan | TermSpan) -> tuple[bool, bool, date]:
            return span.to_on > day, span.from_on <= day, span.from_on

        service = max((one for one in self.services if one.bed_id == bed_id), key=best, default=None)
        if service is None:
            return ""
        term = max((one for one in self.terms if one.room_id == service.room_id), key=best, default=None)
        return bed_name(term.label if term else "", service.label)
