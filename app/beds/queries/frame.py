"""The frame a home's beds hang in: buildings, floors, units and rooms, read in one statement without a join.

Tables are read one by one and put together here. Right after a ledger was imported the server knows nothing of the
new rows, takes every table for empty and joins them row against row: five tables of 300 beds took eight seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, Building, Floor, NursingUnit, Room
from app.core.scope import Scope, within

__all__ = ["Frame", "frame_of"]


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows by id, as plain mappings; `extra` are the beds that are 加床."""

    buildings: Mapping[int, Mapping[str, Any]]
    floors: Mapping[int, Mapping[str, Any]]
    units: Mapping[int, Mapping[str, Any]]
    rooms: Mapping[int, Mapping[str, Any]]
    extra: frozenset[int]


async def frame_of(session: AsyncSession, scope: Scope, institution_id: int) -> Frame:
    """Read the whole frame of a home, retired parts included: past boards stand in it too."""

    def all_of(model: Any, *columns: Any) -> ColumnElement[Any]:
        pairs = [part for column in columns for part in (column.key, column)]
        mine = and_(within(model, scope), model.institution_id == institution_id)
        return select(func.json_agg(func.json_build_object(*pairs))).where(mine).scalar_subquery()

    extra = and_(within(Bed, scope), Bed.institution_id == institution_id, Bed.extra)
    row = (
        await session.execute(
            select(
                all_of(Building, Building.id, Building.label, Building.title, Building.position),
                all_of(Floor, Floor.id, Floor.building_id, Floor.label, Floor.title, Floor.position),
                all_of(NursingUnit, NursingUnit.id, NursingUnit.label),
                all_of(Room, Room.id, Room.floor_id, Room.facing),
                select(func.array_agg(Bed.id)).where(extra).scalar_subquery(),
            )
        )
    ).one()
    parts = [{each["id"]: each for each in part or ()} for part in row[:4]]
    return Frame(parts[0], parts[1], parts[2], parts[3], frozenset(row[4] or ()))
