"""The one clock: the database's. Nobody asks the system clock, the phone or the app server."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

__all__ = ["business_date", "day_of", "know_instant", "now"]

HERE = ZoneInfo("Asia/Shanghai")


async def business_date(session: AsyncSession) -> date:
    """Give today's date in Asia/Shanghai; `current_date` under UTC is yesterday until 08:00."""
    info = session.sync_session.info
    if "business_date" not in info:
        info["business_date"] = await session.scalar(text("SELECT business_date()"))
    day: date = info["business_date"]
    return day


def day_of(at: datetime) -> date:
    """Give the day of an instant in Asia/Shanghai."""
    return at.astimezone(HERE).date()


def know_instant(session: AsyncSession, at: datetime) -> None:
    """Take the day from an instant that the database's clock has just given, and spare a question for it."""
    session.sync_session.info.setdefault("business_date", day_of(at))


async def now(session: AsyncSession) -> datetime:
    """Give this instant by the database's clock, in UTC."""
    instant: datetime = (await session.execute(text("SELECT app_now()"))).scalar_one()
    return instant
