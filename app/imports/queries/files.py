"""One row of a file or a stay, for an import that changes it or takes its change back."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries.days import live
from app.beds.rules.home import Home
from app.core.errors import NotFound
from app.core.scope import within
from app.residents.models import Contact, Elder
from app.residents.queries.elders import of_home
from app.stays.models import Stay, StayChange

__all__ = ["a_contact", "a_stay", "an_elder", "present_change"]


async def _one(session: AsyncSession, rows: Any) -> Any:
    found = await session.scalar(rows.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


async def an_elder(session: AsyncSession, home: Home, elder_id: int) -> Elder:
    """Give a file of the home as it is now."""
    return await _one(session, select(Elder).where(Elder.id == elder_id, of_home(home)))  # type: ignore[no-any-return]


async def a_contact(session: AsyncSession, home: Home, contact_id: int) -> Contact:
    """Give a contact of somebody the home knows; one that was voided is given too."""
    mine = Contact.elder_id.in_(select(Elder.id).where(of_home(home)))
    return await _one(session, select(Contact).where(Contact.county == home.county, Contact.id == contact_id, mine))  # type: ignore[no-any-return]


async def a_stay(session: AsyncSession, home: Home, stay_id: int) -> Stay:
    """Give a live stay of the home as it is now."""
    return await _one(session, select(Stay).where(within(Stay, home.scope), live(Stay), Stay.id == stay_id))  # type: ignore[no-any-return]


async def present_change(session: AsyncSession, home: Home, stay_id: int, on: date) -> StayChange | None:
    """Give the change of terms that begins on the day; of the last of all days the newest there is."""
    change = StayChange
    rows = select(change).where(within(change, home.scope), live(change), change.stay_id == stay_id)
    if on != date.max:
        rows = rows.where(change.from_on == on)
    newest = rows.order_by(change.from_on.desc(), change.id.desc()).limit(1)
    found: StayChange | None = await session.scalar(newest.execution_options(populate_existing=True))
    return found
