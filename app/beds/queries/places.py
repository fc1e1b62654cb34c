"""Buildings, floors, units, rooms and beds as rows, for the acts that change them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Date, and_, any_, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.errors import BedNotFound, PlaceNotFound
from app.beds.models import Bed, BedClaim, BedService, Building, Floor, NursingUnit, Room, RoomTerm
from app.beds.queries.days import live, live_on
from app.beds.queries.prebuilt import Prebuilt
from app.beds.rules.home import Home
from app.beds.rules.housing import RoomsOfBeds, ServiceSpan, TermSpan
from app.core.scope import Scope, within

__all__ = [
    "beds_by_id", "count_in_unit", "floors_of", "get_bed", "get_building", "get_floor", "get_room",
    "get_term", "get_unit", "last_position", "rooms_of_beds", "rooms_of_floors", "services_from", "services_of_rooms", "terms_from",
    "terms_of_unit",
]  # fmt: skip

FRESH = {"populate_existing": True}


def _mine(model: Any, scope: Scope, institution_id: int) -> Any:
    return select(model).where(within(model, scope), model.institution_id == institution_id)


async def get_building(session: AsyncSession, scope: Scope, institution_id: int, building_id: int) -> Building:
    """The building, if it is this home's."""
    found = await session.scalar(_mine(Building, scope, institution_id).where(Building.id == building_id))
    if found is None:
        raise PlaceNotFound
    return found  # type: ignore[no-any-return]


async def get_floor(session: AsyncSession, scope: Scope, institution_id: int, floor_id: int) -> Floor:
    """The floor, if it is this home's."""
    found = await session.scalar(_mine(Floor, scope, institution_id).where(Floor.id == floor_id))
    if found is None:
        raise PlaceNotFound
    return found  # type: ignore[no-any-return]


async def get_unit(session: AsyncSession, scope: Scope, institution_id: int, unit_id: int) -> NursingUnit:
    """The nursing unit, if it is this home's."""
    found = await session.scalar(_mine(NursingUnit, scope, institution_id).where(NursingUnit.id == unit_id))
    if found is None:
        raise PlaceNotFound
    return found  # type: ignore[no-any-return]


async def get_room(session: AsyncSession, scope: Scope, institution_id: int, room_id: int) -> Room:
    """The room, if it is this home's."""
    found = await session.scalar(_mine(Room, scope, institution_id).where(Room.id == room_id))
    if found is None:
        raise PlaceNotFound
    return found  # type: ignore[no-any-return]


async def get_bed(session: AsyncSession, scope: Scope, institution_id: int, bed_id: int) -> Bed:
    """The bed, if it is this home's."""
    found = await session.scalar(_mine(Bed, scope, institution_id).where(Bed.id == bed_id))
    if found is None:
        raise BedNotFound
    return found  # type: ignore[no-any-return]


async def get_term(session: AsyncSession, scope: Scope, institution_id: int, room_id: int, on: date) -> RoomTerm:
    """What the room is on that day."""
    mine = _mine(RoomTerm, scope, institution_id).where(RoomTerm.room_id == room_id, live_on(RoomTerm, on))
    found = await session.scalar(mine.execution_options(**FRESH))
    if found is None:
        raise PlaceNotFound
    return found  # type: ignore[no-any-return]


async def floors_of(session: AsyncSession, scope: Scope, institution_id: int, building_id: int) -> list[Floor]:
    """The building's floors that are not retired."""
    mine = _mine(Floor, scope, institution_id).where(Floor.retired_on.is_(None), Floor.building_id == building_id)
    return list(await session.scalars(mine.order_by(Floor.position, Floor.id)))


async def last_position(session: AsyncSession, scope: Scope, model: Any, institution_id: int) -> int:
    """The place of the last building, floor or unit in the order of the wall."""
    last = select(func.max(model.position)).where(within(model, scope), model.institution_id == institution_id)
    return await session.scalar(last) or 0


_beds = any_(bindparam("beds", type_=ARRAY(BigInteger)))
BEDS = Prebuilt(lambda mine: select(Bed).where(mine(Bed), _at_home(Bed), Bed.id == _beds).order_by(Bed.id))
SERVICES = Prebuilt(
    lambda mine: (
        select(BedService)
        .where(mine(BedService), _at_home(BedService), live(BedService))
        .where(BedService.bed_id == _beds, BedService.to_on > bindparam("day", type_=Date()))
        .order_by(BedService.bed_id, BedService.from_on, BedService.id)
        .execution_options(**FRESH)
    )
)


def _at_home(model: Any) -> Any:
    return model.institution_id == bindparam("home")


async def beds_by_id(
    session: AsyncSession, scope: Scope, institution_id: int, bed_ids: Sequence[int]
) -> dict[int, Bed]:
    """These beds of the home by id; one that is not the home's is not found."""
    statement, where = BEDS.within(scope)
    rows = await session.scalars(statement, where | {"home": institution_id, "beds": list(bed_ids)})
    found = {bed.id: bed for bed in rows}
    if len(found) != len(set(bed_ids)):
        raise BedNotFound
    return found


async def services_from(
    session: AsyncSession, scope: Scope, institution_id: int, bed_ids: Sequence[int], on: date = date.min
) -> list[BedService]:
    """Live in-service spans of these beds that reach beyond the day, by bed and in time order."""
    statement, where = SERVICES.within(scope)
    asked = {"home": institution_id, "beds": list(bed_ids), "day": on}
    return list(await session.scalars(statement, where | asked))


_here = and_(BedService.county == bindparam("county"), BedService.institution_id == bindparam("home"))
_there = and_(RoomTerm.county == BedService.county, RoomTerm.room_id == BedService.room_id, live(RoomTerm))
_sharing = exists().where(
    BedClaim.county == BedService.county,
    BedClaim.institution_id == BedService.institution_id,
    BedClaim.room_id == BedService.room_id,
    live(BedClaim),
    BedClaim.sex_rule,
    BedClaim.shares_room,
)
ROOMS_OF_BEDS = (
    select(
        BedService.id, BedService.bed_id, BedService.room_id, BedService.label, BedService.from_on, BedService.to_on,
        RoomTerm.id, RoomTerm.room_id, RoomTerm.label, RoomTerm.sex_rule, RoomTerm.from_on, RoomTerm.to_on, _sharing,
    )
    .outerjoin(RoomTerm, _there)
    .where(_here, live(BedService), BedService.bed_id == any_(bindparam("beds", type_=ARRAY(BigInteger))))
    .order_by(BedService.bed_id, BedService.from_on, BedService.id, RoomTerm.from_on, RoomTerm.id)
)  # fmt: skip


async def rooms_of_beds(session: AsyncSession, home: Home, bed_ids: Sequence[int]) -> RoomsOfBeds:
    """Read what giving these beds to somebody asks about them and their rooms, in one statement."""
    asked = {"county": home.county, "home": home.institution_id, "beds": list(bed_ids)}
    rows: Sequence[Any] = (await session.execute(ROOMS_OF_BEDS, asked)).all()
    services = dict.fromkeys(ServiceSpan(*row[:6]) for row in rows)
    terms = dict.fromkeys(TermSpan(*row[6:12]) for row in rows if row[6] is not None)
    return RoomsOfBeds(list(services), list(terms), any(row[12] for row in rows))


async def services_of_rooms(
    session: AsyncSession, scope: Scope, institution_id: int, room_ids: Sequence[int], on: date
) -> list[BedService]:
    """Live in-service spans in these rooms that reach beyond the day."""
    service = BedService
    mine = _mine(service, scope, institution_id).where(live(service), service.room_id.in_(room_ids), service.to_on > on)
    ordered = mine.order_by(service.room_id, service.label, service.id)
    return list(await session.scalars(ordered.execution_options(**FRESH)))


async def terms_from(
    session: AsyncSession, scope: Scope, institution_id: int, room_ids: Sequence[int], on: date = date.min
) -> list[RoomTerm]:
    """Live terms of these rooms that reach beyond the day, in time order."""
    term = RoomTerm
    mine = _mine(term, scope, institution_id).where(live(term), term.room_id.in_(room_ids), term.to_on > on)
    ordered = mine.order_by(term.room_id, term.from_on, term.id)
    return list(await session.scalars(ordered.execution_options(**FRESH)))


async def terms_of_unit(
    session: AsyncSession, scope: Scope, institution_id: int, unit_id: int, on: date
) -> list[RoomTerm]:
    """Live terms of rooms of a nursing unit that reach beyond the day."""
    term = RoomTerm
    mine = _mine(term, scope, institution_id).where(live(term), term.nursing_unit_id == unit_id, term.to_on > on)
    return list(await session.scalars(mine.order_by(term.id).execution_options(**FRESH)))


async def rooms_of_floors(
    session: AsyncSession, scope: Scope, institution_id: int, floor_ids: Sequence[int], on: date
) -> list[int]:
    """The rooms on these floors that are rooms beyond the day."""
    term = RoomTerm
    mine = select(term.room_id).where(
        within(term, scope), term.institution_id == institution_id, live(term), term.to_on > on
    )
    return list(await session.scalars(mine.where(term.floor_id.in_(floor_ids)).distinct().order_by(term.room_id)))


async def count_in_unit(session: AsyncSession, scope: Scope, institution_id: int, unit_id: int, on: date) -> int:
    """How many beds a nursing unit has at its fullest from that day on, planned ones counted as if they were there."""
    service, term = BedService, RoomTerm
    beds = (
        select(func.count(service.bed_id.distinct()))
        .join(term, (term.county == service.county) & (term.room_id == service.room_id))
        .where(within(service, scope), service.institution_id == institution_id, live(service), service.to_on > on)
        .where(live(term), term.to_on > on, term.nursing_unit_id == unit_id)
        .where(term.from_on < service.to_on, service.from_on < term.to_on)
    )
    return await session.scalar(beds) or 0
