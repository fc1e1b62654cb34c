"""Occupancy of homes on any day: the one door through which every other storey asks for it."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries.facts import facts_between
from app.census.queries.rulings import rulings_between
from app.census.rules.occupancy import HomeOccupancy, occupancy_of
from app.census.rules.rulings import answers_on
from app.core.scope import Scope

__all__ = ["occupancy", "occupancy_series"]


async def occupancy(
    session: AsyncSession,
    scope: Scope,
    as_of: date,
    *,
    institution_id: int | None = None,
    county: int | None = None,
) -> list[HomeOccupancy]:
    """Give every home of the scope at the end of a day, in the order of county and code; eight statements for all.

    Homes that are closed, not yet open or without a document are there too: their `standing` says so.
    """
    homes = await facts_between(session, scope, as_of, as_of, institution_id=institution_id, county=county)
    rulings = await rulings_between(session, {home.county for home in homes}, as_of, as_of)
    return [occupancy_of(home, answers_on(rulings.get(home.county, ()), as_of), as_of) for home in homes]


async def occupancy_series(
    session: AsyncSession, scope: Scope, institution_id: int, first: date, last: date
) -> list[HomeOccupancy]:
    """Give one home day by day, both ends included, by as many statements as a single day takes."""
    homes = await facts_between(session, scope, first, last, institution_id=institution_id)
    rulings = await rulings_between(session, {home.county for home in homes}, first, last)
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return [
        occupancy_of(home, answers_on(rulings.get(home.county, ()), day), day) for home in homes for day in days
    ]  # fmt: skip
