"""What the reserve of a home is counted from: 特困 persons in residence last year and now."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.waitlist.queries.reserves import destitute_by_home

__all__ = ["destitute_between"]


async def destitute_between(session: AsyncSession, home: Home, first: date, after: date) -> int:
    """Count the persons who lived in the home and were 特困 on some day of the span `[first, after)`."""
    found = await destitute_by_home(session, home.scope, (first, after), institution_id=home.institution_id)
    return found.get(home.institution_id, (0,))[0]
