"""The home as a ledger says it is: buildings, floors, units, rooms and beds, each once, each with what most rows say."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.imports.rules.beds.rows import BedRow
from app.imports.rules.beds.settled import by, settled
from app.imports.rules.plans import Key

__all__ = ["BED", "BUILDING", "FLOOR", "LEVELS", "ROOM", "UNIT", "Place", "bed_counts", "outline"]

BUILDING, FLOOR, UNIT, ROOM, BED = LEVELS = ("building", "floor", "unit", "room", "bed")


@dataclass(frozen=True, slots=True)
class Place:
    """One place as said: its label, what is said of it, what it belongs to, and the rows that say so."""

    key: Key
    label: str
    said: Mapping[str, Any]
    parents: Mapping[str, Key]
    rows: tuple[BedRow, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The rows' numbers."""
        return tuple(row.row for row in self.rows)

    def first(self, *, without: str = "") -> BedRow:
        """The first row, or the first one that says nothing about a field."""
        return next((row for row in self.rows if without and not getattr(row, without)), self.rows[0])


_SAID: Mapping[str, tuple[str, ...]] = {
    BUILDING: (),
    FLOOR: ("floor_title",),
    UNIT: ("unit_title", "unit_order", "unit_kind", "unit_cap"),
    ROOM: ("room_kind", "sex_rule", "isolation", "facing"),
    BED: ("extra", "in_service_from", "notes"),
}


def outline(rows: Sequence[BedRow]) -> dict[str, dict[Key, Place]]:
    """Put the places of a ledger together by level and key, in the order in which they turn up."""
    return {
        BUILDING: _level(rows, BUILDING, lambda row: row.building_key),
        FLOOR: _level(rows, FLOOR, lambda row: row.floor_key),
        UNIT: _level(rows, UNIT, lambda row: row.unit_key),
        ROOM: _level(rows, ROOM, lambda row: row.room_key),
        BED: _level(rows, BED, lambda row: row.bed_key),
    }


def bed_counts(places: Mapping[str, Mapping[Key, Place]]) -> Counter[Key]:
    """Count the places of each room as said, extra beds apart."""
    return Counter(bed.parents[ROOM] for bed in places[BED].values() if not bed.said["extra"])


def _level(rows: Sequence[BedRow], level: str, key: Callable[[BedRow], Key]) -> dict[Key, Place]:
    places = {}
    for place, group in by(rows, key).items():
        label = settled(group, lambda row: getattr(row, level)) or ""
        said = {name: settled(group, lambda row, name=name: getattr(row, name)) for name in _SAID[level]}  # type: ignore[misc]
        places[place] = Place(place, label, said, _parents(level, group), tuple(group))
    return places


def _parents(level: str, group: Sequence[BedRow]) -> dict[str, Key]:
    if level == FLOOR:
        return {BUILDING: group[0].building_key}
    if level == ROOM:
        floor = settled(group, lambda row: row.floor_key) or group[0].floor_key
        unit = settled(group, lambda row: row.unit_key or None)
        return {FLOOR: floor} | ({UNIT: unit} if unit else {})
    return {ROOM: group[0].room_key} if level == BED else {}
