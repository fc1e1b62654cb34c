"""What a room is from a day on: number, kind, rule, unit; and walls that come and go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.errors import ChangedMeanwhile, RoomOfOtherSex, StructureRefused
from app.beds.models import BedService, Room, RoomTerm
from app.beds.queries import copies
from app.beds.queries import places as queries
from app.beds.rules.changes import changed
from app.beds.rules.checks import check_cap, check_merge, check_split, merged_labels
from app.beds.rules.home import Home
from app.beds.rules.kinds import Facing, RoomKind, SexRule
from app.beds.service.claims import carry_over
from app.core.actor import Actor, authorize
from app.core.db import refusing, touched
from app.core.i18n import _
from app.institutions.queries import lock_home

__all__ = ["RoomRule", "change_room", "merge_rooms", "move_out_of_unit", "move_place", "renumber_room", "split_room"]

SEX_REFUSALS = {"ex_bed_claims_one_sex_per_room": RoomOfOtherSex, "ck_bed_claims_sex_of_room": RoomOfOtherSex}
_TERM = ("county", "institution_id", "room_id", "floor_id", "nursing_unit_id", "label", "kind", "sex_rule", "isolation")


@dataclass(frozen=True, slots=True)
class RoomRule:
    """What a room is besides its number."""

    kind: RoomKind
    sex_rule: SexRule
    isolation: bool
    unit_id: int | None


async def renumber_room(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    room_id: int,
    *,
    label: str,
    on: date,
    corrects: bool = False,
    version: int | None = None,
) -> RoomTerm:
    """Give a room another number from the day on; `corrects` says that the old one was never right."""
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    room = await queries.get_room(session, home.scope, home.institution_id, room_id)
    term = await queries.get_term(session, home.scope, home.institution_id, room_id, on)
    _refuse_changed(room, term, version, label=label)
    before = term.label
    async with refusing(session):
        room.version += 1
        if corrects:
            term.label = label
        else:
            term = await _succeed(session, term, on, label=label)
    since = term.from_on if corrects else on
    audit.record(session, actor, "beds.room_renumbered", term, room_id=room_id, before=before, after=label, since=since)
    touched(session, home.county, home.institution_id, since)
    return term


async def change_room(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    room_id: int,
    *,
    rule: RoomRule,
    on: date,
    facing: Facing | None = None,
    note: str = "",
    version: int | None = None,
) -> RoomTerm:
    """Change who may share a room, its kind, unit or isolation from the day on.

    The rule is copied into every claim that lasts beyond the day, so people it does not fit refuse it by name.
    """
    authorize(actor, "beds.structure", home)
    await lock_home(session, home.scope, home.institution_id)
    room = await queries.get_room(session, home.scope, home.institution_id, room_id)
    term = await queries.get_term(session, home.scope, home.institution_id, room_id, on)
    asked = {
        "kind": rule.kind, "sex_rule": rule.sex_rule, "isolation": rule.isolation, "nursing_unit_id": rule.unit_id
    }  # fmt: skip
    _refuse_changed(room, term, version, **{name: asked[name] for name in ("kind", "sex_rule", "isolation")})
    before = {name: getattr(term, name) for name in asked}
    async with refusing(session, SEX_REFUSALS):
        room.facing, room.note, room.version = facing, note, room.version + 1
        if asked != before:
            term = await _succeed(session, term, on, **asked)
            await copies.copy_room_rule(session, home.scope, term, on)
        if rule.unit_id is not None and rule.unit_id != before["nursing_unit_id"]:
            await check_unit(session, home, rule.unit_id, on)
    audit.record(session, actor, "beds.room_changed", term, room_id=room_id, before=before, after=asked, on=on)
    touched(session, home.county, home.institution_id, on)
    return term


async def check_unit(session: AsyncSession, home: Home, unit_id: int, on: date) -> None:
    """Refuse a unit that has become fuller than its cap; counted after the change, under the home's lock."""
    unit = await queries.get_unit(session, home.scope, home.institution_id, unit_id)
    if unit.cap is not None:
        beds = await queries.count_in_unit(session, home.scope, home.institution_id, unit_id, on)
        check_cap(unit.label, unit.cap, beds)


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
    here = await _places_on(session, home, [room_id], on)
    check_split([place.bed_id for place in here], bed_ids)
    going = [place for place in here if place.bed_id in set(bed_ids)]
    numbers = {place.bed_id: str(n) if renumber else place.label for n, place in enumerate(going, 1)}
    async with refusing(session, SEX_REFUSALS):
        room.version += 1
        new = Room(**home.keys, floor_id=room.floor_id, facing=room.facing, note="")
        session.add(new)
        await session.flush()
        ends = await room_ends(session, home, room_id)
        made = _copy(term, on, room_id=new.id, label=label, kind=RoomKind.of_places(len(going)), to_on=ends)
        session.add(made)
        await _succeed(session, term, on, kind=RoomKind.of_places(len(here) - len(going)))
        for place in going:
            await move_place(session, home, place, made, numbers[place.bed_id], on)
    audit.record(
        session, actor, "beds.room_split", term, room_id=room_id, new_room_id=new.id, bed_ids=sorted(bed_ids), on=on
    )
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
    here = await _places_on(session, home, [term.room_id for term in terms], on)
    kept, going = terms[0], [place for place in here if place.room_id != terms[0].room_id]
    labels = merged_labels(
        [place.label for place in here if place.room_id == kept.room_id],
        {place.bed_id: place.label for place in going},
    )
    async with refusing(session, SEX_REFUSALS):
        kept = await _succeed(session, kept, on, kind=RoomKind.of_places(len(here)))
        for place in going:
            await move_place(session, home, place, kept, labels[place.bed_id], on)
        for term in terms[1:]:
            await end_terms(session, home, [term.room_id], on)
        if kept.nursing_unit_id is not None:
            await check_unit(session, home, kept.nursing_unit_id, on)
    audit.record(session, actor, "beds.rooms_merged", kept, room_ids=[term.room_id for term in terms], on=on)
    touched(session, home.county, home.institution_id, on)
    return kept


async def move_place(
    session: AsyncSession, home: Home, place: BedService, to: RoomTerm, label: str, on: date
) -> BedService:
    """Let a bed stand in another room from the day on, its claims with it. Stands inside `refusing()`."""
    await refuse_beyond(session, home, to, place.to_on)
    if place.from_on >= on:
        # It has never stood in the old room, or comes there only later: the span itself is corrected.
        place.room_id, place.label = to.room_id, label
        await session.flush()
        await copies.repoint_claims(session, home.scope, place.id, place, to, date.min)
        return place
    new = BedService(**home.keys, bed_id=place.bed_id, room_id=to.room_id, label=label, from_on=on, to_on=place.to_on)
    place.to_on = on
    await session.flush()
    session.add(new)
    await session.flush()
    await carry_over(session, home, place, new, to)
    return new


async def room_ends(session: AsyncSession, home: Home, room_id: int) -> date:
    """The first day on which a room is a room no more."""
    terms = await queries.terms_from(session, home.scope, home.institution_id, [room_id])
    return max((term.to_on for term in terms), default=date.min)


async def refuse_beyond(session: AsyncSession, home: Home, term: RoomTerm, to_on: date) -> None:
    """Refuse a bed that would stand in a room longer than the room stands."""
    ends = await room_ends(session, home, term.room_id)
    if to_on > ends:
        raise StructureRefused(
            _("{room} 室 {day} 起停用，床不能留到那以后。请先改床的停用日期，或换一间房").format(
                room=term.label, day=ends.isoformat()
            )
        )


async def end_terms(session: AsyncSession, home: Home, room_ids: Sequence[int], on: date) -> None:
    """Let these be rooms no more from the day on. Stands inside `refusing()`; their beds have gone before."""
    for term in await queries.terms_from(session, home.scope, home.institution_id, room_ids, on):
        term.to_on = max(term.from_on, on)
    await session.flush()


async def move_out_of_unit(session: AsyncSession, home: Home, unit_id: int, on: date) -> None:
    """Let the rooms of a unit belong to none from the day on. Stands inside `refusing()`."""
    for term in await queries.terms_of_unit(session, home.scope, home.institution_id, unit_id, on):
        await _succeed(session, term, max(on, term.from_on), nursing_unit_id=None)


async def _places_on(session: AsyncSession, home: Home, room_ids: Sequence[int], on: date) -> list[BedService]:
    """The beds that stand in these rooms on the day or come there later."""
    return await queries.services_of_rooms(session, home.scope, home.institution_id, room_ids, on)


async def _succeed(session: AsyncSession, term: RoomTerm, on: date, **changes: Any) -> RoomTerm:
    """End a term on the day and let another one follow; a term that begins on the day is changed itself."""
    if term.from_on >= on:
        for name, value in changes.items():
            setattr(term, name, value)
        await session.flush()
        return term
    following = _copy(term, on, **changes)
    term.to_on = on
    await session.flush()
    session.add(following)
    await session.flush()
    return following


def _copy(term: RoomTerm, on: date, **changes: Any) -> RoomTerm:
    return RoomTerm(**{name: getattr(term, name) for name in _TERM} | {"from_on": on, "to_on": term.to_on} | changes)


def _refuse_changed(room: Room, term: RoomTerm, version: int | None, **asked: Any) -> None:
    if version is not None and version != room.version:
        labels = {
            "label": _("房号"), "kind": _("房间类型"), "sex_rule": _("男女规定"), "isolation": _("隔离房")
        }  # fmt: skip
        if changes := changed(term, asked, labels):
            raise ChangedMeanwhile(changes, version=room.version)
