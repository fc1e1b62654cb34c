"""What the list of a home's people is told of their stays: who lives where, who left, and who is away."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.queries.due import Resident
from app.assessments.queries.levels import current_levels
from app.assessments.rules.levels import LevelOn
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

__all__ = ["residents_on", "stays_of_list"]


async def residents_on(session: AsyncSession, scope: Scope, on: date) -> list[Resident]:
    """Everybody who lives in a home of the scope on a day, and since when; for lists of what is due."""
    stay = Stay
    rows = select(stay.county, stay.institution_id, stay.elder_id, stay.from_on).where(
        within(stay, scope), live(stay), stay.from_on <= on, stay.to_on > on
    )
    return [Resident(*row) for row in await session.execute(rows.order_by(stay.institution_id, stay.elder_id))]


async def stays_of_list(session: AsyncSession, scope: Scope, home: Home, on: date) -> Mapping[int, StayFact]:
    """The newest stay of everybody who lives or lived in the home, by person; five statements however many."""
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
    levels = await current_levels(
        session, scope, home.county, [who for who, row in newest.items() if row.to_on > on], on
    )
    return {
        elder: _fact(row, beds.get(row.id), names, away.get(row.id), on, levels.get(elder))
        for elder, row in newest.items()
    }


def _fact(
    row: Any, bed_id: int | None, names: Mapping[int, str], leave: LeaveOfDay | None, on: date, level: LevelOn | None
) -> StayFact:
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
        level=level.level if level else None,
        level_word=level.label if level else "",
    )
