"""Giving up beds, rooms, floors and buildings from a day on; whoever still has a bed refuses by its name."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.errors import BedsStillClaimed
from app.beds.models import Building, Floor
from app.beds.queries import claims, copies
from app.beds.queries import places as queries
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind
from app.beds.rules.sentences import say_still_claimed
from app.beds.service.claims import end_claim
from app.beds.service.rooms import end_terms
from app.core.actor import Actor, authorize
from app.core.db import refusing, touched
from app.institutions.queries import lock_home

__all__ = ["STILL", "retire_beds", "retire_building", "retire_floor", "retire_rooms"]

STILL = {"ck_bed_claims_in_service": BedsStillClaimed, "fk_bed_claims_service": BedsStillClaimed}


async def retire_beds(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    bed_ids: Sequence[int],
    *,
    on: date,
    end_closures: bool = False,
) -> list[int]:
    """Take beds out of service from the day on. Whoever still has one beyond it refuses, by the bed's name.

    `end_closures` ends on the same day the closures of these beds, which mean nothing without the bed.
    """
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    beds = await queries.beds_by_id(session, home.scope, home.institution_id, bed_ids)
    try:
        async with refusing(session, STILL):
            ended = await _end_services(session, actor, home, sorted(beds), on, end_closures=end_closures)
    except BedsStillClaimed:
        raise await _still_claimed(session, home, sorted(beds), on) from None
    for bed_id in ended:
        audit.record(session, actor, "beds.bed_retired", beds[bed_id], on=on)
    touched(session, home.county, home.institution_id, on)
    return ended


async def retire_rooms(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    room_ids: Sequence[int],
    *,
    on: date,
    end_closures: bool = False,
) -> list[int]:
    """Give rooms up from the day on, with their beds; gives the beds' ids."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    ended = await _retire_rooms(session, actor, home, room_ids, on, end_closures=end_closures)
    for room_id in sorted(set(room_ids)):
        room = await queries.get_room(session, home.scope, home.institution_id, room_id)
        audit.record(session, actor, "beds.room_retired", room, on=on)
    touched(session, home.county, home.institution_id, on)
    return ended


async def retire_floor(
    session: AsyncSession, actor: Actor, home: Home, floor_id: int, *, on: date, end_closures: bool = False
) -> list[int]:
    """Give a floor up from the day on, with its rooms and beds; gives the beds' ids."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    floor = await queries.get_floor(session, home.scope, home.institution_id, floor_id)
    ended = await _retire_floors(session, actor, home, [floor], on, end_closures=end_closures)
    audit.record(session, actor, "beds.floor_retired", floor, on=on, bed_ids=ended)
    touched(session, home.county, home.institution_id, on)
    return ended


async def retire_building(
    session: AsyncSession, actor: Actor, home: Home, building_id: int, *, on: date, end_closures: bool = False
) -> list[int]:
    """Give a building up from the day on, with its floors, rooms and beds; gives the beds' ids."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    building: Building = await queries.get_building(session, home.scope, home.institution_id, building_id)
    floors = await queries.floors_of(session, home.scope, home.institution_id, building.id)
    ended = await _retire_floors(session, actor, home, floors, on, end_closures=end_closures)
    async with refusing(session):
        building.retired_on = on
    audit.record(session, actor, "beds.building_retired", building, on=on, bed_ids=ended)
    touched(session, home.county, home.institution_id, on)
    return ended


async def _retire_floors(
    session: AsyncSession, actor: Actor, home: Home, floors: Sequence[Floor], on: date, *, end_closures: bool
) -> list[int]:
    rooms = await queries.rooms_of_floors(session, home.scope, home.institution_id, [floor.id for floor in floors], on)
    ended = await _retire_rooms(session, actor, home, rooms, on, end_closures=end_closures)
    async with refusing(session):
        for floor in floors:
            floor.retired_on = on
    return ended


async def _retire_rooms(
    session: AsyncSession, actor: Actor, home: Home, room_ids: Sequence[int], on: date, *, end_closures: bool
) -> list[int]:
    here = await queries.services_of_rooms(session, home.scope, home.institution_id, room_ids, on)
    bed_ids = sorted({place.bed_id for place in here})
    try:
        async with refusing(session, STILL):
            ended = await _end_services(session, actor, home, bed_ids, on, end_closures=end_closures)
            await end_terms(session, home, room_ids, on)
    except BedsStillClaimed:
        raise await _still_claimed(session, home, bed_ids, on) from None
    return ended


async def _end_services(
    session: AsyncSession, actor: Actor, home: Home, bed_ids: Sequence[int], on: date, *, end_closures: bool
) -> list[int]:
    """End the in-service spans of these beds; what would only have begun later lasts zero days."""
    if end_closures:
        for claim in await claims.open_closures(session, home.scope, bed_ids, on):
            await end_claim(session, actor, claim, on)
        await session.flush()
    spans = await queries.services_from(session, home.scope, home.institution_id, bed_ids, on)
    for span in spans:
        span.to_on = max(span.from_on, on)
    for bed in (await queries.beds_by_id(session, home.scope, home.institution_id, bed_ids)).values():
        bed.version += 1
    await session.flush()
    await copies.copy_spans(session, home.scope, [span.id for span in spans])
    return sorted({span.bed_id for span in spans})


async def _still_claimed(session: AsyncSession, home: Home, bed_ids: Sequence[int], on: date) -> BedsStillClaimed:
    clashes = await claims.clashes(session, home.scope, bed_ids, on)
    people = [clash for clash in clashes if clash.kind is not ClaimKind.CLOSURE]
    in_the_way = people or clashes
    return BedsStillClaimed(say_still_claimed(in_the_way, on), [clash.bed for clash in in_the_way])
