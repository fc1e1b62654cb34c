"""Reading the beds of a home for an offer: one look at the board, and which units are for dementia."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import NursingUnit
from app.beds.queries import board
from app.beds.rules.board import BoardRoom
from app.beds.rules.home import Home
from app.beds.rules.kinds import MarkKind, RoomKind, Sex, UnitKind
from app.beds.rules.tiles import BoardBed
from app.core.scope import within
from app.offers.rules.beds import HomeBeds, OpenBed

__all__ = ["beds_of_home"]


async def beds_of_home(session: AsyncSession, home: Home, day: date) -> HomeBeds:
    """Read every bed in service in the home on the day."""
    wall = await board(session, home.scope, home.institution_id, day)
    unit = NursingUnit
    mine = select(unit.id).where(within(unit, home.scope), unit.institution_id == home.institution_id)
    dementia = set(await session.scalars(mine.where(unit.kind == UnitKind.DEMENTIA)))
    rooms = ((floor.label, room) for building in wall.buildings for floor in building.floors for room in floor.rooms)
    return HomeBeds(tuple(bed for floor, room in rooms for bed in _beds(room, floor, room.unit_id in dementia)))


def _beds(room: BoardRoom, floor: str, dementia: bool) -> Iterable[OpenBed]:
    for bed in room.beds:
        yield OpenBed(
            id=bed.id, name=bed.name, room_id=room.id, room=room.label, floor=floor, unit=room.unit,
            sex_rule=room.sex_rule, sexes=_sexes(room.beds, bed),
            nursing=bed.care is MarkKind.NURSING, dementia=dementia or MarkKind.DEMENTIA in bed.marks,
            single=room.kind is RoomKind.SINGLE, isolation=room.isolation, extra=bed.extra,
            reserved=MarkKind.RESERVE in bed.marks, free=bed.is_free and not bed.planned and bed.next_on is None,
            free_since=bed.free_since, next_on=bed.next_on, marks_said=bed.marks_said,
        )  # fmt: skip


def _sexes(beds: Iterable[BoardBed], own: BoardBed) -> frozenset[Sex]:
    """The sexes of those who lie in the room or are awaited there, but for the bed at hand."""
    return frozenset(bed.claim.sex for bed in beds if bed.id != own.id and bed.claim and bed.claim.sex)
