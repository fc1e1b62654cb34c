"""What the rooms of a home are on a day."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import RoomTerm
from app.beds.queries.days import live, live_on
from app.beds.rules.kinds import RoomKind, SexRule
from app.core.scope import Scope, within

__all__ = ["TermOfDay", "terms_on", "terms_until"]


class TermOfDay(NamedTuple):
    """One room's number, kind, rule and unit from one day to another."""

    room_id: int
    floor_id: int
    label: str
    kind: RoomKind
    sex_rule: SexRule
    isolation: bool
    unit_id: int | None
    from_on: date
    to_on: date


COLUMNS = (
    RoomTerm.room_id, RoomTerm.floor_id, RoomTerm.label, RoomTerm.kind, RoomTerm.sex_rule, RoomTerm.isolation,
    RoomTerm.nursing_unit_id, RoomTerm.from_on, RoomTerm.to_on,
)  # fmt: skip


async def terms_on(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> dict[int, TermOfDay]:
    """What every room of the home is on a day, by room."""
    mine = (within(RoomTerm, scope), RoomTerm.institution_id == institution_id, live_on(RoomTerm, day))
    return {row[0]: TermOfDay(*row) for row in await session.execute(select(*COLUMNS).where(*mine))}


async def terms_until(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> dict[int, TermOfDay]:
    """What every room of the home is on a day, or will be when it begins later."""
    mine = (within(RoomTerm, scope), RoomTerm.institution_id == institution_id, live(RoomTerm), RoomTerm.to_on > day)
    rows = await session.execute(select(*COLUMNS).where(*mine).order_by(RoomTerm.from_on.desc(), RoomTerm.id))
    return {row[0]: TermOfDay(*row) for row in rows}
