"""What exists, by the keys a ledger's places are compared under."""

from collections.abc import Mapping
from functools import cached_property

from app.imports.rules.beds.existing import (
    ExistingBed,
    ExistingBuilding,
    ExistingFloor,
    ExistingRoom,
    ExistingStructure,
    ExistingUnit,
)  # fmt: skip
from app.imports.rules.beds.outline import BED, BUILDING, FLOOR, ROOM, UNIT, Place
from app.imports.rules.beds.words import bed_key, floor_key, place_key, room_key
from app.imports.rules.plans import Key

__all__ = ["Home"]


class Home:
    """An existing structure with everything found by id, and by the keys of a ledger's places."""

    def __init__(self, existing: ExistingStructure, places: Mapping[str, Mapping[Key, Place]]) -> None:
        """Index what exists as the ledger at hand would name it."""
        self.buildings: dict[int, ExistingBuilding] = {each.id: each for each in existing.buildings}
        self.floors: dict[int, ExistingFloor] = {each.id: each for each in existing.floors}
        self.units: dict[int, ExistingUnit] = {each.id: each for each in existing.units}
        self.rooms: dict[int, ExistingRoom] = {each.id: each for each in existing.rooms}
        self.beds: dict[int, ExistingBed] = {each.id: each for each in existing.beds}
        self.known: dict[tuple[str, Key], int] = {}
        self._know(places)

    def _know(self, places: Mapping[str, Mapping[Key, Place]]) -> None:
        """Find ids by level and key. Where two floors have a room of one number, the floor that is said decides."""
        known = self.known
        for building in self.buildings.values():
            known.setdefault((BUILDING, (place_key(building.label),)), building.id)
        for floor in self.floors.values():
            known.setdefault((FLOOR, (*self._building(floor), floor_key(floor.label))), floor.id)
        for unit in self.units.values():
            known.setdefault((UNIT, (place_key(unit.label),)), unit.id)
        for room in self.rooms.values():
            key = self.room_key(room)
            said = places[ROOM].get(key)
            if said and known.get((FLOOR, said.parents[FLOOR])) == room.floor_id:
                known[ROOM, key] = room.id
            known.setdefault((ROOM, key), room.id)
        for bed in self.beds.values():
            if known[ROOM, self.room_key(self.rooms[bed.room_id])] == bed.room_id:
                known.setdefault((BED, self.bed_key(bed)), bed.id)

    def room_key(self, room: ExistingRoom) -> Key:
        """The key under which a ledger names a room."""
        return (*self._building(self.floors[room.floor_id]), room_key(room.label))

    def bed_key(self, bed: ExistingBed) -> Key:
        """The key under which a ledger names a bed."""
        room = self.rooms[bed.room_id]
        return (*self.room_key(room), bed_key(bed.label, room.label))

    def bed_name(self, bed: ExistingBed) -> str:
        """The bed as a person says it."""
        room = self.rooms[bed.room_id]
        return f"{self.buildings[self.floors[room.floor_id].building_id].label} {room.label}-{bed.label}"

    @cached_property
    def beds_by_room(self) -> dict[int, list[ExistingBed]]:
        """Beds by the room they stand in."""
        found: dict[int, list[ExistingBed]] = {}
        for bed in self.beds.values():
            found.setdefault(bed.room_id, []).append(bed)
        return found

    def _building(self, floor: ExistingFloor) -> Key:
        return (place_key(self.buildings[floor.building_id].label),)
