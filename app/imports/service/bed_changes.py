"""One change of a bed plan written through the beds' own service, kept so that it can be taken back by value."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries import marks as mark_queries
from app.beds.queries import places
from app.beds.rules.home import Home
from app.beds.rules.kinds import Facing, MarkKind, RoomKind, SexRule, UnitKind
from app.beds.service import (
    Paper,
    RoomRule,
    change_bed,
    change_room,
    change_span,
    change_unit,
    end_marks,
    mark_beds,
    rename_floor,
)
from app.core.actor import Actor
from app.imports.rules.beds.markings import MARK_PREFIX
from app.imports.rules.beds.outline import BED, FLOOR, ROOM, UNIT
from app.imports.rules.keeping import plain, typed
from app.imports.rules.plans import Change, Key

__all__ = ["moved_on", "revert_change", "write_change"]

Values = Mapping[str, Any]

_TYPES = {
    "unit_kind": UnitKind, "room_kind": RoomKind, "sex_rule": SexRule, "facing": Facing,
    "in_service_from": date.fromisoformat,
}  # fmt: skip


async def write_change(
    session: AsyncSession, actor: Actor, home: Home, change: Change, *, ids: Mapping[tuple[str, Key], int], on: date
) -> dict[str, Any]:
    """Write one change; give what it was and what it is now, as plain values, and which marks it made and ended."""
    values = {name: after for name, (_before, after) in change.fields.items() if not name.startswith(MARK_PREFIX)}
    if "unit" in values:
        values["unit"] = ids[UNIT, change.parents[UNIT]] if UNIT in change.parents else None
    before = await _present(session, home, change.level, change.id, on)
    if values:
        await _WRITERS[change.level](session, actor, home, change.id, values, on)
    marks = await _write_marks(session, actor, home, change, on)
    now = await _present(session, home, change.level, change.id, on)
    return {
        "level": change.level,
        "id": change.id,
        "label": change.label,
        "fields": {name: [before[name], now[name]] for name in values},
        "terms": now["terms"],
        "marks": marks,
    }


async def moved_on(session: AsyncSession, home: Home, kept: Values, on: date) -> bool:
    """Whether somebody has changed since what an import wrote: another value, or another term or span behind it."""
    if not kept["fields"]:
        return False
    present = await _present(session, home, kept["level"], kept["id"], on)
    same = all(present[name] == after for name, (_before, after) in kept["fields"].items())
    return not same or present["terms"] != kept["terms"]


async def revert_change(session: AsyncSession, actor: Actor, home: Home, kept: Values, on: date) -> None:
    """Write back what was there before the import; the marks are taken back apart."""
    values = {name: typed(_TYPES, name, before) for name, (before, _after) in kept["fields"].items()}
    if values:
        await _WRITERS[kept["level"]](session, actor, home, kept["id"], values, on)


async def _present(session: AsyncSession, home: Home, level: str, row_id: int, on: date) -> dict[str, Any]:
    """What a place is from the day on, as plain values; `terms` counts what follows one another from that day."""
    where = (session, home.scope, home.institution_id)
    if level == FLOOR:
        found: dict[str, Any] = {"floor_title": (await places.get_floor(*where, row_id)).title}
    elif level == UNIT:
        unit = await places.get_unit(*where, row_id)
        found = {
            "unit_title": unit.title, "unit_order": unit.position, "unit_kind": unit.kind, "unit_cap": unit.cap,
        }  # fmt: skip
    elif level == ROOM:
        room, terms = await places.get_room(*where, row_id), await places.terms_from(*where, [row_id], on)
        term = terms[0]
        found = {
            "room_kind": term.kind, "sex_rule": term.sex_rule, "isolation": term.isolation, "facing": room.facing,
            "unit": term.nursing_unit_id, "terms": len(terms),
        }  # fmt: skip
    else:
        bed, spans = await places.get_bed(*where, row_id), await places.services_from(*where, [row_id])
        found = {
            "extra": bed.extra, "notes": bed.note, "in_service_from": spans[-1].from_on, "terms": len(spans),
        }  # fmt: skip
    return {"terms": 1} | {name: plain(value) for name, value in found.items()}


async def _write_floor(
    session: AsyncSession, actor: Actor, home: Home, floor_id: int, values: Values, on: date
) -> None:
    floor = await places.get_floor(session, home.scope, home.institution_id, floor_id)
    await rename_floor(session, actor, home, floor_id, label=floor.label, title=values["floor_title"])


async def _write_unit(session: AsyncSession, actor: Actor, home: Home, unit_id: int, values: Values, on: date) -> None:
    unit = await places.get_unit(session, home.scope, home.institution_id, unit_id)
    await change_unit(
        session,
        actor,
        home,
        unit_id,
        label=unit.label,
        title=values.get("unit_title", unit.title),
        kind=values.get("unit_kind", unit.kind),
        cap=values.get("unit_cap", unit.cap),
        position=values.get("unit_order", unit.position),
    )


async def _write_room(session: AsyncSession, actor: Actor, home: Home, room_id: int, values: Values, on: date) -> None:
    where = (session, home.scope, home.institution_id)
    room, terms = await places.get_room(*where, room_id), await places.terms_from(*where, [room_id], on)
    term = terms[0]
    rule = RoomRule(
        values.get("room_kind", term.kind),
        values.get("sex_rule", term.sex_rule),
        values.get("isolation", term.isolation),
        values.get("unit", term.nursing_unit_id),
    )
    # A room that will only be one later changes from its own first day.
    day, facing = max(on, term.from_on), values.get("facing", room.facing)
    await change_room(session, actor, home, room_id, rule=rule, on=day, facing=facing, note=room.note)


async def _write_bed(session: AsyncSession, actor: Actor, home: Home, bed_id: int, values: Values, on: date) -> None:
    where = (session, home.scope, home.institution_id)
    if values.keys() & {"extra", "notes"}:
        bed = await places.get_bed(*where, bed_id)
        extra, note = values.get("extra", bed.extra), values.get("notes", bed.note)
        await change_bed(session, actor, home, bed_id, extra=extra, note=note)
    if "in_service_from" in values:
        span = (await places.services_from(*where, [bed_id]))[-1]
        await change_span(session, actor, home, bed_id, from_on=values["in_service_from"], to_on=span.to_on)


_WRITERS = {FLOOR: _write_floor, UNIT: _write_unit, ROOM: _write_room, BED: _write_bed}


async def _write_marks(session: AsyncSession, actor: Actor, home: Home, change: Change, on: date) -> dict[str, Any]:
    """End the marks that the ledger takes away, then certify what it states; the old paper gives way to the new."""
    stated = {
        MarkKind(name.removeprefix(MARK_PREFIX)): after
        for name, (_before, after) in change.fields.items()
        if name.startswith(MARK_PREFIX)
    }
    made: list[int] = []
    ended: dict[str, str] = {}
    for kind in sorted(stated, key=lambda kind: stated[kind] is not None):
        marking = stated[kind]
        old = await mark_queries.same_facet(session, home.scope, [change.id], kind, on)
        if marking is None:
            old = [mark for mark in old if mark.kind is kind and mark.from_on <= on]
        ended |= {str(mark.id): mark.to_on.isoformat() for mark in old}
        if marking is not None:
            paper = Paper(marking.basis, marking.document_no, marking.certified_on)
            new = await mark_beds(
                session, actor, home, [change.id], kind=kind, from_on=on, paper=paper, replace=True
            )  # fmt: skip
            made += [mark.id for mark in new]
        elif old:
            await end_marks(session, actor, home, [mark.id for mark in old], on=on)
    return {"made": made, "ended": ended}
