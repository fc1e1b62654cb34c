"""The structure of a home on a day, with what is to come: six statements, however many rooms."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Select, and_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedClaim, BedService, Building, Floor, NursingUnit, Room, RoomTerm
from app.beds.queries.days import live, live_on
from app.beds.rules.labels import bed_name, natural_key
from app.beds.rules.tree import Tree, TreeBuilding, TreeFloor, TreePlace, TreeRoom, TreeUnit
from app.core.scope import Scope, within

__all__ = ["structure"]

Rows: TypeAlias = Select[*tuple[Any, ...]]


async def structure(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> Tree:
    """Everything in use in the home on the day. A room or bed that begins later is shown as it will be."""
    buildings = list(await session.scalars(_of_home(Building, scope, institution_id, day)))
    floors = list(await session.scalars(_of_home(Floor, scope, institution_id, day)))
    units = list(await session.scalars(_of_home(NursingUnit, scope, institution_id, day)))
    places = (await session.execute(_places(scope, institution_id, day))).all()
    rooms = _rooms((await session.execute(_terms(scope, institution_id, day))).all(), places)
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


def _of_home(model: Any, scope: Scope, institution_id: int, day: date) -> Rows:
    mine = and_(within(model, scope), model.institution_id == institution_id)
    return select(model).where(mine, (model.retired_on.is_(None)) | (model.retired_on > day))


def _terms(scope: Scope, institution_id: int, day: date) -> Rows:
    """The term of the day for each room, else the first one to come."""
    term = RoomTerm
    return (
        select(
            term.room_id, term.floor_id, term.label, term.kind, term.sex_rule, term.isolation, Room.facing,
            term.nursing_unit_id, Room.note, term.from_on, term.to_on, Room.version,
        )
        .join(Room, and_(Room.county == term.county, Room.id == term.room_id))
        .where(within(term, scope), term.institution_id == institution_id, live(term), term.to_on > day)
        .ext(distinct_on(term.room_id))
        .order_by(term.room_id, term.from_on)
    )  # fmt: skip


def _places(scope: Scope, institution_id: int, day: date) -> Rows:
    service, claim = BedService, BedClaim
    here = and_(claim.county == service.county, claim.bed_id == service.bed_id, live_on(claim, day))
    return (
        select(
            service.room_id, service.bed_id, service.label, service.from_on, service.to_on, Bed.extra, Bed.note,
            claim.kind.label("claim"), Bed.version,
        )
        .join(Bed, and_(Bed.county == service.county, Bed.id == service.bed_id))
        .outerjoin(claim, here)
        .where(within(service, scope), service.institution_id == institution_id, live(service), service.to_on > day)
        .ext(distinct_on(service.bed_id))
        .order_by(service.bed_id, service.from_on)
    )  # fmt: skip


def _rooms(terms: Iterable[Any], places: Iterable[Any]) -> list[TreeRoom]:
    by_room = defaultdict(list)
    for place in places:
        by_room[place.room_id].append(place)
    rooms = [_room(term, by_room[term.room_id]) for term in terms]
    return sorted(rooms, key=lambda room: (natural_key(room.label), room.id))


def _room(term: Any, places: Iterable[Any]) -> TreeRoom:
    ordered = sorted(places, key=lambda place: (natural_key(place.label), place.bed_id))
    return TreeRoom(
        term.room_id, term.floor_id, term.label, term.kind, term.sex_rule, term.isolation, term.facing,
        term.nursing_unit_id, term.note, term.from_on, term.to_on, term.version,
        tuple(
            TreePlace(
                place.bed_id, place.label, bed_name(term.label, place.label), place.from_on, place.to_on,
                place.extra, place.note, place.claim, place.version,
            )
            for place in ordered
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
