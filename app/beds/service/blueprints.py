"""Building a whole ledger at once, and taking back what one act built while nobody has built on it."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.errors import BuiltOn
from app.beds.models import Bed, BedService, Building, Floor, NursingUnit, Room, RoomTerm
from app.beds.queries import places as queries
from app.beds.queries import undoing
from app.beds.rules.blueprints import Blueprint, Built, Key, NewUnit, Ref
from app.beds.rules.home import Home
from app.beds.rules.labels import say_labels
from app.beds.rules.making import Made
from app.beds.service.making import new_code
from app.beds.service.places import cap_of
from app.beds.service.rooms import check_unit
from app.core.actor import Actor, authorize
from app.core.db import refusing, touched
from app.core.i18n import _
from app.institutions.queries import lock_home

__all__ = ["build_blueprint", "made_of_rooms", "undo_made"]

BUILT_ON = (
    "fk_bed_claims_bed", "fk_bed_claims_room", "fk_bed_claims_service", "fk_bed_marks_bed", "fk_bed_services_room",
    "fk_room_terms_room", "fk_room_terms_nursing_unit", "fk_rooms_floor", "fk_floors_building",
)  # fmt: skip


async def build_blueprint(session: AsyncSession, actor: Actor, home: Home, plan: Blueprint) -> Built:
    """Build everything of the blueprint, all or nothing: two statements a kind, however many things."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    async with refusing(session):
        buildings = await _buildings(session, home, plan)
        floors = await _floors(session, home, plan, buildings)
        units = await _units(session, home, plan)
        rooms = await _rooms(session, home, plan, floors, units)
        beds = await _beds(session, home, plan, rooms)
        for unit_id in sorted({_id(room.unit, units) for room in plan.rooms if room.unit is not None}):
            await check_unit(session, home, unit_id, plan.since or date.max)
    kinds = (buildings, floors, units, rooms, beds)
    made = Made(*(sorted(kind.values()) for kind in kinds))
    audit.record(session, actor, "beds.blueprint_built", kind="beds", **home.keys, made=made.as_plain())
    if plan.since:
        touched(session, home.county, home.institution_id, plan.since)
    return Built(made, *kinds)


def _id(ref: Ref, known: Mapping[Key, int]) -> int:
    return ref if isinstance(ref, int) else known[ref]


async def _buildings(session: AsyncSession, home: Home, plan: Blueprint) -> dict[Key, int]:
    at = await queries.last_position(session, home.scope, Building, home.institution_id)
    rows = [
        Building(**home.keys, label=new.label, title=new.title, position=at + place)
        for place, new in enumerate(plan.buildings, 1)
    ]
    session.add_all(rows)
    await session.flush()
    return {new.key: row.id for new, row in zip(plan.buildings, rows, strict=True)}


async def _floors(session: AsyncSession, home: Home, plan: Blueprint, buildings: Mapping[Key, int]) -> dict[Key, int]:
    at = await queries.last_position(session, home.scope, Floor, home.institution_id)
    rows = [
        Floor(
            **home.keys, building_id=_id(new.building, buildings), label=new.label, title=new.title, position=at + place
        )
        for place, new in enumerate(plan.floors, 1)
    ]
    session.add_all(rows)
    await session.flush()
    return {new.key: row.id for new, row in zip(plan.floors, rows, strict=True)}


async def _units(session: AsyncSession, home: Home, plan: Blueprint) -> dict[Key, int]:
    at = await queries.last_position(session, home.scope, NursingUnit, home.institution_id)
    rows = [_unit(home, new, at + place) for place, new in enumerate(plan.units, 1)]
    session.add_all(rows)
    await session.flush()
    return {new.key: row.id for new, row in zip(plan.units, rows, strict=True)}


def _unit(home: Home, new: NewUnit, at: int) -> NursingUnit:
    position = new.order if new.order is not None else at
    cap = cap_of(new.kind, new.cap)
    return NursingUnit(**home.keys, label=new.label, title=new.title, position=position, kind=new.kind, cap=cap)


async def _rooms(
    session: AsyncSession, home: Home, plan: Blueprint, floors: Mapping[Key, int], units: Mapping[Key, int]
) -> dict[Key, int]:
    rows = [Room(**home.keys, floor_id=_id(new.floor, floors), facing=new.facing, note=new.note) for new in plan.rooms]
    session.add_all(rows)
    await session.flush()
    session.add_all(
        RoomTerm(
            **home.keys, room_id=room.id, floor_id=room.floor_id, label=new.label, kind=new.kind, from_on=new.from_on,
            nursing_unit_id=None if new.unit is None else _id(new.unit, units),
            sex_rule=new.sex_rule, isolation=new.isolation,
        )
        for new, room in zip(plan.rooms, rows, strict=True)
    )  # fmt: skip
    await session.flush()
    return {new.key: row.id for new, row in zip(plan.rooms, rows, strict=True)}


async def _beds(session: AsyncSession, home: Home, plan: Blueprint, rooms: Mapping[Key, int]) -> dict[Key, int]:
    rows = [Bed(**home.keys, code=new_code(), extra=new.extra, note=new.note) for new in plan.beds]
    session.add_all(rows)
    await session.flush()
    session.add_all(
        BedService(**home.keys, bed_id=bed.id, room_id=_id(new.room, rooms), label=new.label, from_on=new.from_on)
        for new, bed in zip(plan.beds, rows, strict=True)
    )
    await session.flush()
    return {new.key: row.id for new, row in zip(plan.beds, rows, strict=True)}


async def made_of_rooms(session: AsyncSession, home: Home, room_ids: Sequence[int]) -> Made:
    """Gather what belongs to these rooms, so that rooms built by mistake can be taken back like a ledger.

    A room that is not the home's is refused, so that the audit never says of it that it was taken back.
    """
    for room_id in sorted(set(room_ids)):
        await queries.get_room(session, home.scope, home.institution_id, room_id)
    here = await queries.services_of_rooms(session, home.scope, home.institution_id, room_ids, date.min)
    made = Made.nothing()
    made.room_ids, made.bed_ids = sorted(set(room_ids)), sorted({place.bed_id for place in here})
    return made


async def undo_made(session: AsyncSession, actor: Actor, home: Home, made: Made, *, reason: str) -> None:
    """Take back what one act built, as if it had never stood; the audit keeps what it was.

    Only while nobody has built on it: the keys of claims, marks and later rooms refuse, and the beds are named.
    """
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    since = await undoing.first_day(session, home.scope, home.institution_id, made)
    try:
        async with refusing(session, dict.fromkeys(BUILT_ON, BuiltOn)):
            await undoing.take_back(session, home.scope, home.institution_id, made)
    except BuiltOn:
        raise BuiltOn(await _say_built_on(session, home, made)) from None
    audit.record(session, actor, "beds.made_undone", kind="beds", reason=reason, **home.keys, made=made.as_plain())
    if since:
        touched(session, home.county, home.institution_id, since)


async def _say_built_on(session: AsyncSession, home: Home, made: Made) -> str | None:
    used = await undoing.used_beds(session, home.scope, home.institution_id, made)
    if not used:
        return _("这批房间里后来又有了别的床或房间，不能整批撤销；不再使用的，请办停用")
    return _("{beds}已有人用过或已认定，不能撤销；不再使用的，请办停用").format(beds=say_labels(used))
