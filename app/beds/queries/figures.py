"""The figure `beds`: how many beds were in service on a day, where they are, what was left out and why."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedService
from app.beds.rules.figures import Excluded
from app.core.scope import Scope, within
from app.institutions.models import Institution

__all__ = ["BedCount", "bed_counts"]


@dataclass(slots=True)
class BedCount:
    """The beds of one home on one day: counted, and left out by reason."""

    county: int
    institution_id: int
    code: str
    name: str
    beds: int = 0
    excluded: Counter[Excluded] = field(default_factory=Counter)


async def bed_counts(
    session: AsyncSession, scope: Scope, as_of: date, *, institution_id: int | None = None
) -> list[BedCount]:
    """Count the beds of every home in the scope on a day; a home without beds counts none.

    Counted is a bed in service that day, closed or not; 加床 and beds of other days are left out and said.
    """
    homes = select(Institution.county, Institution.id, Institution.code, Institution.name)
    homes = homes.where(within(Institution, scope, home="id")).order_by(Institution.county, Institution.code)
    beds = select(Bed.id, Bed.institution_id, Bed.extra).where(within(Bed, scope)).order_by(Bed.id)
    spans = _standing(scope, as_of)
    if institution_id is not None:
        homes = homes.where(Institution.id == institution_id)
        beds = beds.where(Bed.institution_id == institution_id)
        spans = spans.where(BedService.institution_id == institution_id)
    counts = {row.id: BedCount(*row) for row in await session.execute(homes)}
    standing = {row.bed_id: row for row in await session.execute(spans)}
    for bed in await session.execute(beds):
        reason = _reason(standing.get(bed.id), as_of)
        if reason is None and not bed.extra:
            counts[bed.institution_id].beds += 1
        else:
            counts[bed.institution_id].excluded[reason or Excluded.EXTRA] += 1
    return list(counts.values())


def _standing(scope: Scope, as_of: date) -> Any:
    """For each bed with any live span: whether one covers the day, and when the first begins."""
    service = BedService
    covers = and_(service.from_on <= as_of, service.to_on > as_of)
    return (
        select(service.bed_id, func.bool_or(covers).label("covers"), func.min(service.from_on).label("begins"))
        .where(within(service, scope), service.voided_at.is_(None))
        .group_by(service.bed_id)
    )


def _reason(row: Any, as_of: date) -> Excluded | None:
    """Why a bed is not in service on the day; None when it is."""
    if row is None:
        return Excluded.VOIDED
    if row.covers:
        return None
    return Excluded.NOT_YET if row.begins > as_of else Excluded.RETIRED
