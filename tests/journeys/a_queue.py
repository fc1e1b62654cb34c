"""Fill an empty system with two homes in 轮候: one for whoever applies, one with an offer that has run out unanswered.

Run as a program of its own, beside the server that the journey then starts: `DATA_DIR=… python -m tests.journeys.a_queue`.
The clock is set back for the offer and its attempts; it obeys because this database is marked as a test's.
"""

import asyncio
from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from app.accounts.system import acting_as_system
from app.cli.running import open_house
from app.core.clock import business_date
from app.core.db import transaction
from app.offers.rules.kinds import Channel
from app.waitlist.service.publishing import publish_county
from tests.journeys.two_homes import somebody
from tests.offers.door import Door, a_door
from tests.support.tenants import COUNTY

__all__ = ["AGO", "fill"]

AGO = 12
"""So many days ago the offer was sent that nobody has answered. Two attempts count: it keeps its bed until a third one."""


async def fill() -> None:
    """Write the homes and their people as of today, the offer and each attempt on a day of its own."""
    async with open_house() as urls, acting_as_system("旅程", regions=[0]):
        assert urls.owner is not None
        engine = create_async_engine(urls.owner)
        async with engine.begin() as owner:
            await owner.execute(text("UPDATE database_mark SET kind = 'test'"))
        await engine.dispose()
        async with transaction() as session:
            today = await business_date(session)
            await _at(session, today - timedelta(days=AGO), 9)
            late = await a_door(session, None, county=COUNTY)
            for name in ("何桂英", "刘素华"):
                await late.waits(name)
            offer = await late.offer("301-1", "何桂英")
            for gone, channel in ((1, Channel.PHONE), (4, Channel.SMS)):
                await _at(session, today - timedelta(days=AGO - gone), 10)
                await late.call(offer, channel)
            await session.execute(text("SELECT set_config('app.clock', '', true)"))
            session.sync_session.info.pop("business_date", None)
            await _homes(session, late)
        async with transaction() as session:
            await publish_county(session, COUNTY)


async def _homes(session: AsyncSession, late: Door) -> None:
    door = await a_door(session, None, county=COUNTY)
    await door.waits("陈玉珍", born_on=date(1958, 5, 1))
    await somebody(session, "late-director", "director", late.house.institution)
    await somebody(session, "director", "director", door.house.institution)
    await somebody(session, "nurse", "nurse", door.house.institution)
    await somebody(session, "officer", "case_officer", door.house.institution, whole_county=True)


async def _at(session: AsyncSession, day: date, hour: int) -> None:
    at = f"{day} {hour:02d}:00+08"
    await session.execute(text("SELECT set_config('app.clock', :at, true)"), {"at": at})
    session.sync_session.info.pop("business_date", None)


if __name__ == "__main__":
    asyncio.run(fill())
