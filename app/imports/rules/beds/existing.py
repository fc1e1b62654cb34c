"""What a home has now, as far as a bed ledger can change it. The service fills this from one day's rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.beds.rules.kinds import Facing, MarkKind, RoomKind, SexRule, UnitKind

__all__ = [
    "ExistingBed", "ExistingBuilding", "ExistingFloor", "ExistingRoom", "ExistingStructure", "ExistingUnit", "Marking",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marking:
    """A mark as it stands or as a ledger says it; blank parts of a ledger's marking say nothing."""

    kind: MarkKind
    basis: str = ""
    document_no: str = ""
    certified_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExistingBuilding:
    """A building in use."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class ExistingFloor:
    """A floor in use."""

    id: int
    building_id: int
    label: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class ExistingUnit:
    """A nursing unit in use; `order` is its position."""

    id: int
    label: str
    title: str = ""
    order: int = 0
    kind: UnitKind = UnitKind.GENERAL
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class ExistingRoom:
    """A room with the term of the day the import takes effect."""

    id: int
    floor_id: int
    unit_id: int | None
    label: str
    kind: RoomKind
    sex_rule: SexRule = SexRule.NONE
    isolation: bool = False
    facing: Facing | None = None


@dataclass(frozen=True, slots=True)
class ExistingBed:
    """A bed in service that day or from a later one, in its room, with its live marks."""

    id: int
    room_id: int
    label: str
    from_on: date
    extra: bool = False
    note: str = ""
    marks: Mapping[MarkKind, Marking] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExistingStructure:
    """Everything in use of one home on the day the import takes effect."""

    buildings: tuple[ExistingBuilding, ...] = ()
    floors: tuple[ExistingFloor, ...] = ()
    units: tuple[ExistingUnit, ...] = ()
    rooms: tuple[ExistingRoom, ...] = ()
    beds: tuple[ExistingBed, ...] = ()
