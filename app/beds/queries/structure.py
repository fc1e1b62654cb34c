"""The structure of a home on a day, with what is to come: one statement a table, however many rooms."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedClaim, BedService, Building, Floor, NursingUnit, Room
from app.beds.queries.days import live, live_on
from app.beds.queries.terms import TermOfDay, terms_until
from app.beds.rules.kinds import ClaimKind
from app.beds.rules.labels import bed_name, natural_key
from app.beds.rules.tree import Tree, TreeBuilding, TreeFloor, TreePlace, TreeRoom, TreeUnit
from app.core.scope import Scope, within

__all__ = ["structure"]


async def structure(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> Tree:
    """Everything in use in the home on the day. A room or bed that begins later is shown as it will be."""
    mine = (session, scope, institution_id)
    buildings = await _in_use(*mine, Building, day)
    floors = await _in_use(*mine, Floor, day)
    units = await _in_use(*mine, NursingUnit, day)
    rooms = _rooms(await terms_until(*mine, day), await _by_id(*mine, Room), await _places(*mine, day))
    by_floor = defaultdict(list)
    for room in rooms:
        by_floor[room.floor_id].append(room)
    return Tree(
        day,
        tuple(_building(building, floors, by_floor) for building in sorted(buildings, key=_order)),
        tuple(_unit(unit, rooms) for unit in sorted(units, key=_order)),
    )


def _order(place: Building | Floor | NursingUnit) -> tuple[Any, ...]:
    return place.position, natural_key(place.label), place.id


async def _in_use(session: AsyncSession, scope: Scope, institution_id: int, model: Any, day: date) -> list[Any]:
    mine = (within(model, scope), model.institution_id == institution_id)
    used = (model.retired_on.is_(None)) | (model.retired_on > day)
    return list(await session.scalars(select(model).where(*mine, used).order_by(model.id)))


async def _by_id(session: AsyncSession, scope: Scope, institution_id: int, model: Any) -> dict[int, Any]:
    mine = (within(model, scope), model.institution_id == institution_id)
    return {row.id: row for row in await session.scalars(select(model).where(*mine).order_by(model.id))}


async def _places(
    session: AsyncSession, scope: Scope, institution_id: int, day: date
) -> dict[int, list[tuple[BedService, Bed, ClaimKind | None]]]:
    """The beds of each room: in service that day, or first from a later one."""
    service, claim = BedService, BedClaim
    spans = select(service).where(within(service, scope), service.institution_id == institution_id, live(service))
    held = select(claim.bed_id, claim.kind).where(
        within(claim, scope), claim.institution_id == institution_id, live_on(claim, day)
    )
    claims = {row[0]: row[1] for row in await session.execute(held)}
    beds = await _by_id(session, scope, institution_id, Bed)
    first: dict[int, BedService] = {}
    for span in await session.scalars(spans.where(service.to_on > day).order_by(service.from_on, service.id)):
        first.setdefault(span.bed_id, span)
    by_room = defaultdict(list)
    for bed_id, span in first.items():
        by_room[span.room_id].append((span, beds[bed_id], claims.get(bed_id)))
    return by_room


def _rooms(
    terms: Mapping[int, TermOfDay],
    rooms: Mapping[int, Room],
    places: Mapping[int, list[tuple[BedService, Bed, ClaimKind | None]]],
) -> list[TreeRoom]:
    found = [_room(term, rooms[room_id], places.get(room_id, [])) for room_id, term in terms.items()]
    return sorted(found, key=lambda room: (natural_key(room.label), room.id))


def _room(term: TermOfDay, room: Room, places: list[tuple[BedService, Bed, ClaimKind | None]]) -> TreeRoom:
    ordered = sorted(places, key=lambda place: (natural_key(place[0].label), place[0].bed_id))
    return TreeRoom(
        term.room_id, term.floor_id, term.label, term.kind, term.sex_rule, term.isolation, room.facing, term.unit_id,
        room.note, term.from_on, term.to_on, room.version,
        tuple(
            TreePlace(
                bed.id, span.label, bed_name(term.label, span.label), span.from_on, span.to_on, bed.extra, bed.note,
                claim, bed.version,
            )
            for span, bed, claim in ordered
        ),
    )  # fmt: skip


def _building(building: Building, floors: Iterable[Floor], by_floor: dict[int, list[TreeRoom]]) -> TreeBuilding:
    mine = sorted((floor for floor in floors if floor.building_id == building.id), key=_order)
    return TreeBuilding(
        building.id, building.label, building.title, building.version,
        tuple(
            TreeFloor(floor.id, building.id, floor.label, floor.title, floor.version, tuple(by_floor[floor.id]))
            for floor in mine
        ),
    )  # fmt: skip


def _unit(unit: NursingUnit, rooms: Iterable[TreeRoom]) -> TreeUnit:
    beds = sum(len(room.places) for room in rooms if room.unit_id == unit.id)
    return TreeUnit(unit.id, unit.label, unit.title, unit.kind, unit.cap, unit.position, unit.version, beds)
