"""What the list of a home's people is told of their stays: who lives where, who left, and who is away."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries import names_on
from app.beds.queries.days import live
from app.beds.rules.home import Home
from app.core.scope import Scope, within
from app.residents.rules.listing import Presence, StayFact
from app.stays.models import Stay
from app.stays.queries.leaves import leaves_of_day
from app.stays.queries.stays import beds_of_day
from app.stays.rules.kinds import StayKind
from app.stays.rules.leaves import LeaveOfDay, overdue_days

__all__ = ["stays_of_list"]


async def stays_of_list(session: AsyncSession, scope: Scope, home: Home, on: date) -> Mapping[int, StayFact]:
    """The newest stay of everybody who lives or lived in the home, by person; four statements however many."""
    stay = Stay
    rows = (
        select(stay.id, stay.elder_id, stay.from_on, stay.to_on, stay.kind, stay.end_reason)
        .where(within(stay, scope), stay.institution_id == home.institution_id, live(stay), stay.from_on <= on)
        .order_by(stay.elder_id, stay.from_on.desc(), stay.to_on.desc(), stay.id.desc())
    )
    newest: dict[int, Any] = {}
    for row in await session.execute(rows):
        newest.setdefault(row.elder_id, row)
    beds = await beds_of_day(session, scope, home.institution_id, on)
    names = await names_on(session, scope, list(beds.values()), on)
    away = await leaves_of_day(session, scope, home.institution_id, on)
    return {
        elder: _fact(row, beds.get(row.id), names, away.get(row.id), on) for elder, row in newest.items()
    }  # fmt: skip


def _fact(row: Any, bed_id: int | None, names: Mapping[int, str], leave: LeaveOfDay | None, on: date) -> StayFact:
    if row.to_on <= on:
        reason = row.end_reason.label if row.end_reason else ""
        return StayFact(Presence.LEFT, stay_id=row.id, from_on=row.from_on, to_on=row.to_on, reason=reason)
    return StayFact(
        Presence.HERE,
        bed=names.get(bed_id, "") if bed_id else "",
        bed_id=bed_id,
        stay_id=row.id,
        from_on=row.from_on,
        kind="" if row.kind is StayKind.LONG else row.kind.label,
        away=leave.kind.label if leave else "",
        overdue=bool(leave and overdue_days(leave.expected_on, on)),
    )
