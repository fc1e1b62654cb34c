"""What an admission has to know of the list, in one statement."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home

__all__ = ["listed_and_waiting"]

LISTED_AND_WAITING = text("""
SELECT EXISTS (
         SELECT FROM waitlist_switches
          WHERE county = :county AND voided_at IS NULL AND (institution_id = :home OR institution_id IS NULL)
            AND (from_on <= :first AND to_on > :first OR from_on <= :last AND to_on > :last)),
       waits_somewhere(:county, ARRAY[CAST(:elder AS bigint)])
""")


async def listed_and_waiting(
    session: AsyncSession, home: Home, elder_id: int, days: Collection[date]
) -> tuple[bool, bool]:
    """Whether the home gives its beds out by the list on one of one or two days, and whether a person whose file the
    home sees has an application under way anywhere in the county; asked under the locks of both."""
    asked = {"county": home.county, "home": home.institution_id, "elder": elder_id}
    row = (await session.execute(LISTED_AND_WAITING, asked | {"first": min(days), "last": max(days)})).one()
    return row[0], row[1]
