"""Who writes or takes back holds the home; of a county, the turn to write its ledgers."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.imports import queries
from app.imports.rules.places import CountyPlace, Place
from app.institutions.queries import lock_home

__all__ = ["lock_place"]


async def lock_place(session: AsyncSession, place: Place) -> None:
    """Wait for whoever is writing here, so that what is examined next is what is written."""
    if isinstance(place, CountyPlace):
        await queries.take_turn(session, place.county)
    else:
        await lock_home(session, place.scope, place.institution_id)
