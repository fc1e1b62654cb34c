"""Opening a county's days in a test, as the clock's job does, and asking the proof afterwards."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.census.queries.proof import WrongDay, wrong_days, wrong_sums
from app.census.service.keeping import open_days
from app.core.db import finish_work, transaction

__all__ = ["differences", "open_committed", "open_county"]


async def open_county(session: AsyncSession, county: int) -> int:
    """Open a county's days up to today in the test's own transaction, whose caller acts in the whole county."""
    await session.flush()
    opened = await open_days(session, county)
    await finish_work(session)
    return opened


async def open_committed(county: int) -> int:
    """Open a county's days up to today in a transaction of their own, as the job does."""
    async with acting_as_system("开启新的一天", regions=[county]), transaction() as session:
        return await open_days(session, county)


async def differences(session: AsyncSession) -> list[WrongDay]:
    """Ask the proof for every difference it finds."""
    return [*[wrong async for wrong in wrong_days(session)], *await wrong_sums(session)]
