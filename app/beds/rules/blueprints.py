"""A blueprint: everything a ledger wants built, each thing by a key of its own, each knowing what it belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from app.beds.rules.kinds import Facing, RoomKind, SexRule, UnitKind
from app.beds.rules.making import Made

__all__ = ["Blueprint", "Built", "Key", "NewBed", "NewBuilding", "NewFloor", "NewRoom", "NewUnit", "Ref"]

Key: TypeAlias = tuple[str, ...]
Ref: TypeAlias = Key | int
"""What a thing belongs to: the key of another thing of the blueprint, or the id of one that already stands."""


@dataclass(frozen=True, slots=True)
class NewBuilding:
    """A building to put up."""

    key: Key
    label: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class NewFloor:
    """A floor to add."""

    key: Key
    building: Ref
    label: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A nursing unit to set up; without an order it comes after the others."""

    key: Key
    label: str
    title: str = ""
    order: int | None = None
    kind: UnitKind = UnitKind.GENERAL
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class NewRoom:
    """A room to make, a room from the day on."""

    key: Key
    floor: Ref
    label: str
    kind: RoomKind
    from_on: date
    unit: Ref | None = None
    sex_rule: SexRule = SexRule.NONE
    isolation: bool = False
    facing: Facing | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewBed:
    """A bed to place, in service from the day on."""

    key: Key
    room: Ref
    label: str
    from_on: date
    extra: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What is to be built, parents before children."""

    buildings: Sequence[NewBuilding] = ()
    floors: Sequence[NewFloor] = ()
    units: Sequence[NewUnit] = ()
    rooms: Sequence[NewRoom] = ()
    beds: Sequence[NewBed] = ()

    @property
    def since(self) -> date | None:
        """The first day on which anything of it stands."""
        days = [room.from_on for room in self.rooms] + [bed.from_on for bed in self.beds]
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: ids by key, and all ids by kind for undoing it."""

    made: Made
    buildings: Mapping[Key, int] = field(default_factory=dict)
    floors: Mapping[Key, int] = field(default_factory=dict)
    units: Mapping[Key, int] = field(default_factory=dict)
    rooms: Mapping[Key, int] = field(default_factory=dict)
    beds: Mapping[Key, int] = field(default_factory=dict)
