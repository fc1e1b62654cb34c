"""The calendar of working days, read as a whole: a few dozen rows a year."""

from datetime import date

from sqlalchemy import delete, extract, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.offers.models import WorkingDay
from app.offers.rules.calendar import Calendar

__all__ = ["days_of_year", "drop_day", "keep_day", "working_calendar"]


async def working_calendar(session: AsyncSession) -> Calendar:
    """Give everything that differs from the weekdays."""
    rows = await session.execute(select(WorkingDay.day, WorkingDay.works))
    return Calendar({row.day: row.works for row in rows})


async def days_of_year(session: AsyncSession, year: int) -> list[WorkingDay]:
    """List the different days of a year in order."""
    mine = select(WorkingDay).where(extract("year", WorkingDay.day) == year).order_by(WorkingDay.day)
    return list(await session.scalars(mine.execution_options(populate_existing=True)))


async def keep_day(session: AsyncSession, day: date, *, works: bool, name: str, source: str, unverified: bool) -> None:
    """Write one day, over what stood there."""
    values = {"works": works, "name": name, "source": source, "unverified": unverified}
    new = insert(WorkingDay).values(day=day, **values)
    await session.execute(new.on_conflict_do_update(index_elements=[WorkingDay.day], set_=values))


async def drop_day(session: AsyncSession, day: date) -> bool:
    """Let a day be as its weekday again; False when it was."""
    gone = await session.execute(delete(WorkingDay).where(WorkingDay.day == day).returning(WorkingDay.day))
    return gone.first() is not None
