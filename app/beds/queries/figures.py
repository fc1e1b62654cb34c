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

__all__ = ["BedCount", "bed_counts", "beds_figure"]

SOURCE = "bed_services"


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
    """Count the beds of every home in the scope on a day; a home without beds counts none."""
    homes = select(Institution.county, Institution.id, Institution.code, Institution.name)
    homes = homes.where(within(Institution, scope, home="id")).order_by(Institution.county, Institution.code)
    if institution_id is not None:
        homes = homes.where(Institution.id == institution_id)
    counts = {row.id: BedCount(*row) for row in await session.execute(homes)}
    for row in await session.execute(_standing(scope, as_of)):
        if row.institution_id in counts:
            _count(counts[row.institution_id], row, as_of)
    return list(counts.values())


def _standing(scope: Scope, as_of: date) -> Any:
    """For each bed whether a live span covers the day, when the first begins, and whether any is live at all."""
    service = BedService
    alive = service.voided_at.is_(None)
    covers = and_(alive, service.from_on <= as_of, service.to_on > as_of)
    return (
        select(
            Bed.institution_id, Bed.id, Bed.extra,
            func.coalesce(func.bool_or(covers), False).label("covers"),
            func.min(service.from_on).filter(alive).label("begins"),
        )
        .join(service, and_(service.county == Bed.county, service.bed_id == Bed.id))
        .where(within(Bed, scope))
        .group_by(Bed.county, Bed.institution_id, Bed.id, Bed.extra)
    )  # fmt: skip


def _count(home: BedCount, row: Any, as_of: date) -> None:
    if row.covers and not row.extra:
        home.beds += 1
    else:
        home.excluded[_reason(row, as_of)] += 1


def _reason(row: Any, as_of: date) -> Excluded:
    if row.covers:
        return Excluded.EXTRA
    if row.begins is None:
        return Excluded.VOIDED
    return Excluded.NOT_YET if row.begins > as_of else Excluded.RETIRED
