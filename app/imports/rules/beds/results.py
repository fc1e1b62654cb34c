"""What would be wrong, or worth a look, in the home as it would be after the import."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from app.beds.rules.checks import MOST_BEDS_PER_ROOM
from app.beds.rules.kinds import CAPS, CARE_FACET, MarkKind, RoomKind, SexRule, UnitKind
from app.imports.rules.beds import faults
from app.imports.rules.beds.home import Home
from app.imports.rules.beds.markings import has_basis, markings_of
from app.imports.rules.beds.outline import BED, FLOOR, ROOM, UNIT, Place, bed_counts
from app.imports.rules.beds.rows import BedContext, BedRow
from app.imports.rules.kinds import Layout
from app.imports.rules.plans import Key
from app.imports.rules.problems import Fact, Fault, Problem

__all__ = ["cap_of", "problems_of", "sex_rule", "unit_kind"]

Places = Mapping[str, Mapping[Key, Place]]


def unit_kind(said: UnitKind | None) -> UnitKind:
    """A unit that nothing is said of is a general one: a dementia unit is always stated."""
    return said or UnitKind.GENERAL


def sex_rule(said: SexRule | None) -> SexRule:
    """A room that nothing is said of has no rule; the ledger's owner is told."""
    return said or SexRule.NONE


def cap_of(kind: UnitKind, said: int | None) -> int | None:
    """A dementia unit without a stated cap has the standard's."""
    return said if said is not None or kind is UnitKind.GENERAL else CAPS[kind]


def problems_of(places: Places, home: Home, layout: Layout, context: BedContext) -> Iterable[Problem]:
    """Say everything that depends on what exists already."""
    return chain(
        _rooms(places, home, layout),
        _units(places, home, layout),
        _marks(places, home, layout),
        _new(places, home, layout, context),
    )


def _at(fault: Fault, name: str, row: BedRow, layout: Layout, *, count: int = 1, **facts: Fact) -> Problem:
    place, found = layout.where(name, row.row), layout.said(name, row.row)
    return Problem(fault, place, row.row, {"row": row.row, **facts}, found=found, count=count)


def _beds_after(places: Places, home: Home) -> dict[Key, int]:
    """Count the places of every room that the ledger names, those it leaves unnamed included; extra beds apart."""
    counts = dict.fromkeys(places[ROOM], 0)
    for key, bed in places[BED].items():
        now = home.beds.get(home.known.get((BED, key), 0))
        said = bed.said["extra"]
        counts[bed.parents[ROOM]] += not (now.extra if said is None and now else said)
    for key in counts:
        for unnamed in home.beds_by_room.get(home.known.get((ROOM, key), 0), ()):
            counts[key] += not unnamed.extra and home.bed_key(unnamed) not in places[BED]
    return counts


def _rooms(places: Places, home: Home, layout: Layout) -> Iterator[Problem]:
    counts = _beds_after(places, home)
    for key, room in places[ROOM].items():
        row = next((row for row in room.rows if row.room_kind), room.rows[0])
        beds, kind = counts[key], room.said["room_kind"]
        if kind and RoomKind.of_places(beds) is not kind:
            yield _at(faults.KIND_UNLIKE_BEDS, "room_kind", row, layout, room=row.room_name, beds=beds)
        most = MOST_BEDS_PER_ROOM[_unit_of(room, places, home)]
        if beds > most:
            yield _at(faults.ROOM_CROWDED, "room", row, layout, room=row.room_name, beds=beds, most=most)
        known = home.known.get((ROOM, key))
        floor = home.floors[home.rooms[known].floor_id] if known else None
        if floor and home.known.get((FLOOR, room.parents[FLOOR])) != floor.id:
            yield _at(faults.ROOM_ELSEWHERE, "floor", room.rows[0], layout, room=row.room_name, there=floor.label)


def _unit_of(room: Place, places: Places, home: Home) -> UnitKind:
    key = room.parents.get(UNIT)
    if not key:
        return UnitKind.GENERAL
    now = home.units.get(home.known.get((UNIT, key), 0))
    return places[UNIT][key].said["unit_kind"] or (now.kind if now else UnitKind.GENERAL)


def _units(places: Places, home: Home, layout: Layout) -> Iterator[Problem]:
    """No unit has more beds than its cap, counting the beds that the ledger leaves unnamed."""
    counts = _beds_after(places, home)
    for key, unit in places[UNIT].items():
        now = home.units.get(home.known.get((UNIT, key), 0))
        kind = unit.said["unit_kind"] or (now.kind if now else UnitKind.GENERAL)
        cap = cap_of(kind, unit.said["unit_cap"] or (now.cap if now else None))
        beds = sum(counts[room] for room, place in places[ROOM].items() if place.parents.get(UNIT) == key)
        beds += _unnamed(key, places, home)
        if cap is not None and beds > cap:
            row = unit.rows[min(cap, len(unit.rows) - 1)]
            yield _at(faults.OVER_CAP, "unit", row, layout, unit=unit.label, cap=cap, beds=beds)
        elif kind is UnitKind.DEMENTIA and unit.said["unit_cap"] is None and not (now and now.cap) and cap:
            named = unit.label
            yield _at(faults.CAP_BY_STANDARD, "unit_kind", unit.rows[0], layout, unit=named, kind=kind.label, cap=cap)


def _unnamed(unit: Key, places: Places, home: Home) -> int:
    """Beds of a unit in rooms that the ledger does not name at all."""
    unit_id = home.known.get((UNIT, unit))
    named = {home.known.get((ROOM, room)) for room in places[ROOM]}
    return sum(
        not bed.extra
        for bed in home.beds.values()
        if unit_id and home.rooms[bed.room_id].unit_id == unit_id and bed.room_id not in named
    )  # fmt: skip


def _marks(places: Places, home: Home, layout: Layout) -> Iterator[Problem]:
    """A mark needs a basis; one that would end is said; 普通 without a basis is no mark at all."""
    plain: list[BedRow] = []
    for key, bed in places[BED].items():
        row, now = bed.rows[0], home.beds.get(home.known.get((BED, key), 0))
        live = now.marks if now else {}
        for kind, stated in markings_of(row).items():
            name = "nursing" if kind is MarkKind.GENERAL else kind.value
            if stated and kind not in live and not has_basis(stated):
                if kind is MarkKind.GENERAL:
                    plain.append(row)
                else:
                    yield _at(faults.NO_BASIS, name, row, layout, mark=kind.label)
            ends = [each for each in live if each.facet == kind.facet and each is not kind] if stated else [kind]
            for each in ends:
                if each in live:
                    yield _at(faults.MARK_ENDS, name, row, layout, bed=row.name, mark=each.label)
    if plain:
        yield _at(faults.GENERAL_WITHOUT_BASIS, "nursing", plain[0], layout, count=len(plain))


def _new(places: Places, home: Home, layout: Layout, context: BedContext) -> Iterator[Problem]:
    """What new rooms and beds are taken to be where the ledger says nothing."""
    rooms = [room for key, room in places[ROOM].items() if (ROOM, key) not in home.known and not room.said["room_kind"]]
    beds = [bed.rows[0] for key, bed in places[BED].items() if (BED, key) not in home.known]
    if rooms:
        row, kind = rooms[0].rows[0], RoomKind.of_places(bed_counts(places)[rooms[0].key])
        facts = {"room": row.room_name, "kind": kind.label}
        yield _at(faults.KIND_BY_BEDS, "room_kind", row, layout, count=len(rooms), **facts)
    unmarked = [row for row in beds if not any(kind.facet == CARE_FACET and said for kind, said in row.marks)]
    if unmarked:
        yield _at(faults.UNMARKED, "nursing", unmarked[0], layout, count=len(unmarked))
    undated = [row for row in beds if row.in_service_from is None]
    if undated:
        date = context.effective_on.isoformat()
        yield _at(faults.NO_DAY, "in_service_from", undated[0], layout, count=len(undated), date=date)
