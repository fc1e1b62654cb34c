"""Who came, went, left and returned on a day: the lines of the day, each leading to its stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries.days import live
from app.core.i18n import _
from app.core.scope import Scope, within
from app.residents.models import Elder
from app.stays.models import Leave, Stay
from app.stays.rules.kinds import EndReason, LeaveKind

__all__ = ["Movement", "movements_of_day"]


@dataclass(frozen=True, slots=True)
class Movement:
    """One thing that happened to one person on the day."""

    stay_id: int
    elder_id: int
    name: str
    word: str
    said: str
    at: datetime | None


async def movements_of_day(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> list[Movement]:
    """What moved on a day, in the order of hours; what has no hour comes first."""
    lines = [*await _stays(session, scope, institution_id, day), *await _leaves(session, scope, institution_id, day)]
    return sorted(lines, key=lambda line: (line.at is not None, line.at, line.name, line.stay_id))


async def _stays(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> Iterable[Movement]:
    rows = (
        select(Stay.id, Stay.elder_id, Elder.name, Stay.from_on, Stay.to_on, Stay.arrived_at, Stay.left_at,
               Stay.end_reason)
        .join(Elder, and_(Elder.county == Stay.county, Elder.id == Stay.elder_id))
        .where(within(Stay, scope), Stay.institution_id == institution_id, live(Stay))
        .where(or_(Stay.from_on == day, Stay.to_on == day))
    )  # fmt: skip
    found = []
    for row in await session.execute(rows):
        if row.from_on == day:
            found.append(Movement(row.id, row.elder_id, row.name, _("入住"), _("入住"), row.arrived_at))
        if row.to_on == day:
            found.append(Movement(row.id, row.elder_id, row.name, *_words_of_end(row.end_reason), row.left_at))
    return found


def _words_of_end(reason: EndReason) -> tuple[str, str]:
    if reason in (EndReason.DEATH, EndReason.TRANSFER):
        return reason.label, reason.label
    return _("退住"), _("退住（{reason}）").format(reason=reason.label)


async def _leaves(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> Iterable[Movement]:
    rows = (
        select(Leave.stay_id, Leave.elder_id, Elder.name, Leave.from_on, Leave.to_on, Leave.left_at,
               Leave.returned_at, Leave.kind)
        .join(Elder, and_(Elder.county == Leave.county, Elder.id == Leave.elder_id))
        .where(within(Leave, scope), Leave.institution_id == institution_id, live(Leave))
        .where(or_(Leave.from_on == day, Leave.to_on == day))
    )  # fmt: skip
    found = []
    for row in await session.execute(rows):
        if row.from_on == day:
            said = _("外出") if row.kind is LeaveKind.OTHER else LeaveKind(row.kind).label
            found.append(Movement(row.stay_id, row.elder_id, row.name, said, said, row.left_at))
        if row.to_on == day:
            found.append(Movement(row.stay_id, row.elder_id, row.name, _("返院"), _("返院"), row.returned_at))
    return found
