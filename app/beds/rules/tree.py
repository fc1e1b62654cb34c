"""The structure of a home as plain values: buildings, floors, units, rooms and places, as the editor shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.beds.rules.kinds import ClaimKind, Facing, RoomKind, SexRule, UnitKind
from app.beds.rules.labels import say_labels
from app.core.i18n import _

__all__ = ["Tree", "TreeBuilding", "TreeFloor", "TreePlace", "TreeRoom", "TreeUnit"]


@dataclass(frozen=True, slots=True)
class TreePlace:
    """A bed where it stands: in service now, or from a later day on."""

    id: int
    label: str
    name: str
    from_on: date
    to_on: date
    extra: bool
    note: str
    claim: ClaimKind | None
    version: int


@dataclass(frozen=True, slots=True)
class TreeRoom:
    """A room with its places: as it is on the day, or as it will be when it begins later."""

    id: int
    floor_id: int
    label: str
    kind: RoomKind
    sex_rule: SexRule
    isolation: bool
    facing: Facing | None
    unit_id: int | None
    note: str
    from_on: date
    to_on: date
    version: int
    places: tuple[TreePlace, ...]

    @property
    def said(self) -> str:
        """What stands beside the number: 女室，朝南，2 床."""
        words = [] if self.sex_rule is SexRule.NONE else [self.sex_rule.label]
        words += [self.facing.label] if self.facing else []
        words += [_("隔离")] if self.isolation else []
        return _("，").join([*words, _("{count} 床").format(count=len(self.places))])

    @property
    def claimed(self) -> list[TreePlace]:
        """Places that somebody or something has on the day."""
        return [place for place in self.places if place.claim]


@dataclass(frozen=True, slots=True)
class TreeUnit:
    """A nursing unit and how full it is."""

    id: int
    label: str
    title: str
    kind: UnitKind
    cap: int | None
    position: int
    version: int
    beds: int


@dataclass(frozen=True, slots=True)
class TreeFloor:
    """A floor with its rooms in the order people count."""

    id: int
    building_id: int
    label: str
    title: str
    version: int
    rooms: tuple[TreeRoom, ...]

    @property
    def beds(self) -> int:
        """How many beds stand on it."""
        return sum(len(room.places) for room in self.rooms)

    def by_unit(self) -> list[tuple[int | None, list[TreeRoom]]]:
        """Group the rooms by nursing unit in the order in which the units turn up."""
        groups: dict[int | None, list[TreeRoom]] = {}
        for room in self.rooms:
            groups.setdefault(room.unit_id, []).append(room)
        return list(groups.items())


@dataclass(frozen=True, slots=True)
class TreeBuilding:
    """A building with its floors."""

    id: int
    label: str
    title: str
    version: int
    floors: tuple[TreeFloor, ...]

    @property
    def beds(self) -> int:
        """How many beds stand in it."""
        return sum(floor.beds for floor in self.floors)


@dataclass(frozen=True, slots=True)
class Tree:
    """Everything in use in a home on a day, and what is to come."""

    day: date
    buildings: tuple[TreeBuilding, ...]
    units: tuple[TreeUnit, ...]

    @property
    def floors(self) -> Iterator[tuple[TreeBuilding, TreeFloor]]:
        """Every floor with its building."""
        return ((building, floor) for building in self.buildings for floor in building.floors)

    @property
    def rooms(self) -> Iterator[tuple[TreeBuilding, TreeFloor, TreeRoom]]:
        """Every room where it is."""
        return ((building, floor, room) for building, floor in self.floors for room in floor.rooms)

    @property
    def places(self) -> Iterator[TreePlace]:
        """Every bed."""
        return (place for _building, _floor, room in self.rooms for place in room.places)

    @property
    def bed_count(self) -> int:
        """How many beds are in service on the day."""
        return sum(place.from_on <= self.day < place.to_on for place in self.places)

    def unit(self, unit_id: int | None) -> TreeUnit | None:
        """Find a nursing unit."""
        return next((unit for unit in self.units if unit.id == unit_id), None)

    def say_beds(self, bed_ids: Iterable[int]) -> str:
        """Say where beds are in as few words as hold: whole buildings, whole floors, else room numbers."""
        wanted = set(bed_ids)
        said = []
        for building in self.buildings:
            here = {place.id for floor in building.floors for room in floor.rooms for place in room.places}
            if not here & wanted:
                continue
            said.append(building.label if here <= wanted else f"{building.label} {_say_floors(building, wanted)}")
        return _("；").join(said)

    def find_floor(self, floor_id: int | None) -> tuple[TreeBuilding, TreeFloor] | None:
        """Find a floor with its building."""
        return next(((building, floor) for building, floor in self.floors if floor.id == floor_id), None)

    def find_room(self, room_id: int | None) -> tuple[TreeBuilding, TreeFloor, TreeRoom] | None:
        """Find a room where it is."""
        return next((found for found in self.rooms if found[2].id == room_id), None)


def _say_floors(building: TreeBuilding, wanted: set[int]) -> str:
    """Say the floors of a building, and the rooms of those that are not whole."""
    whole, parts = [], []
    for floor in building.floors:
        here = {place.id for room in floor.rooms for place in room.places}
        if here and here <= wanted:
            whole.append(floor.label)
        elif here & wanted:
            rooms = [room.label for room in floor.rooms if any(place.id in wanted for place in room.places)]
            parts.append(say_labels(rooms))
    return _("、").join(whole + parts)
