"""Everything about one stay for its page: the rows as they stand, voided ones too, and the lines of who entered them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AuditEntry
from app.audit.rules import action_words
from app.beds.queries.claims import names_on
from app.core.clock import business_date
from app.core.scope import Scope, within
from app.residents.models import Elder
from app.stays.models import Discharge, Leave, Stay, StayChange
from app.stays.queries.bed_panel import Pieces, pieces_of_stay
from app.stays.queries.stays import discharge_of, get_stay
from app.stays.rules.story import StayLine, bed_ids_of, say_late, say_line

__all__ = ["StayStory", "story_of"]

MOST = 100


@dataclass(frozen=True, slots=True)
class StayStory:
    """One stay with its person, beds, leaves, changes and the lines about them, the newest line first."""

    stay: Stay
    elder: Elder
    beds: Pieces
    privates: Pieces
    leaves: Sequence[Leave]
    changes: Sequence[StayChange]
    discharge: Discharge | None
    lines: Sequence[StayLine]


async def story_of(session: AsyncSession, scope: Scope, institution_id: int, stay_id: int) -> StayStory:
    """The stay of this home, if it has not been voided."""
    stay = await get_stay(session, scope, institution_id, stay_id)
    elder = (await session.scalars(select(Elder).where(Elder.county == stay.county, Elder.id == stay.elder_id))).one()
    beds, privates = await pieces_of_stay(session, scope, stay_id, await business_date(session))
    leaves = await _rows(session, scope, Leave, stay_id)
    changes = await _rows(session, scope, StayChange, stay_id)
    discharge = await discharge_of(session, scope, stay_id)
    subjects = {
        "stays": [stay_id], "leaves": [one.id for one in leaves], "stay_changes": [one.id for one in changes],
        "discharges": [discharge.id] if discharge else [],
    }  # fmt: skip
    return StayStory(
        stay, elder, beds, privates, leaves, changes, discharge, await _lines(session, scope, stay, subjects)
    )


async def _rows(session: AsyncSession, scope: Scope, model: Any, stay_id: int) -> list[Any]:
    rows = select(model).where(within(model, scope), model.stay_id == stay_id)
    return list(await session.scalars(rows.order_by(model.from_on.desc(), model.id.desc())))


async def _lines(session: AsyncSession, scope: Scope, stay: Stay, subjects: dict[str, list[int]]) -> list[StayLine]:
    entry = AuditEntry
    about = or_(*(and_(entry.subject_kind == kind, entry.subject_id.in_(ids)) for kind, ids in subjects.items() if ids))
    rows = (
        select(entry.at, entry.actor, entry.action, entry.details)
        .where(within(entry, scope), entry.county == stay.county, about)
        .order_by(entry.at.desc(), entry.seq.desc())
        .limit(MOST)
    )
    found = list(await session.execute(rows))
    beds = {bed for row in found for bed in bed_ids_of(row.details, row.action)}
    names = await names_on(session, scope, sorted(beds), await business_date(session)) if beds else {}
    return [
        StayLine(
            row.at, row.actor, action_words(row.action), say_line(row.action, row.details, names),
            say_late(row.details.get("late")), str(row.details.get("reason") or ""),
        )
        for row in found
    ]  # fmt: skip
