"""What the reserve 兜底 is counted from, home by home, and how many free beds it leaves for everybody else."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries.days import live
from app.core.scope import Scope, within
from app.residents.models import ElderCategory
from app.residents.rules.kinds import Category
from app.stays.models import Stay
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.reserve import reserve

__all__ = ["destitute_by_home", "open_by_home"]


Span = tuple[date, date]
"""The first day, and the day after the last."""


async def destitute_by_home(
    session: AsyncSession, scope: Scope, *spans: Span, institution_id: int | None = None
) -> dict[int, tuple[int, ...]]:
    """Count the persons who lived in each home and were 特困 on some day of each span, in one question."""
    stay, category = Stay, ElderCategory
    both = and_(
        category.county == stay.county, category.elder_id == stay.elder_id, live(category),
        category.kind == Category.EXTREME_POVERTY, category.from_on < stay.to_on, category.to_on > stay.from_on,
    )  # fmt: skip
    within_span = [
        and_(stay.from_on < after, stay.to_on > first, category.from_on < after, category.to_on > first)
        for first, after in spans
    ]
    mine = [within(stay, scope), live(stay), or_(*within_span)]
    if institution_id is not None:
        mine.append(stay.institution_id == institution_id)
    counts = [func.count(stay.elder_id.distinct()).filter(span) for span in within_span]
    counted = select(stay.institution_id, *counts).join(category, both).where(*mine).group_by(stay.institution_id)
    return {row[0]: tuple(row[1:]) for row in await session.execute(counted)}


async def open_by_home(
    session: AsyncSession, scope: Scope, policy: Policy, day: date, free: Iterable[int],
    *, institution_id: int | None = None,
) -> Mapping[int, int] | None:  # fmt: skip
    """Say how many of the free beds, given by their homes, may go to others than 特困 persons; None where all may."""
    if not policy.reserve.on:
        return None
    last_year, tonight = (date(day.year - 1, 1, 1), date(day.year, 1, 1)), (day, day + timedelta(days=1))
    lived = await destitute_by_home(session, scope, last_year, tonight, institution_id=institution_id)
    return {home: max(count - reserve(*lived.get(home, (0, 0))), 0) for home, count in Counter(free).items()}
