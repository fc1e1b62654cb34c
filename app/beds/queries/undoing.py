"""Taking back what one act built: the rows go, in the order of their keys, or a key that points at them refuses."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedClaim, BedMark, BedService, Building, Floor, NursingUnit, Room, RoomTerm
from app.beds.queries.claims import names_on
from app.beds.rules.making import Made
from app.core.scope import Scope, within

__all__ = ["delete_marks", "first_day", "marks_by_id", "take_back", "used_beds"]


async def first_day(session: AsyncSession, scope: Scope, institution_id: int, made: Made) -> date | None:
    """The first day on which any of it stood."""
    service = BedService
    days = select(func.min(service.from_on)).where(within(service, scope), service.institution_id == institution_id)
    return await session.scalar(days.where(service.bed_id.in_(made.bed_ids)))


async def take_back(session: AsyncSession, scope: Scope, institution_id: int, made: Made) -> None:
    """Delete children before parents; what somebody has built on is held by a key and refuses by its name."""
    order = (
        (BedService, BedService.bed_id, made.bed_ids),
        (Bed, Bed.id, made.bed_ids),
        (RoomTerm, RoomTerm.room_id, made.room_ids),
        (Room, Room.id, made.room_ids),
        (NursingUnit, NursingUnit.id, made.unit_ids),
        (Floor, Floor.id, made.floor_ids),
        (Building, Building.id, made.building_ids),
    )
    for model, column, ids in order:
        if ids:
            gone = delete(model).where(within(model, scope), model.institution_id == institution_id, column.in_(ids))
            await session.execute(gone.execution_options(synchronize_session=False))


async def marks_by_id(
    session: AsyncSession, scope: Scope, institution_id: int, mark_ids: Sequence[int]
) -> list[BedMark]:
    """These marks of the home that are still there, voided ones too."""
    mine = select(BedMark).where(within(BedMark, scope), BedMark.institution_id == institution_id)
    rows = mine.where(BedMark.id.in_(mark_ids)).order_by(BedMark.id).execution_options(populate_existing=True)
    return list(await session.scalars(rows))


async def delete_marks(session: AsyncSession, scope: Scope, institution_id: int, mark_ids: Sequence[int]) -> None:
    """Delete marks that an act made and that the same act takes back."""
    mine = delete(BedMark).where(within(BedMark, scope), BedMark.institution_id == institution_id)
    await session.execute(mine.where(BedMark.id.in_(mark_ids)).execution_options(synchronize_session=False))


async def used_beds(
    session: AsyncSession, scope: Scope, institution_id: int, made: Made, *, besides: Collection[int] = ()
) -> list[str]:
    """Names of the beds among them that were ever claimed or certified, voided rows included.

    Marks in `besides` do not count: the act that made the beds made them too.
    """
    used: set[int] = set()
    for model in (BedClaim, BedMark):
        mine = select(model.bed_id).where(within(model, scope), model.institution_id == institution_id)
        mine = mine.where(model.bed_id.in_(made.bed_ids))
        if model is BedMark:
            mine = mine.where(BedMark.id.not_in(besides))
        used |= set(await session.scalars(mine.distinct()))
    return list((await names_on(session, scope, sorted(used), date.max)).values())
