"""What is to be built, as plain values: rooms by pattern, or the rows of a ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.beds.rules.kinds import Facing, RoomKind, SexRule
from app.beds.rules.patterns import RoomPlan
from app.core.i18n import N_, _

__all__ = ["FacingPlan", "Made", "PlannedRoom", "RoomManner", "beds_per_unit", "planned_rooms"]


class FacingPlan(StrEnum):
    """Which way the new rooms look: all the same way, or by odd and even numbers along the corridor."""

    UNKNOWN = "unknown"
    ODD_SOUTH = "odd_south"
    ODD_NORTH = "odd_north"
    SOUTH = "south"
    NORTH = "north"
    EAST = "east"
    WEST = "west"

    @property
    def label(self) -> str:
        """The choice in the list."""
        return _(_FACING_PLANS[self])

    def of(self, room: str) -> Facing | None:
        """Say which way a room of this number looks."""
        if self is FacingPlan.UNKNOWN:
            return None
        if self not in (FacingPlan.ODD_SOUTH, FacingPlan.ODD_NORTH):
            return Facing(self.value)
        digits = [letter for letter in room if letter.isdecimal()]
        if not digits:
            return None
        odd = int(digits[-1]) % 2 == 1
        return Facing.SOUTH if odd == (self is FacingPlan.ODD_SOUTH) else Facing.NORTH


_FACING_PLANS = {
    FacingPlan.UNKNOWN: N_("不填"),
    FacingPlan.ODD_SOUTH: N_("单号朝南，双号朝北"),
    FacingPlan.ODD_NORTH: N_("单号朝北，双号朝南"),
    FacingPlan.SOUTH: N_("全部朝南"),
    FacingPlan.NORTH: N_("全部朝北"),
    FacingPlan.EAST: N_("全部朝东"),
    FacingPlan.WEST: N_("全部朝西"),
}


@dataclass(frozen=True, slots=True)
class RoomManner:
    """What all rooms of one pattern have in common."""

    unit_id: int | None = None
    sex_rule: SexRule = SexRule.NONE
    isolation: bool = False
    facing: FacingPlan = FacingPlan.UNKNOWN


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    """One room to be made on a floor, with its places; `extra` places are 加床."""

    floor_id: int
    label: str
    kind: RoomKind
    beds: tuple[str, ...]
    extra: frozenset[str] = frozenset()
    unit_id: int | None = None
    sex_rule: SexRule = SexRule.NONE
    isolation: bool = False
    facing: Facing | None = None
    note: str = ""


@dataclass(slots=True)
class Made:
    """What an act has built, by id, so that it can be undone while nobody has built on it."""

    building_ids: list[int]
    floor_ids: list[int]
    unit_ids: list[int]
    room_ids: list[int]
    bed_ids: list[int]

    @classmethod
    def nothing(cls) -> "Made":
        """Begin with nothing built."""
        return cls([], [], [], [], [])

    def as_plain(self) -> dict[str, Any]:
        """Give plain values that a JSON column can keep."""
        return {name: list(getattr(self, name)) for name in self.__slots__}


def planned_rooms(floor_id: int, rooms: Sequence[RoomPlan], manner: RoomManner) -> list[PlannedRoom]:
    """Plan rooms of one pattern on a floor; each is of the kind its places make it."""
    return [
        PlannedRoom(
            floor_id,
            room.label,
            RoomKind.of_places(len(room.beds)),
            room.beds,
            unit_id=manner.unit_id,
            sex_rule=manner.sex_rule,
            isolation=manner.isolation,
            facing=manner.facing.of(room.label),
        )
        for room in rooms
    ]


def beds_per_unit(rooms: Iterable[PlannedRoom]) -> dict[int, int]:
    """Count the new beds of each nursing unit."""
    counted: dict[int, int] = {}
    for room in rooms:
        if room.unit_id is not None:
            counted[room.unit_id] = counted.get(room.unit_id, 0) + len(room.beds)
    return counted
