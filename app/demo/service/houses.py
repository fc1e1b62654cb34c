"""Writing buildings, floors, units, rooms, beds and marks."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedMark, BedService, Building, Floor, NursingUnit, Room, RoomTerm
from app.beds.rules.kinds import CAPS, MarkKind, SexRule, UnitKind
from app.demo import queries
from app.demo.rules.chance import Chance
from app.demo.rules.story import BedStory, HomeStory, RoomStory
from app.demo.rules.town import Town

__all__ = ["write_houses"]

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
Place = tuple[int, str, str]


async def write_houses(session: AsyncSession, town: Town) -> None:
    """Write the houses of a town down to the last bed and its marks."""
    floors = await _floors(session, town)
    units = await _units(session, town)
    pairs = [(home, room) for home in town.homes for room in home.rooms]
    rows = [
        _keys(home) | {"floor_id": floors[home.id, room.building, room.floor], "facing": room.facing}
        for home, room in pairs
    ]
    for (_home, room), new in zip(pairs, await queries.insert_with_ids(session, Room, rows), strict=True):
        room.id = new
    terms = [term for home, room in pairs for term in _terms(home, room, floors, units)]
    await queries.insert_rows(session, RoomTerm, terms)
    await _beds(session, town)


def _keys(home: HomeStory) -> dict[str, Any]:
    return {"county": home.plan.county, "institution_id": home.id}


async def _floors(session: AsyncSession, town: Town) -> dict[Place, int]:
    buildings = [(home, label) for home in town.homes for label in dict.fromkeys(room.building for room in home.rooms)]
    rows = [
        _keys(home) | {"label": label, "position": number, "retired_on": home.closed_on}
        for number, (home, label) in enumerate(buildings)
    ]
    ids = await queries.insert_with_ids(session, Building, rows)
    by_label = {(home.id, label): new for (home, label), new in zip(buildings, ids, strict=True)}
    places = list(dict.fromkeys((home.id, room.building, room.floor) for home in town.homes for room in home.rooms))
    homes = {home.id: home for home in town.homes}
    rows = [
        _keys(homes[home]) | {
            "building_id": by_label[home, building], "label": floor, "position": number,
            "retired_on": homes[home].closed_on,
        }
        for number, (home, building, floor) in enumerate(places)
    ]  # fmt: skip
    return dict(zip(places, await queries.insert_with_ids(session, Floor, rows), strict=True))


async def _units(session: AsyncSession, town: Town) -> dict[tuple[int, str], int]:
    pairs = [(home, unit) for home in town.homes for unit in {room.unit for room in home.rooms if room.unit}]
    rows = [
        _keys(home) | {"label": unit, "kind": UnitKind.DEMENTIA, "cap": CAPS[UnitKind.DEMENTIA]} for home, unit in pairs
    ]
    ids = await queries.insert_with_ids(session, NursingUnit, rows) if rows else []
    return {(home.id, unit): new for (home, unit), new in zip(pairs, ids, strict=True)}


def _terms(
    home: HomeStory, room: RoomStory, floors: dict[Place, int], units: dict[tuple[int, str], int]
) -> list[dict[str, Any]]:
    """Give the terms of a room: one, or two where its rule was changed."""
    whole = _term(home, room, floors, units)
    if room.rule_changed_on is None:
        return [whole]
    before = whole | {"sex_rule": SexRule.SAME, "to_on": room.rule_changed_on}
    return [before, whole | {"from_on": room.rule_changed_on}]


def _term(
    home: HomeStory, room: RoomStory, floors: dict[Place, int], units: dict[tuple[int, str], int]
) -> dict[str, Any]:
    bed = room.beds[0]
    return _keys(home) | {
        "room_id": room.id, "floor_id": floors[home.id, room.building, room.floor], "label": room.label,
        "nursing_unit_id": units.get((home.id, room.unit)), "kind": room.kind, "sex_rule": room.sex_rule,
        "from_on": bed.from_on, "to_on": bed.to_on,
    }  # fmt: skip


async def _beds(session: AsyncSession, town: Town) -> None:
    pairs = [(home, bed) for home in town.homes for bed in home.beds]
    codes = _codes(town.chance.child("codes"), len(pairs))
    rows = [_keys(home) | {"code": code, "extra": bed.extra} for (home, bed), code in zip(pairs, codes, strict=True)]
    for (_home, bed), new in zip(pairs, await queries.insert_with_ids(session, Bed, rows), strict=True):
        bed.id = new
    rows = [_keys(home) | _span(bed) for home, bed in pairs]
    for (_home, bed), new in zip(pairs, await queries.insert_with_ids(session, BedService, rows), strict=True):
        bed.service_id = new
    await queries.insert_rows(session, BedMark, [row for home, bed in pairs for row in _marks(home, bed)])


def _span(bed: BedStory) -> dict[str, Any]:
    return {"bed_id": bed.id, "room_id": bed.room.id, "label": bed.label, "from_on": bed.from_on, "to_on": bed.to_on}


def _codes(chance: Chance, count: int) -> list[str]:
    """Draw codes of stickers, each once."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.pick(_ALPHABET) for _place in range(8))] = None
    return list(found)


def _marks(home: HomeStory, bed: BedStory) -> list[dict[str, Any]]:
    found = []
    for kind, certified in bed.marks:
        since = max(certified, bed.from_on)
        if since < bed.to_on:
            basis = "长护险定点协议" if kind is MarkKind.LTCI else "县级民政部门现场认定"
            found.append(
                _keys(home) | {
                    "bed_id": bed.id, "kind": kind, "basis": basis, "document_no": f"{home.plan.code}-{certified:%Y%m}",
                    "certified_on": certified, "from_on": since, "to_on": bed.to_on,
                }
            )  # fmt: skip
    return found
