"""Finding beds: those that are free on a day, and one by its name."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import Bed, BedClaim, BedService, RoomTerm
from app.beds.queries.days import live_on
from app.beds.rules.kinds import SexRule
from app.beds.rules.labels import bed_name, natural_key
from app.beds.rules.states import bed_state
from app.core.scope import Scope, within
from app.institutions.models import Institution

__all__ = ["FoundBed", "FreeBed", "count_free", "free_beds", "search_beds"]


@dataclass(frozen=True, slots=True)
class FreeBed:
    """A bed in service that nobody and nothing has on a day."""

    bed_id: int
    room_id: int
    institution_id: int
    label: str
    sex_rule: SexRule
    isolation: bool
    extra: bool


@dataclass(frozen=True, slots=True)
class FoundBed:
    """A bed as the search shows it."""

    bed_id: int
    institution_id: int
    label: str
    institution: str
    state: str


async def free_beds(
    session: AsyncSession, scope: Scope, on: date, *, institution_id: int | None = None
) -> list[FreeBed]:
    """Beds in service that nobody and nothing has on that day, in the order of their names."""
    service, term = BedService, RoomTerm
    taken = select(BedClaim.bed_id).where(within(BedClaim, scope), live_on(BedClaim, on))
    rows = (
        select(
            service.bed_id, service.room_id, service.institution_id, term.label, service.label, term.sex_rule,
            term.isolation, Bed.extra,
        )
        .join(Bed, and_(Bed.county == service.county, Bed.id == service.bed_id))
        .join(term, and_(term.county == service.county, term.room_id == service.room_id, live_on(term, on)))
        .where(within(service, scope), live_on(service, on), service.bed_id.not_in(taken))
    )  # fmt: skip
    if institution_id is not None:
        rows = rows.where(service.institution_id == institution_id)
    found = [FreeBed(*row[:3], bed_name(row[3], row[4]), *row[5:]) for row in await session.execute(rows)]
    return sorted(found, key=lambda bed: (bed.institution_id, natural_key(bed.label), bed.bed_id))


async def count_free(session: AsyncSession, scope: Scope, institution_id: int, on: date) -> int:
    """How many beds of the home nobody has on that day."""
    taken = select(BedClaim.bed_id).where(
        within(BedClaim, scope), BedClaim.institution_id == institution_id, live_on(BedClaim, on)
    )
    free = select(func.count()).where(
        within(BedService, scope), BedService.institution_id == institution_id, live_on(BedService, on)
    )
    return await session.scalar(free.where(BedService.bed_id.not_in(taken))) or 0


async def search_beds(session: AsyncSession, scope: Scope, text: str, on: date, *, limit: int = 8) -> list[FoundBed]:
    """Beds whose name or sticker begins with the text: 301, 301-1, or the eight characters of the code."""
    wanted = text.strip().replace("－", "-").replace("—", "-").replace(" ", "")
    service, term, claim = BedService, RoomTerm, BedClaim
    name = func.concat(term.label, "-", service.label)
    rows = (
        select(
            service.bed_id, service.institution_id, term.label, service.label, Institution.name, claim.kind, claim.reason
        )
        .join(Bed, and_(Bed.county == service.county, Bed.id == service.bed_id))
        .join(term, and_(term.county == service.county, term.room_id == service.room_id, live_on(term, on)))
        .join(Institution, and_(Institution.county == service.county, Institution.id == service.institution_id))
        .outerjoin(claim, and_(claim.county == service.county, claim.bed_id == service.bed_id, live_on(claim, on)))
        .where(within(service, scope), live_on(service, on))
        .where(name.startswith(wanted, autoescape=True) | (Bed.code == wanted.upper()))
        .order_by(func.length(name), name, service.institution_id, service.bed_id)
        .limit(limit)
    )  # fmt: skip
    return [
        FoundBed(row[0], row[1], bed_name(row[2], row[3]), row[4], bed_state(row[5], reason=row[6]).label)
        for row in await session.execute(rows)
    ]
