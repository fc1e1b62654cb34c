"""Comparing a bed ledger with what exists: what would be made, what would change, what stays. Nothing is removed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from app.beds.rules.kinds import RoomKind
from app.imports.rules.beds import results
from app.imports.rules.beds.existing import ExistingBed, ExistingRoom, ExistingStructure, ExistingUnit
from app.imports.rules.beds.home import Home
from app.imports.rules.beds.markings import has_basis, marking_changes, markings_of
from app.imports.rules.beds.outline import BED, BUILDING, FLOOR, LEVELS, ROOM, UNIT, Place, bed_counts, outline
from app.imports.rules.beds.rows import BedContext, BedRow
from app.imports.rules.kinds import Layout
from app.imports.rules.plans import Absent, Change, Creation, Outcome, Plan

__all__ = ["plan_beds"]

_Values = Callable[[Place], dict[str, Any]]


def plan_beds(rows: Sequence[BedRow], layout: Layout, existing: ExistingStructure, context: BedContext) -> Plan:
    """Say what importing the rows would do to the home; the same rows again would do nothing."""
    places = outline(rows)
    home, beds = Home(existing, places), bed_counts(places)
    creations: list[Creation] = []
    changes: list[Change] = []
    for level in LEVELS:
        for place in places[level].values():
            known = home.known.get((level, place.key))
            if known is None:
                creations.append(_creation(level, place, beds[place.key], context))
            elif change := _change(level, place, known, home):
                changes.append(change)
    problems = results.problems_of(places, home, layout, context)
    named = {home.known.get((BED, key)) for key in places[BED]}
    absent = tuple(Absent(BED, bed.id, home.bed_name(bed)) for bed in existing.beds if bed.id not in named)
    outcomes = _outcomes(rows, creations, changes)
    return Plan(tuple(creations), tuple(changes), outcomes, absent, tuple(problems), home.known)


def _creation(level: str, place: Place, beds: int, context: BedContext) -> Creation:
    values = {"label": place.label, **_new_values(level, place, beds, context)}
    return Creation(level, place.key, _name(level, place), values, place.parents, place.numbers)


def _new_values(level: str, place: Place, beds: int, context: BedContext) -> dict[str, Any]:
    said = place.said
    if level == FLOOR:
        return {"floor_title": said["floor_title"] or ""}
    if level == UNIT:
        kind = results.unit_kind(said["unit_kind"])
        cap = results.cap_of(kind, said["unit_cap"])
        return {**said, "unit_title": said["unit_title"] or "", "unit_kind": kind, "unit_cap": cap}
    if level == ROOM:
        room_kind = said["room_kind"] or RoomKind.of_places(beds)
        rule = results.sex_rule(said["sex_rule"])
        return {**said, "room_kind": room_kind, "sex_rule": rule, "isolation": bool(said["isolation"])}
    if level == BED:
        return {
            "extra": bool(said["extra"]),
            "in_service_from": said["in_service_from"] or context.effective_on,
            "notes": said["notes"] or "",
            "marks": tuple(mark for mark in markings_of(place.rows[0]).values() if mark and has_basis(mark)),
        }
    return {}


def _change(level: str, place: Place, known: int, home: Home) -> Change | None:
    fields = {name: pair for name, pair in _differences(level, place, known, home) if pair[0] != pair[1]}
    if not fields:
        return None
    parents = {UNIT: place.parents[UNIT]} if "unit" in fields and UNIT in place.parents else {}
    return Change(level, place.key, known, _name(level, place), fields, parents, place.numbers)


def _differences(level: str, place: Place, known: int, home: Home) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Each thing said, with what is there now; labels are names, and a name is never changed by a ledger."""
    before: Mapping[str, Any] = {}
    if level == FLOOR:
        before = {"floor_title": home.floors[known].title}
    elif level == UNIT:
        before = _unit_before(home.units[known])
        yield from _cap_difference(place, home.units[known])
    elif level == ROOM:
        before = _room_before(home.rooms[known])
        yield from _unit_difference(place, home.rooms[known], home)
    elif level == BED:
        before = _bed_before(home.beds[known])
        yield from marking_changes(place.rows[0], home.beds[known].marks)
    for name, now in before.items():
        if (said := place.said[name]) not in (None, ""):
            yield name, (now, said)


def _unit_before(unit: ExistingUnit) -> dict[str, Any]:
    return {"unit_title": unit.title, "unit_order": unit.order, "unit_kind": unit.kind}


def _cap_difference(place: Place, unit: ExistingUnit) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """A unit that becomes one for dementia has a cap from then on, its own or the standard's."""
    yield (
        "unit_cap",
        (unit.cap, results.cap_of(place.said["unit_kind"] or unit.kind, place.said["unit_cap"] or unit.cap)),
    )


def _room_before(room: ExistingRoom) -> dict[str, Any]:
    return {"room_kind": room.kind, "sex_rule": room.sex_rule, "isolation": room.isolation, "facing": room.facing}


def _bed_before(bed: ExistingBed) -> dict[str, Any]:
    return {"extra": bed.extra, "in_service_from": bed.from_on, "notes": bed.note}


def _unit_difference(place: Place, room: ExistingRoom, home: Home) -> Iterator[tuple[str, tuple[Any, Any]]]:
    said = place.parents.get(UNIT)
    if said and home.known.get((UNIT, said)) != room.unit_id:
        before = home.units[room.unit_id].label if room.unit_id else ""
        yield "unit", (before, next(row.unit for row in place.rows if row.unit_key == said))


def _name(level: str, place: Place) -> str:
    row = place.rows[0]
    names = {BUILDING: place.label, FLOOR: f"{row.building} {place.label}", UNIT: place.label, ROOM: row.room_name}
    return names.get(level, row.name)


def _outcomes(rows: Sequence[BedRow], creations: Sequence[Creation], changes: Sequence[Change]) -> dict[int, Outcome]:
    outcomes = dict.fromkeys((row.row for row in rows), Outcome.UNCHANGED)
    touched = (*((change.rows, Outcome.CHANGED) for change in changes), *(
        (creation.rows, Outcome.NEW if creation.level == BED else Outcome.CHANGED) for creation in creations
    ))  # fmt: skip
    for numbers, outcome in touched:
        for number in numbers:
            if outcomes[number] is not Outcome.NEW:
                outcomes[number] = outcome
    return outcomes
