"""When a number of working days is over, for the clocks of storeys below."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.offers.queries.calendar import working_calendar
from app.offers.rules.calendar import due_after

__all__ = ["due_on"]


async def due_on(session: AsyncSession, day: date, number: int) -> date:
    """Give the last of so many working days after a day."""
    return due_after(day, number, await working_calendar(session))
