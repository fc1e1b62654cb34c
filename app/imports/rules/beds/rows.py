"""One row of the bed ledger as a value, and how it is read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.beds.rules.kinds import CAPS, Facing, MarkKind, RoomKind, SexRule, UnitKind
from app.imports.rules.beds import faults
from app.imports.rules.beds.fields import FIELDS, MARK_FIELDS
from app.imports.rules.beds.words import (
    bed_key,
    care_word,
    facing_word,
    floor_key,
    place_key,
    room_key,
    room_word,
    sex_word,
    unit_kind_word,
)  # fmt: skip
from app.imports.rules.cells import day, one_of, whole_number, yes_no
from app.imports.rules.kinds import Reading
from app.imports.rules.plans import Key
from app.imports.rules.problems import Fix

__all__ = ["EARLIEST", "BedContext", "BedRow", "parse_row", "write_row"]

# No home of today was opened before the republic; a later bound comes from the day of the import.
EARLIEST = date(1949, 10, 1)
_FIELDS = {each.name: each for each in FIELDS}


@dataclass(frozen=True, slots=True)
class BedContext:
    """For which home a ledger is read, and what holds where it says nothing."""

    institution: str
    effective_on: date
    names: tuple[str, ...] = ()
    default_building: str = "主楼"

    @property
    def latest(self) -> date:
        """The last day a ledger may name: ten years ahead, 29 February moved to the 28th."""
        return self.effective_on.replace(year=self.effective_on.year + 10, day=min(self.effective_on.day, 28))

    def is_home(self, text: str) -> bool:
        """Whether a text names this home."""
        return place_key(text) in {place_key(name) for name in (self.institution, *self.names)}


@dataclass(frozen=True, slots=True)
class BedRow:
    """What one row says. None and "" say nothing: they leave what exists as it is."""

    row: int = field(compare=False)
    row_id: str = field(compare=False)
    building: str
    floor: str
    room: str
    bed: str
    institution: str = ""
    floor_title: str = ""
    unit: str = ""
    unit_title: str = ""
    unit_order: int | None = None
    unit_kind: UnitKind | None = None
    unit_cap: int | None = None
    room_kind: RoomKind | None = None
    sex_rule: SexRule | None = None
    isolation: bool | None = None
    facing: Facing | None = None
    extra: bool | None = None
    marks: tuple[tuple[MarkKind, bool], ...] = ()
    mark_basis: str = ""
    document_no: str = ""
    certified_on: date | None = None
    in_service_from: date | None = None
    notes: str = ""

    @property
    def building_key(self) -> Key:
        """The building as compared."""
        return (place_key(self.building),)

    @property
    def floor_key(self) -> Key:
        """The floor as compared, inside its building."""
        return (*self.building_key, floor_key(self.floor))

    @property
    def unit_key(self) -> Key:
        """The unit as compared: a home has one of a name; () for none."""
        return (place_key(self.unit),) if self.unit else ()

    @property
    def room_key(self) -> Key:
        """The room as compared, inside its building."""
        return (*self.building_key, room_key(self.room))

    @property
    def bed_key(self) -> Key:
        """The bed as compared, inside its room."""
        return (*self.room_key, bed_key(self.bed, self.room))

    @property
    def room_name(self) -> str:
        """The room as a person says it."""
        return f"{self.building} {self.room}"

    @property
    def name(self) -> str:
        """The bed as a person says it."""
        return f"{self.building} {self.room}-{self.bed}"


def parse_row(reading: Reading, context: BedContext) -> BedRow | None:
    """Read one row; None when it lacks what makes it a bed, which its problems say."""
    home = reading.sound("institution")
    if home and not context.is_home(home):
        reading.spoil(faults.OTHER_HOME, "institution", fix=Fix(skip=True), home=context.institution)
    building = _building(reading, context)
    places: dict[str, Any] = {name: reading.sound(name) for name in ("floor", "room", "bed")}
    said = _said(reading, context)
    if not building or not all(places.values()):
        return None
    marks = tuple(_marks(reading))
    return BedRow(reading.row.number, reading.row.id, building, **places, institution=home, marks=marks, **said)


def _building(reading: Reading, context: BedContext) -> str:
    if not reading.layout.has("building"):
        return context.default_building
    text = reading.sound("building")
    if not text and "building" not in reading.spoiled:
        reading.spoil(faults.BUILDING_EMPTY, "building")
    return text


def _said(reading: Reading, context: BedContext) -> dict[str, Any]:
    """Everything a row may leave out."""
    kind = one_of(reading, "unit_kind", unit_kind_word, faults.UNIT_KIND_UNKNOWN, _choices("unit_kind"))
    return {
        "floor_title": reading.sound("floor_title"),
        "unit": reading.sound("unit"),
        "unit_title": reading.sound("unit_title"),
        "unit_order": whole_number(reading, "unit_order"),
        "unit_kind": kind,
        "unit_cap": _cap(reading, kind),
        "room_kind": one_of(reading, "room_kind", room_word, faults.ROOM_KIND_UNKNOWN, _choices("room_kind")),
        "sex_rule": one_of(reading, "sex_rule", sex_word, faults.SEX_RULE_UNKNOWN, _choices("sex_rule")),
        "isolation": yes_no(reading, "isolation"),
        "facing": one_of(reading, "facing", facing_word, faults.FACING_UNKNOWN, ()),
        "extra": _extra(reading),
        "mark_basis": reading.sound("mark_basis"),
        "document_no": reading.sound("document_no"),
        "certified_on": day(reading, "certified_on", EARLIEST, context.latest),
        "in_service_from": day(reading, "in_service_from", EARLIEST, context.latest),
        "notes": reading.sound("notes"),
    }


def _choices(name: str) -> tuple[str, ...]:
    return _FIELDS[name].choices


def _cap(reading: Reading, kind: UnitKind | None) -> int | None:
    cap = whole_number(reading, "unit_cap")
    unit = kind or UnitKind.GENERAL
    if cap is not None and not 0 < cap <= CAPS[unit]:
        named = reading.text("unit")
        reading.spoil(faults.CAP_TOO_HIGH, "unit_cap", unit=named, cap=cap, kind=unit.label, most=CAPS[unit])
        return None
    return cap


def _extra(reading: Reading) -> bool | None:
    said = yes_no(reading, "extra")
    if said is None and "extra" not in reading.spoiled and reading.sound("bed").startswith(("加", "临")):
        reading.flag(faults.EXTRA_BY_LABEL, "bed")
        return True
    return said


def _marks(reading: Reading) -> Iterable[tuple[MarkKind, bool]]:
    care = one_of(reading, "nursing", care_word, faults.CARE_UNKNOWN, _choices("nursing"))
    if isinstance(care, MarkKind):
        yield care, True
    elif care is False:
        yield MarkKind.NURSING, False
    for each in MARK_FIELDS[1:]:
        answer = yes_no(reading, each.name)
        if answer is not None:
            yield MarkKind(each.name), answer


# What is written back is read back, so it is 中文 in every language.
_WORDS: dict[str, str] = {
    RoomKind.SINGLE: "单人间",
    RoomKind.DOUBLE: "双人间",
    RoomKind.TRIPLE: "三人间",
    RoomKind.MULTI: "多人间",
    SexRule.NONE: "不限",
    SexRule.SAME: "同性",
    SexRule.MALE: "男",
    SexRule.FEMALE: "女",
    Facing.SOUTH: "南",
    Facing.NORTH: "北",
    Facing.EAST: "东",
    Facing.WEST: "西",
    UnitKind.GENERAL: "普通",
    UnitKind.DEMENTIA: "认知障碍照护专区",
}


def write_row(row: BedRow) -> dict[str, str]:
    """Turn a row back into texts by field, as the template would have them."""
    texts = {name: _written(value) for name in _FIELDS if (value := getattr(row, name, None)) not in (None, "")}
    for kind, answer in row.marks:
        general = kind is MarkKind.GENERAL
        texts["nursing" if general else kind.value] = "普通" if general else _written(answer)
    return texts


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return _WORDS[value] if isinstance(value, RoomKind | SexRule | Facing | UnitKind) else str(value)
