"""One row of a workbook of reported figures: whose, of which day, about which beds, and the numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.census.rules.reported import Reported, ReportedKind
from app.imports.rules.cells import day, whole_number
from app.imports.rules.kinds import Reading
from app.imports.rules.reported import faults
from app.imports.rules.reported.fields import FIELDS, NUMBERS
from app.imports.rules.words import known_form, word_table

__all__ = ["BedType", "Beds", "ReportedContext", "ReportedRecord", "parse_row", "write_row"]

EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class BedType:
    """What one of the source's own kinds of beds is here, and why."""

    kind: ReportedKind
    label: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReportedContext:
    """What a workbook is read against: today, the county it is about (or the region), the source's kinds of beds.

    `makes` says that counties and homes may be made on the way, which only a test province allows.
    """

    today: date
    county: int | None
    place: str
    types: Mapping[str, BedType] = field(default_factory=dict)
    makes: bool = False


@dataclass(frozen=True, slots=True)
class Beds:
    """The beds a figure is about; code and label are the source's where it knows more kinds."""

    kind: ReportedKind
    code: str = ""
    label: str = ""
    known: bool = True

    @property
    def name(self) -> str:
        """The beds in words."""
        return self.label or self.kind.label


@dataclass(frozen=True, slots=True)
class ReportedRecord:
    """A row that was read. Which home it means is found when it is compared with what exists."""

    row: int
    code: str
    name: str
    county: str
    as_of: date
    beds: Beds
    figure: Reported

    @property
    def said(self) -> tuple[int | None, ...]:
        """The numbers themselves."""
        figure = self.figure
        return figure.registered, figure.occupied, figure.available, figure.admitted

    @property
    def blank(self) -> bool:
        """Whether it says nothing at all that could be kept."""
        return self.said[:3] == (None, None, None)


def parse_row(reading: Reading, context: ReportedContext) -> ReportedRecord | None:
    """Read one row; None when it lacks what makes it a figure, which its problems say."""
    as_of = day(reading, "as_of", EARLIEST, context.today)
    name, code = reading.sound("home_name"), reading.sound("home_code").upper().removesuffix(".0")
    numbers = {each: whole_number(reading, each) for each in NUMBERS}
    beds = _beds(reading.sound("beds"), context)
    if as_of is None or not name or reading.spoiled & {*NUMBERS, "home_code", "beds"}:
        return None
    record = ReportedRecord(
        reading.row.number, code, name, reading.sound("county"), as_of, beds, Reported(as_of, **numbers)
    )
    return record if _stands(reading, record) else None


def _stands(reading: Reading, record: ReportedRecord) -> bool:
    """Say what the numbers of the row are between themselves; people below zero cannot be counted."""
    figure, people = record.figure, record.figure.people
    if record.blank:
        reading.flag(faults.NOTHING_SAID, "registered" if reading.layout.has("registered") else None)
        return True
    if people is not None and people < 0:
        free, beds = figure.available or 0, figure.registered or 0
        reading.spoil(faults.MORE_FREE_THAN_BEDS, "available", available=free, registered=beds)
        return False
    if people is None:
        column = "available" if reading.layout.has("available") else "occupied"
        reading.flag(faults.NOT_FILLED, column, beds=record.beds.name)
    elif figure.registered is not None and people > figure.registered:
        reading.flag(faults.OVER_REGISTERED, "occupied", people=people, registered=figure.registered)
    elif None not in record.said[:3] and people + (figure.available or 0) != figure.registered:
        beds, free = figure.registered or 0, figure.available or 0
        reading.flag(faults.NOT_ADDING_UP, "available", occupied=people, available=free, registered=beds)
    return True


def _beds(text: str, context: ReportedContext) -> Beds:
    """Blank is residential; what is not known is kept apart under its own name."""
    if not text:
        return Beds(ReportedKind.RESIDENTIAL)
    told = context.types.get(known_form(text))
    if told is not None:
        apart = told.kind is ReportedKind.OTHER
        return Beds(told.kind, text[:40] if apart else "", (told.label or text)[:80] if apart else "")
    kind = _KINDS.get(known_form(text))
    if kind is not None:
        return Beds(kind)
    return Beds(ReportedKind.OTHER, text[:40], text[:80], known=False)


_KINDS = word_table(
    {
        ReportedKind.RESIDENTIAL: "全托床位 全托 床位 养老床位 机构床位 机构养老床位 residential",
        ReportedKind.NURSING: "其中护理型 护理型 护理型床位 护理床位 护理床 nursing",
        ReportedKind.DEMENTIA: "其中认知障碍 认知障碍 认知障碍床位 认知障碍照护床位 失智 失智床位 dementia",
        ReportedKind.DAY: "日托床位 日托 日间照料 日间照料床位 日间托养 day",
    }
)
_WRITTEN = {kind: word for word, kind in reversed(_KINDS.items())}


def write_row(record: ReportedRecord) -> dict[str, str]:
    """Turn a row back into texts by field, as the template would have them."""
    texts: dict[str, Any] = {name: getattr(record.figure, name) for name in NUMBERS}
    texts |= {"home_code": record.code, "home_name": record.name, "county": record.county, "as_of": record.as_of}
    texts["beds"] = record.beds.code or _WRITTEN.get(record.beds.kind, "")
    order = [each.name for each in FIELDS if each.name in texts]
    return {name: str(texts[name]) for name in order if texts[name] not in (None, "")}
