"""Counting the one home of an act: nearly every act is about one, and about its days from today on."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries.days import Home, kept_homes
from app.census.queries.facts import first_days
from app.census.queries.one_home import Ground, ground_of
from app.census.rules.days import DayCount, days_of
from app.census.service.writing import Days, beside, write_days, write_one
from app.core.clock import business_date

__all__ = ["keep_one"]


async def keep_one(session: AsyncSession, home: Home, since: date) -> bool:
    """Count the home's days since one; False where its opened days or its first one are others than were counted."""
    today = await business_date(session)
    # What touches all days of a home has no eve that could be read.
    if since == date.min:
        return False
    eve = min(since - timedelta(days=1), today)
    ground = await ground_of(session, home, eve, today)
    # Days are kept without a gap from the home's first one to the last that is open.
    if ground is None or max(ground.days, default=None) != today:
        return False
    # A home that has the eve has its first day before anything the act could change.
    if eve not in ground.days and not await _begins(session, home, since, today):
        return False
    if since <= today:
        await _count(session, home, ground, since, today)
    return True


async def _begins(session: AsyncSession, home: Home, since: date, today: date) -> bool:
    """Tell whether the home begins where it was said to, on a day that is counted now."""
    first_on = (await first_days(session, [home]))[home]
    stood = (await kept_homes(session, [home])).get(home)
    return first_on is not None and first_on <= since and stood == (first_on, today)


async def _count(session: AsyncSession, home: Home, ground: Ground, since: date, today: date) -> None:
    def counted() -> list[DayCount]:
        return days_of(ground.facts, ground.rulings, since, today)

    days = await beside((today - since).days + 1, counted)
    changed = [day for day in days if ground.days.get(day.day) != day]
    if len(changed) == 1 and (old := ground.days.get(changed[0].day)) is not None:
        await write_one(session, home, old, changed[0])
    elif changed:
        before: Days = {day: count for day, count in ground.days.items() if day >= since}
        await write_days(session, [home], {home: before}, {home: {day.day: day for day in days}})
