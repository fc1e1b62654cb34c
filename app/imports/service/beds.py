"""Writing a bed ledger's plan through the beds' own service: creations as one blueprint, changes one by one."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.blueprints import Blueprint, Built, NewBed, NewBuilding, NewFloor, NewRoom, NewUnit, Ref
from app.beds.rules.home import Home
from app.beds.rules.kinds import MarkKind
from app.beds.service import Paper, build_blueprint, mark_beds
from app.core.actor import Actor
from app.imports.rules.beds.existing import Marking
from app.imports.rules.beds.outline import BED, BUILDING, FLOOR, ROOM, UNIT
from app.imports.rules.plans import Creation, Key, Plan
from app.imports.service.bed_changes import write_change
from app.imports.service.pacing import Pace

__all__ = ["write_beds"]

PaperKey = tuple[MarkKind, date, str, str, date | None]


async def write_beds(
    session: AsyncSession, actor: Actor, home: Home, plan: Plan, *, on: date, pace: Pace
) -> dict[str, Any]:
    """Write the plan, parents before children, and give what was built and changed, as plain values for undoing."""
    await pace.begin(len(plan.creations) + len(plan.changes))
    built = await build_blueprint(session, actor, home, blueprint_of(plan, on))
    marks = await _marks(session, actor, home, plan, built)
    await pace.on(len(plan.creations))
    ids = {**plan.known, **_made(built)}
    changes = []
    for change in plan.changes:
        changes.append(await write_change(session, actor, home, change, ids=ids, on=on))
        await pace.on()
    return {"made": built.made.as_plain(), "marks": marks, "changes": changes}


def blueprint_of(plan: Plan, on: date) -> Blueprint:
    """Turn a plan's creations into the beds' own words; what exists is named by id, what is new by key."""

    def ref(creation: Creation, level: str) -> Ref:
        key = creation.parents[level]
        return plan.known.get((level, key), key)

    days = _first_days(plan, on)
    return Blueprint(
        buildings=[NewBuilding(each.key, each.values["label"]) for each in plan.created(BUILDING)],
        floors=[
            NewFloor(each.key, ref(each, BUILDING), each.values["label"], each.values["floor_title"])
            for each in plan.created(FLOOR)
        ],
        units=[_unit(each) for each in plan.created(UNIT)],
        rooms=[
            _room(each, ref(each, FLOOR), ref(each, UNIT) if UNIT in each.parents else None, days.get(each.key, on))
            for each in plan.created(ROOM)
        ],
        beds=[
            NewBed(
                each.key,
                ref(each, ROOM),
                each.values["label"],
                each.values["in_service_from"],
                each.values["extra"],
                each.values["notes"],
            )
            for each in plan.created(BED)
        ],
    )


def _first_days(plan: Plan, on: date) -> dict[Key, date]:
    """A new room stands from the first day on which one of its beds does."""
    days: dict[Key, date] = {}
    for bed in plan.created(BED):
        room = bed.parents[ROOM]
        days[room] = min(days.get(room, on), bed.values["in_service_from"])
    return days


def _unit(creation: Creation) -> NewUnit:
    said = creation.values
    order, kind, cap = said["unit_order"], said["unit_kind"], said["unit_cap"]
    return NewUnit(creation.key, said["label"], said["unit_title"], order, kind, cap)


def _room(creation: Creation, floor: Ref, unit: Ref | None, from_on: date) -> NewRoom:
    said = creation.values
    return NewRoom(
        creation.key,
        floor,
        said["label"],
        said["room_kind"],
        from_on,
        unit=unit,
        sex_rule=said["sex_rule"],
        isolation=said["isolation"],
        facing=said["facing"],
    )


def _made(built: Built) -> dict[tuple[str, Key], int]:
    levels: dict[str, Mapping[Key, int]] = {
        BUILDING: built.buildings, FLOOR: built.floors, UNIT: built.units, ROOM: built.rooms, BED: built.beds,
    }  # fmt: skip
    return {(level, key): made for level, ids in levels.items() for key, made in ids.items()}


async def _marks(session: AsyncSession, actor: Actor, home: Home, plan: Plan, built: Built) -> list[int]:
    """Certify new beds, those on one paper together; give the marks' ids."""
    papers: dict[PaperKey, list[int]] = defaultdict(list)
    for bed in plan.created(BED):
        for mark in bed.values["marks"]:
            papers[_paper_key(mark, bed.values["in_service_from"])].append(built.beds[bed.key])
    made: list[int] = []
    for (kind, from_on, basis, document_no, certified_on), beds in papers.items():
        paper = Paper(basis=basis, document_no=document_no, certified_on=certified_on)
        marks = await mark_beds(session, actor, home, beds, kind=kind, from_on=from_on, paper=paper)
        made += [mark.id for mark in marks]
    return made


def _paper_key(mark: Marking, in_service_from: date) -> PaperKey:
    """A mark holds from the day it was certified, but not before the bed was there."""
    from_on = max(mark.certified_on or in_service_from, in_service_from)
    return mark.kind, from_on, mark.basis, mark.document_no, mark.certified_on
