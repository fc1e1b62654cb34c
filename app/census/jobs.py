"""The clock's work for the census: every county's new day is opened shortly after it begins, or when the house wakes."""

from sqlalchemy.exc import SQLAlchemyError

from app.accounts.system import acting_as_system
from app.census.queries.opening import counties_behind
from app.census.service.keeping import open_days
from app.core.db import transaction
from app.core.errors import DomainError
from app.core.log import log

__all__ = ["open_new_days"]


async def open_new_days() -> int:
    """Open the days that are due, county by county, each in a transaction of its own; give how many were opened."""
    opened = 0
    for county in await _due():
        try:
            async with acting_as_system("开启新的一天", regions=[county]), transaction() as session:
                opened += await open_days(session, county)
        except (SQLAlchemyError, DomainError, OSError, TimeoutError, ArithmeticError, LookupError) as error:
            # A county that is locked or at fault is tried again in a few minutes; the others have their day.
            log().warning("job.census_waits", county=county, kind=type(error).__name__)
    if opened:
        log().info("job.census", days=opened)
    return opened


async def _due() -> list[int]:
    async with acting_as_system("开启新的一天", regions=[0]), transaction(read_only=True) as session:
        return await counties_behind(session)
