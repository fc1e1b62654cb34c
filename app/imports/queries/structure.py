"""What a home's building is now, as a bed ledger can change it."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries.marks import marks_of_beds
from app.beds.queries.structure import structure
from app.beds.rules.kinds import MarkKind
from app.beds.rules.tree import Tree, TreeRoom
from app.core.scope import Scope
from app.imports.rules.beds.existing import (
    ExistingBed,
    ExistingBuilding,
    ExistingFloor,
    ExistingRoom,
    ExistingStructure,
    ExistingUnit,
    Marking,
)

__all__ = ["existing_structure"]


async def existing_structure(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> ExistingStructure:
    """Give everything in use in the home on the day the import takes effect, in six statements."""
    tree = await structure(session, scope, institution_id, day)
    places = [place for room in _rooms(tree) for place in room.places]
    marks: dict[int, dict[MarkKind, Marking]] = {}
    for mark in await marks_of_beds(session, scope, [place.id for place in places], day):
        marking = Marking(mark.kind, mark.basis, mark.document_no, mark.certified_on)
        marks.setdefault(mark.bed_id, {})[mark.kind] = marking
    return ExistingStructure(
        tuple(ExistingBuilding(each.id, each.label) for each in tree.buildings),
        tuple(
            ExistingFloor(floor.id, building.id, floor.label, floor.title)
            for building in tree.buildings
            for floor in building.floors
        ),
        tuple(ExistingUnit(u.id, u.label, u.title, u.position, u.kind, u.cap) for u in tree.units),
        tuple(
            ExistingRoom(r.id, r.floor_id, r.unit_id, r.label, r.kind, r.sex_rule, r.isolation, r.facing)
            for r in _rooms(tree)
        ),
        tuple(
            ExistingBed(p.id, r.id, p.label, p.from_on, p.extra, p.note, marks.get(p.id, {}))
            for r in _rooms(tree)
            for p in r.places
        ),
    )


def _rooms(tree: Tree) -> list[TreeRoom]:
    return [room for building in tree.buildings for floor in building.floors for room in floor.rooms]
