"""The board of one day as plain values: rooms as on the wall, and what the filters count."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.beds.rules.kinds import Facing, MarkKind, RoomKind, SexRule
from app.beds.rules.states import BedState
from app.beds.rules.tiles import BoardBed
from app.core.i18n import _

__all__ = ["Board", "BoardBuilding", "BoardFloor", "BoardRoom", "Filter", "Totals", "has_mark"]


@dataclass(frozen=True, slots=True)
class BoardRoom:
    """A room on the wall."""

    id: int
    label: str
    kind: RoomKind
    sex_rule: SexRule
    isolation: bool
    facing: Facing | None
    unit_id: int | None
    unit: str
    beds: tuple[BoardBed, ...]

    @property
    def said(self) -> str:
        """What stands beside the number: 女室，朝南，隔离."""
        words = [] if self.sex_rule is SexRule.NONE else [self.sex_rule.label]
        words += [self.facing.label] if self.facing else []
        words += [_("隔离")] if self.isolation else []
        return _("，").join(words)


@dataclass(frozen=True, slots=True)
class BoardFloor:
    """A floor of the wall, rooms in the order people count."""

    id: int
    label: str
    title: str
    rooms: tuple[BoardRoom, ...]

    @property
    def beds(self) -> list[BoardBed]:
        """Every bed of the floor."""
        return [bed for room in self.rooms for bed in room.beds]

    @property
    def several_units(self) -> bool:
        """Whether rooms of more than one nursing unit stand on it, so that each has to say its own."""
        return len({room.unit_id for room in self.rooms}) > 1

    @property
    def totals(self) -> "Totals":
        """The counts beside the floor's name."""
        return Totals.of(self.beds)


@dataclass(frozen=True, slots=True)
class BoardBuilding:
    """One tab."""

    id: int
    label: str
    title: str
    floors: tuple[BoardFloor, ...]

    @property
    def bed_count(self) -> int:
        """How many beds stand in it on the day."""
        return sum(len(floor.beds) for floor in self.floors)


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over beds: by state (包房 counts as 在院), by mark, and the few that open a sentence."""

    beds: int
    extra: int
    nursing: int
    unmarked: int
    states: Mapping[BedState, int]
    free_nursing: int
    free_planned: int
    empty_long: int
    overdue: int
    private: int = 0

    @classmethod
    def of(cls, beds: Iterable[BoardBed]) -> "Totals":
        """Count these beds."""
        beds = list(beds)
        free = [bed for bed in beds if bed.is_free]
        return cls(
            beds=len(beds),
            extra=sum(bed.extra for bed in beds),
            nursing=sum(bed.care is MarkKind.NURSING for bed in beds),
            unmarked=sum(bed.care is None for bed in beds),
            states=Counter(bed.state.counted_as for bed in beds),
            free_nursing=sum(bed.care is MarkKind.NURSING for bed in free),
            free_planned=sum(bed.planned for bed in free),
            empty_long=sum(bed.is_empty_long for bed in free),
            overdue=sum(bed.overdue_days > 0 for bed in beds),
            private=sum(bed.state is BedState.PRIVATE for bed in beds),
        )

    def of_state(self, state: BedState | str) -> int:
        """Count one state."""
        return self.states.get(BedState(state), 0)

    @property
    def counted(self) -> int:
        """实有: the beds in service that count as such, 加床 left out."""
        return self.beds - self.extra

    @property
    def closed(self) -> int:
        """Beds that are closed or being cleaned."""
        return self.of_state(BedState.CLOSED) + self.of_state(BedState.CLEANING)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader wants to see; an empty filter shows all. Several marks cannot be asked at once."""

    building: int | None = None
    state: BedState | None = None
    mark: str = ""
    room: SexRule | None = None
    facing: Facing | None = None
    long: bool = False
    overdue: bool = False

    @property
    def is_set(self) -> bool:
        """Whether anything but the tab is chosen."""
        return self != Filter(building=self.building)

    def shows(self, room: BoardRoom, bed: BoardBed, *, but: str = "") -> bool:
        """Whether a bed passes; `but` leaves one question out, so that its own answers can be counted."""
        tests: dict[str, Callable[[], bool]] = {
            "state": lambda: self.state is None or bed.state.counted_as is self.state,
            "mark": lambda: not self.mark or has_mark(bed, self.mark),
            "room": lambda: self.room is None or room.sex_rule is self.room,
            "facing": lambda: self.facing is None or room.facing is self.facing,
            "long": lambda: not self.long or bed.is_empty_long,
            "overdue": lambda: not self.overdue or bed.overdue_days > 0,
        }
        return all(test() for name, test in tests.items() if name != but)


def has_mark(bed: BoardBed, mark: str) -> bool:
    """Whether a bed bears the mark; the word `none` asks for beds that are 未认定, `extra` for 加床."""
    if mark == "none":
        return bed.care is None
    if mark == "extra":
        return bed.extra
    return any(own.value == mark for own in bed.marks)


@dataclass(frozen=True, slots=True)
class Board:
    """Every bed in service in a home on one day, as they stand on the wall."""

    county: int
    institution_id: int
    day: date
    today: date
    buildings: tuple[BoardBuilding, ...]
    totals: Totals = field(default_factory=lambda: Totals.of(()))

    @property
    def pairs(self) -> Iterator[tuple[BoardRoom, BoardBed]]:
        """Every bed with its room."""
        for building in self.buildings:
            yield from pairs_of(building)

    def find(self, bed_id: int) -> tuple[BoardBuilding, BoardFloor, BoardRoom, BoardBed] | None:
        """Find one bed where it stands."""
        for building in self.buildings:
            for floor in building.floors:
                for room in floor.rooms:
                    for bed in room.beds:
                        if bed.id == bed_id:
                            return building, floor, room, bed
        return None

    def tab(self, wanted: Filter) -> list[BoardBuilding]:
        """Give the buildings of the chosen tab."""
        return [building for building in self.buildings if wanted.building in (None, building.id)]

    def filtered(self, wanted: Filter) -> list[BoardBuilding]:
        """Keep what the filter shows; rooms and floors left empty fall away."""
        kept = (_keep_floors(building, wanted) for building in self.tab(wanted))
        return [building for building in kept if building.floors]

    def counted(self, wanted: Filter, question: str) -> list[tuple[BoardRoom, BoardBed]]:
        """Give the beds among which one question of the filter is counted: those that pass all the others."""
        return [
            (room, bed)
            for building in self.tab(wanted)
            for room, bed in pairs_of(building)
            if wanted.shows(room, bed, but=question)
        ]


def pairs_of(building: BoardBuilding) -> Iterator[tuple[BoardRoom, BoardBed]]:
    """Every bed of a building with its room."""
    for floor in building.floors:
        for room in floor.rooms:
            for bed in room.beds:
                yield room, bed


def _keep_floors(building: BoardBuilding, wanted: Filter) -> BoardBuilding:
    floors = []
    for floor in building.floors:
        rooms = [replace(room, beds=tuple(bed for bed in room.beds if wanted.shows(room, bed))) for room in floor.rooms]
        rooms = [room for room in rooms if room.beds]
        if rooms:
            floors.append(replace(floor, rooms=tuple(rooms)))
    return replace(building, floors=tuple(floors))
