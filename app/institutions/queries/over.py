"""Questions about many homes at once, as figures ask them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope, within
from app.institutions.models import Institution, InstitutionFact, RegisteredBeds
from app.institutions.queries.figures import live_on
from app.institutions.rules.kinds import FactKind

__all__ = ["RegisteredOfHome", "registered_in", "townships_on"]


@dataclass(frozen=True, slots=True)
class RegisteredOfHome:
    """A home's registered beds 核定 on a day, None where no document covers it."""

    county: int
    institution_id: int
    code: str
    name: str
    value: int | None


async def registered_in(
    session: AsyncSession, scope: Scope, day: date, *, institution_id: int | None = None
) -> list[RegisteredOfHome]:
    """Give the registered beds of every home in the scope on a day, in the order of county and code."""
    document = and_(
        RegisteredBeds.county == Institution.county,
        RegisteredBeds.institution_id == Institution.id,
        live_on(RegisteredBeds, day),
    )
    rows = (
        select(Institution.county, Institution.id, Institution.code, Institution.name, RegisteredBeds.value)
        .outerjoin(RegisteredBeds, document)
        .where(within(Institution, scope, home="id"))
        .order_by(Institution.county, Institution.code)
    )
    if institution_id is not None:
        rows = rows.where(Institution.id == institution_id)
    return [RegisteredOfHome(*row) for row in await session.execute(rows)]


async def townships_on(session: AsyncSession, scope: Scope, day: date) -> dict[int, int | None]:
    """Give the region each home stands in on a day, by its location fact; homes without one are left out."""
    places = select(InstitutionFact.institution_id, InstitutionFact.region_code).where(
        within(InstitutionFact, scope), InstitutionFact.kind == FactKind.LOCATION, live_on(InstitutionFact, day)
    )
    return {row.institution_id: row.region_code for row in await session.execute(places)}
