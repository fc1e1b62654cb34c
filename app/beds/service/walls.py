"""Walls that come and go, and beds that stand in another room: the past stays, claims go with their beds."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.errors import StructureRefused
from app.beds.models import BedService, Room, RoomTerm
from app.beds.queries import copies
from app.beds.queries import places as queries
from app.beds.rules.checks import check_merge, check_split, merged_labels
from app.beds.rules.home import Home
from app.beds.rules.kinds import RoomKind
from app.beds.rules.spans import lasting
from app.beds.service.claims import carry_over
from app.beds.service.consent import agree_with_rooms
from app.beds.service.rooms import SEX_REFUSALS, check_unit, copy_term, end_terms, succeed_term
from app.core.actor import Actor, authorize
from app.core.db import refusing, touched
from app.core.i18n import _
from app.institutions.queries import lock_home

__all__ = ["merge_rooms", "move_place", "refuse_beyond", "room_ends", "split_room"]


async def split_room(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    room_id: int,
    *,
    bed_ids: Sequence[int],
    label: str,
    on: date,
    renumber: bool = False,
) -> RoomTerm:
    """Build a wall: these beds stand in a new room from the day on, their claims with them. The past stays."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    room = await queries.get_room(session, home.scope, home.institution_id, room_id)
    term = await queries.get_term(session, home.scope, home.institution_id, room_id, on)
    here = await queries.services_of_rooms(session, home.scope, home.institution_id, [room_id], on)
    check_split([place.bed_id for place in here], bed_ids)
    going = [place for place in here if place.bed_id in set(bed_ids)]
    numbers = {place.bed_id: str(n) if renumber else place.label for n, place in enumerate(going, 1)}
    async with refusing(session, SEX_REFUSALS):
        room.version += 1
        new = Room(**home.keys, floor_id=room.floor_id, facing=room.facing, note="")
        session.add(new)
        await session.flush()
        ends = await room_ends(session, home, room_id)
        made = copy_term(term, on, room_id=new.id, label=label, kind=RoomKind.of_places(len(going)), to_on=ends)
        session.add(made)
        await succeed_term(session, term, on, kind=RoomKind.of_places(len(here) - len(going)))
        for place in going:
            await move_place(session, home, place, to=made, label=numbers[place.bed_id], on=on)
        await agree_with_rooms(session, actor, home, room_ids=[room_id, new.id], bed_ids=set(numbers), on=on)
    audit.record(session, actor, "beds.room_split", room, new_room_id=new.id, bed_ids=sorted(bed_ids), on=on)
    touched(session, home.county, home.institution_id, on)
    return made


async def merge_rooms(
    session: AsyncSession, actor: Actor, home: Home, room_ids: Sequence[int], *, on: date
) -> RoomTerm:
    """Take walls down: from the day on all beds stand in the first of these rooms; the others are rooms no more."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    terms = [
        await queries.get_term(session, home.scope, home.institution_id, room_id, on)
        for room_id in dict.fromkeys(room_ids)
    ]
    check_merge([term.floor_id for term in terms], [term.label for term in terms])
    room = await queries.get_room(session, home.scope, home.institution_id, terms[0].room_id)
    here = await queries.services_of_rooms(
        session, home.scope, home.institution_id, [term.room_id for term in terms], on
    )
    kept, going = terms[0], [place for place in here if place.room_id != terms[0].room_id]
    labels = merged_labels(
        [place.label for place in here if place.room_id == kept.room_id],
        {place.bed_id: place.label for place in going},
    )
    async with refusing(session, SEX_REFUSALS):
        room.version += 1
        kept = await succeed_term(session, kept, on, kind=RoomKind.of_places(len(here)))
        for place in going:
            await move_place(session, home, place, to=kept, label=labels[place.bed_id], on=on)
        for term in terms[1:]:
            await end_terms(session, home, [term.room_id], on)
        if kept.nursing_unit_id is not None:
            await check_unit(session, home, kept.nursing_unit_id, on)
        rooms = [term.room_id for term in terms]
        await agree_with_rooms(session, actor, home, room_ids=rooms, bed_ids=set(labels), on=on)
    audit.record(session, actor, "beds.rooms_merged", room, room_ids=[term.room_id for term in terms], on=on)
    touched(session, home.county, home.institution_id, on)
    return kept


async def move_place(
    session: AsyncSession, home: Home, place: BedService, *, to: RoomTerm, label: str, on: date
) -> BedService:
    """Let a bed stand in another room from the day on, its claims with it. Stands inside `refusing()`."""
    await refuse_beyond(session, home, to, place.to_on)
    if place.from_on >= on:
        # It has never stood in the old room, or comes there only later: the span itself is corrected.
        place.room_id, place.label = to.room_id, label
        await session.flush()
        await copies.repoint_claims(session, home.scope, place.id, to=place, term=to, on=date.min)
        return place
    new = BedService(**home.keys, bed_id=place.bed_id, room_id=to.room_id, label=label, from_on=on, to_on=place.to_on)
    place.to_on = on
    await session.flush()
    session.add(new)
    await session.flush()
    await carry_over(session, home, place, new, to)
    return new


async def room_ends(session: AsyncSession, home: Home, room_id: int) -> date:
    """The first day on which a room is a room no more; a term of zero days has never been one."""
    terms = await queries.terms_from(session, home.scope, home.institution_id, [room_id])
    return max((term.to_on for term in lasting(terms)), default=date.min)


async def refuse_beyond(session: AsyncSession, home: Home, term: RoomTerm, to_on: date) -> None:
    """Refuse a bed that would stand in a room longer than the room stands."""
    ends = await room_ends(session, home, term.room_id)
    if to_on > ends:
        raise StructureRefused(
            _("{room} 室 {day} 起停用，床不能留到那以后。请先改床的停用日期，或换一间房").format(
                room=term.label, day=ends.isoformat()
            )
        )
