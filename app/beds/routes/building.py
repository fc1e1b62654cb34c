"""What the structure page shows of a floor, a room and a pattern, worked out from the tree."""

from datetime import date
from typing import Any

from app.beds.errors import PatternError
from app.beds.forms.structure import PatternForm
from app.beds.rules.kinds import CAPS, SexRule
from app.beds.rules.making import FacingPlan, RoomManner, planned_rooms
from app.beds.rules.patterns import expand
from app.beds.rules.plans import along_the_corridor
from app.beds.rules.tree import Tree, TreeFloor, TreeRoom
from app.core.i18n import _
from app.web.addresses import id_in
from app.web.forms import Bound

__all__ = ["floor_facts", "pattern_facts", "room_choices", "tree_nodes", "unit_choices"]


def floor_facts(tree: Tree, floor_id: Any, room_id: Any) -> dict[str, Any]:
    """The floor at hand: the one asked for, the one of the room asked for, else the first that has no rooms yet."""
    found_room = tree.find_room(id_in(room_id))
    wanted = found_room[1].id if found_room else id_in(floor_id)
    found = tree.find_floor(wanted)
    if found is None:
        floors = list(tree.floors)
        found = next((pair for pair in floors if not pair[1].rooms), floors[0] if floors else None)
    building, floor = found or (None, None)
    room = found_room[2] if found_room else None
    return {
        "building": building,
        "floor": floor,
        "room": room,
        "neighbour": _neighbour(floor, room) if floor and room else None,
        "sides": along_the_corridor([(each, each.facing) for each in floor.rooms], floor.label) if floor else [],
    }


def _neighbour(floor: TreeFloor, room: TreeRoom) -> TreeRoom | None:
    """The room next to it, with which it might become one."""
    labels = [each.id for each in floor.rooms]
    at = labels.index(room.id)
    after = floor.rooms[at + 1 : at + 2] or floor.rooms[max(at - 1, 0) : at]
    return after[0] if after else None


def pattern_facts(bound: Bound[PatternForm], tree: Tree, today: date) -> dict[str, Any]:
    """What the pattern would build: its plan, its counts, or the part of it that cannot be read."""
    errors, form = dict(bound.errors), bound.values
    planned: list[Any] = []
    if form is not None:
        try:
            rooms = expand(form.rooms, beds=form.beds, skip=form.skip)
            manner = RoomManner(form.unit_id, form.sex_rule, facing=form.facing)
            planned = planned_rooms(form.floor_id, rooms, manner)
        except PatternError as refusal:
            errors[refusal.field or ""] = refusal.message
    return {
        "raw": bound.raw,
        "errors": errors,
        "planned": along_the_corridor([(room, room.facing) for room in planned], _("新房")) if planned else [],
        "planned_rooms": len(planned),
        "planned_beds": sum(len(room.beds) for room in planned),
        "floors": [(floor.id, f"{building.label} {floor.label}") for building, floor in tree.floors],
        "units": unit_choices(tree),
        "sex_rules": [(rule.value, rule.label) for rule in SexRule],
        "facings": [(plan.value, plan.label) for plan in FacingPlan],
        "default_from": today,
    }


def unit_choices(tree: Tree) -> list[tuple[int, str]]:
    """Nursing units to choose from, with how full each is."""
    return [
        (unit.id, f"{unit.label}（{unit.beds}/{unit.cap}）" if unit.cap else f"{unit.label}（{unit.beds}）")
        for unit in tree.units
    ]


def room_choices(tree: Tree, *, but: int | None = None) -> list[tuple[str, list[tuple[int, str]]]]:
    """Rooms to choose from, floor by floor."""
    groups = [
        (f"{building.label} {floor.label}", [(room.id, room.label) for room in floor.rooms if room.id != but])
        for building, floor in tree.floors
    ]
    return [(label, rooms) for label, rooms in groups if rooms]


def tree_nodes(tree: Tree, path: str, chosen: dict[str, Any]) -> list[dict[str, Any]]:
    """The branches of the tree: the floor at hand lies open, rooms under their units."""
    floor, room = chosen["floor"], chosen["room"]
    return [
        {
            "label": building.label, "href": None, "count": _("{count} 床").format(count=building.beds),
            "current": False, "open": True,
            "children": [_floor_node(tree, each, path, floor, room) for each in building.floors]
            or [_leaf(_("还没有楼层"), path, 0)],
        }
        for building in tree.buildings
    ]  # fmt: skip


def _floor_node(
    tree: Tree, floor: TreeFloor, path: str, chosen: TreeFloor | None, room: TreeRoom | None
) -> dict[str, Any]:
    here = chosen is not None and floor.id == chosen.id
    node = _leaf(floor.label, f"{path}?floor_id={floor.id}", floor.beds) | {"current": here and room is None}
    if not here or not floor.rooms:
        return node
    groups = floor.by_unit()
    if groups == [(None, list(floor.rooms))]:
        return node | {"open": True, "children": [_room_node(each, path, room) for each in floor.rooms]}
    return node | {"open": True, "children": [_unit_node(tree, unit, rooms, path, room) for unit, rooms in groups]}


def _unit_node(
    tree: Tree, unit_id: int | None, rooms: list[TreeRoom], path: str, chosen: TreeRoom | None
) -> dict[str, Any]:
    unit = tree.unit(unit_id)
    label = unit.label if unit else _("未编护理单元")
    if unit and unit.cap and unit.cap < max(CAPS.values()):
        label = _("{unit}，上限 {cap}").format(unit=unit.label, cap=unit.cap)
    node = _leaf(label, "", sum(len(room.places) for room in rooms))
    return node | {"href": None, "open": True, "children": [_room_node(room, path, chosen) for room in rooms]}


def _room_node(room: TreeRoom, path: str, chosen: TreeRoom | None) -> dict[str, Any]:
    rule = "" if room.sex_rule is SexRule.NONE else f" {room.sex_rule.label}"
    current = chosen is not None and room.id == chosen.id
    return _leaf(f"{room.label}{rule}", f"{path}?room_id={room.id}", len(room.places)) | {"current": current}


def _leaf(label: str, href: str, count: int) -> dict[str, Any]:
    return {"label": label, "href": href, "count": count, "current": False, "open": False, "children": []}
