"""Who is away, who was, and on which night: leaves as rows for the acts and as lines for the pages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.queries.claims import names_on
from app.beds.queries.days import live, live_on
from app.beds.rules.kinds import ClaimKind
from app.beds.rules.spans import FOREVER
from app.core.clock import business_date
from app.core.scope import Scope, within
from app.residents.models import Elder
from app.stays.errors import LeaveNotFound
from app.stays.models import Leave
from app.stays.rules.kinds import LeaveKind
from app.stays.rules.leaves import AwayLine, LeaveOfDay

__all__ = [
    "BackLine", "get_leave", "leaves_of_day", "open_leaves", "returned_lately",
]  # fmt: skip

LATELY = timedelta(days=7)
MOST_BACK = 50


async def get_leave(session: AsyncSession, scope: Scope, institution_id: int, leave_id: int) -> Leave:
    """The leave, if it is this home's and has not been voided."""
    mine = select(Leave).where(within(Leave, scope), Leave.institution_id == institution_id, live(Leave))
    found = await session.scalar(mine.where(Leave.id == leave_id).execution_options(populate_existing=True))
    if found is None:
        raise LeaveNotFound
    return found


async def leaves_of_day(session: AsyncSession, scope: Scope, institution_id: int, day: date) -> dict[int, LeaveOfDay]:
    """Who is away in the night of the day, by stay. An outing of hours is away in no night."""
    one = Leave
    rows = select(one.stay_id, one.id, one.kind, one.from_on, one.to_on, one.expected_on, one.left_at).where(
        within(one, scope), one.institution_id == institution_id, live_on(one, day)
    )
    return {row[0]: LeaveOfDay(*row[1:]) for row in await session.execute(rows.order_by(one.id))}


async def open_leaves(session: AsyncSession, scope: Scope, institution_id: int) -> list[AwayLine]:
    """Everybody who is away now: overdue first, then who is due today, then by the expected day."""
    one, today = Leave, await business_date(session)
    rows: Select[*tuple[Any, ...]] = (
        select(
            one.id, one.stay_id, one.elder_id, Elder.name, BedClaim.bed_id, one.kind, one.from_on, one.left_at,
            one.expected_on, one.escort, one.place, one.version,
        )
        .join(Elder, and_(Elder.county == one.county, Elder.id == one.elder_id))
        .outerjoin(
            BedClaim,
            and_(
                BedClaim.county == one.county, BedClaim.stay_id == one.stay_id, BedClaim.kind == ClaimKind.STAY,
                live_on(BedClaim, today),
            ),
        )
        .where(within(one, scope), one.institution_id == institution_id, live(one), one.to_on == FOREVER)
        .order_by(one.id)
    )  # fmt: skip
    found = (await session.execute(rows)).all()
    beds = [row.bed_id for row in found if row.bed_id is not None]
    names = await names_on(session, scope, beds, today) if beds else {}
    lines = [AwayLine(*(*row, names.get(row.bed_id, ""), today)) for row in found]
    return sorted(lines, key=lambda line: line.order)


@dataclass(frozen=True, slots=True)
class BackLine:
    """A leave that ended lately: for those who have to correct it."""

    leave_id: int
    stay_id: int
    elder_id: int
    name: str
    kind: LeaveKind
    from_on: date
    to_on: date
    left_at: datetime | None
    returned_at: datetime | None


async def returned_lately(session: AsyncSession, scope: Scope, institution_id: int) -> list[BackLine]:
    """Who has come back within a week, the last one first."""
    one, since = Leave, await business_date(session) - LATELY
    rows = (
        select(one.id, one.stay_id, one.elder_id, Elder.name, one.kind, one.from_on, one.to_on, one.left_at,
               one.returned_at)
        .join(Elder, and_(Elder.county == one.county, Elder.id == one.elder_id))
        .where(within(one, scope), one.institution_id == institution_id, live(one))
        .where(one.to_on >= since, one.to_on < FOREVER, one.ended_with_stay.is_(False))
        .order_by(one.to_on.desc(), one.returned_at.desc().nulls_last(), one.id.desc())
        .limit(MOST_BACK)
    )  # fmt: skip
    return [BackLine(*row) for row in await session.execute(rows)]
