"""What a room is from a day on: number, kind, rule, unit; and walls that come and go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.errors import ChangedMeanwhile, RoomOfOtherSex
from app.beds.models import Room, RoomTerm
from app.beds.queries import copies
from app.beds.queries import places as queries
from app.beds.rules.changes import changed
from app.beds.rules.checks import check_cap
from app.beds.rules.home import Home
from app.beds.rules.kinds import Facing, RoomKind, SexRule
from app.beds.service.consent import agree_with_rooms
from app.core.actor import Actor, authorize
from app.core.db import refusing, touched
from app.core.i18n import _
from app.institutions.queries import lock_home

__all__ = [
    "SEX_REFUSALS",
    "RoomRule",
    "change_room",
    "check_unit",
    "copy_term",
    "end_terms",
    "move_out_of_unit",
    "renumber_room",
    "succeed_term",
]

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
            term = await succeed_term(session, term, on, label=label)
    since = term.from_on if corrects else on
    audit.record(session, actor, "beds.room_renumbered", room, before=before, after=label, since=since)
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
            term = await succeed_term(session, term, on, **asked)
            await copies.copy_room_rule(session, home.scope, term, on)
            if rule.sex_rule is not before["sex_rule"]:
                await _agree(session, actor, home, room_id, on)
        if rule.unit_id is not None and rule.unit_id != before["nursing_unit_id"]:
            await check_unit(session, home, rule.unit_id, on)
    audit.record(session, actor, "beds.room_changed", room, before=before, after=asked, on=on)
    touched(session, home.county, home.institution_id, on)
    return term


async def _agree(session: AsyncSession, actor: Actor, home: Home, room_id: int, on: date) -> None:
    here = await queries.services_of_rooms(session, home.scope, home.institution_id, [room_id], on)
    beds = {place.bed_id for place in here}
    await agree_with_rooms(session, actor, home, room_ids=[room_id], bed_ids=beds, on=on)


async def check_unit(session: AsyncSession, home: Home, unit_id: int, on: date) -> None:
    """Refuse a unit that has become fuller than its cap; counted after the change, under the home's lock."""
    unit = await queries.get_unit(session, home.scope, home.institution_id, unit_id)
    if unit.cap is not None:
        beds = await queries.count_in_unit(session, home.scope, home.institution_id, unit_id, on)
        check_cap(unit.label, unit.cap, beds)


async def end_terms(session: AsyncSession, home: Home, room_ids: Sequence[int], on: date) -> None:
    """Let these be rooms no more from the day on. Stands inside `refusing()`; their beds have gone before."""
    for term in await queries.terms_from(session, home.scope, home.institution_id, room_ids, on):
        term.to_on = max(term.from_on, on)
    await session.flush()


async def move_out_of_unit(session: AsyncSession, home: Home, unit_id: int, on: date) -> None:
    """Let the rooms of a unit belong to none from the day on. Stands inside `refusing()`."""
    for term in await queries.terms_of_unit(session, home.scope, home.institution_id, unit_id, on):
        await succeed_term(session, term, max(on, term.from_on), nursing_unit_id=None)


async def succeed_term(session: AsyncSession, term: RoomTerm, on: date, **changes: Any) -> RoomTerm:
    """End a term on the day and let another one follow; a term that begins on the day is changed itself.

    Stands inside `refusing()`, like everything here that is part of an act.
    """
    if term.from_on >= on:
        for name, value in changes.items():
            setattr(term, name, value)
        await session.flush()
        return term
    following = copy_term(term, on, **changes)
    term.to_on = on
    await session.flush()
    session.add(following)
    await session.flush()
    return following


def copy_term(term: RoomTerm, on: date, **changes: Any) -> RoomTerm:
    """Another term that says the same from the day on, but for the changes."""
    return RoomTerm(**{name: getattr(term, name) for name in _TERM} | {"from_on": on, "to_on": term.to_on} | changes)


def _refuse_changed(room: Room, term: RoomTerm, version: int | None, **asked: Any) -> None:
    if version is not None and version != room.version:
        labels = {
            "label": _("房号"), "kind": _("房间类型"), "sex_rule": _("男女规定"), "isolation": _("隔离房")
        }  # fmt: skip
        if changes := changed(term, asked, labels):
            raise ChangedMeanwhile(changes, version=room.version, subject=("rooms", room.id))
