"""Building rooms and beds: by pattern on a floor, one more bed in a room, or a whole ledger at once."""

import secrets
from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.errors import StructureRefused
from app.beds.models import Bed, BedService, Room, RoomTerm
from app.beds.queries import places as queries
from app.beds.rules.home import Home
from app.beds.rules.labels import next_labels, say_labels
from app.beds.rules.making import Made, PlannedRoom, RoomManner, beds_per_unit, planned_rooms
from app.beds.rules.patterns import RoomPlan
from app.beds.rules.spans import FOREVER
from app.beds.service.rooms import check_unit
from app.beds.service.walls import room_ends
from app.core.actor import Actor, authorize
from app.core.db import refusing, touched
from app.core.i18n import _
from app.institutions.queries import lock_home

__all__ = ["add_beds", "build_rooms", "make_rooms", "new_code", "place_beds"]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's letters: none that the eye or the ear takes for another."""


def new_code() -> str:
    """Draw the code of a bed's sticker; it says nothing to whoever finds it."""
    return "".join(secrets.choice(ALPHABET) for _place in range(8))


async def make_rooms(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    floor_id: int,
    rooms: Sequence[RoomPlan],
    *,
    from_on: date,
    manner: RoomManner | None = None,
) -> Made:
    """Build the rooms of a pattern on a floor with their beds, in service from the day on; all or none."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    floor = await queries.get_floor(session, home.scope, home.institution_id, floor_id)
    if floor.retired_on is not None and floor.retired_on <= from_on:
        raise StructureRefused(_("这一层已停用，不能再建房间。请换一层，或改启用日期"), field="floor_id")
    made = Made.nothing()
    async with refusing(session):
        planned = planned_rooms(floor_id, rooms, manner or RoomManner())
        await build_rooms(session, home, planned, from_on, made)
    audit.record(
        session, actor, "beds.rooms_made", floor,
        room_ids=made.room_ids, bed_ids=made.bed_ids, rooms=say_labels(room.label for room in rooms), from_on=from_on,
    )  # fmt: skip
    touched(session, home.county, home.institution_id, from_on)
    return made


async def build_rooms(
    session: AsyncSession, home: Home, planned: Sequence[PlannedRoom], from_on: date, made: Made
) -> list[Room]:
    """Write rooms, terms, beds and spans in four statements, however many. Stands inside `refusing()`."""
    rooms = [Room(**home.keys, floor_id=plan.floor_id, facing=plan.facing, note=plan.note) for plan in planned]
    session.add_all(rooms)
    await session.flush()
    session.add_all(_term(home, plan, room, from_on) for plan, room in zip(planned, rooms, strict=True))
    places = [
        (room, label, label in plan.extra) for plan, room in zip(planned, rooms, strict=True) for label in plan.beds
    ]
    made.room_ids += [room.id for room in rooms]
    await place_beds(session, home, places, from_on, made)
    for unit_id in sorted(beds_per_unit(planned)):
        await check_unit(session, home, unit_id, from_on)
    return rooms


def _term(home: Home, plan: PlannedRoom, room: Room, from_on: date) -> RoomTerm:
    return RoomTerm(
        **home.keys, room_id=room.id, floor_id=plan.floor_id, nursing_unit_id=plan.unit_id, label=plan.label,
        kind=plan.kind, sex_rule=plan.sex_rule, isolation=plan.isolation, from_on=from_on,
    )  # fmt: skip


async def place_beds(
    session: AsyncSession, home: Home, places: Sequence[tuple[Room, str, bool]], from_on: date, made: Made
) -> list[Bed]:
    """Write beds and their spans: room, label, and whether it is 加床. Stands inside `refusing()`."""
    beds = [Bed(**home.keys, code=new_code(), extra=extra) for _room, _label, extra in places]
    session.add_all(beds)
    await session.flush()
    session.add_all(
        BedService(**home.keys, bed_id=bed.id, room_id=room.id, label=label, from_on=from_on)
        for bed, (room, label, _extra) in zip(beds, places, strict=True)
    )
    await session.flush()
    made.bed_ids += [bed.id for bed in beds]
    return beds


async def add_beds(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    room_id: int,
    *,
    from_on: date,
    count: int = 1,
    labels: Sequence[str] = (),
    extra: bool = False,
) -> Made:
    """Put more beds into a room from the day on, by the next free labels unless given; `extra` is 加床."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    room = await queries.get_room(session, home.scope, home.institution_id, room_id)
    term = await queries.get_term(session, home.scope, home.institution_id, room_id, from_on)
    here = await queries.services_of_rooms(session, home.scope, home.institution_id, [room_id], from_on)
    labels = list(labels) or next_labels((place.label for place in here), count)
    made = Made.nothing()
    async with refusing(session):
        room.version += 1
        await place_beds(session, home, [(room, label, extra) for label in labels], from_on, made)
        if (ends := await room_ends(session, home, room_id)) != FOREVER:
            await _end_with_room(session, home, made, ends)
        if term.nursing_unit_id is not None:
            await check_unit(session, home, term.nursing_unit_id, from_on)
    audit.record(
        session, actor, "beds.beds_added", room, bed_ids=made.bed_ids, labels=labels, extra=extra, from_on=from_on
    )
    touched(session, home.county, home.institution_id, from_on)
    return made


async def _end_with_room(session: AsyncSession, home: Home, made: Made, to_on: date) -> None:
    """A bed put into a room that is to be given up goes with it."""
    for service in await queries.services_from(session, home.scope, home.institution_id, made.bed_ids):
        service.to_on = to_on
    await session.flush()
