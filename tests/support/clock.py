"""Setting the database's clock; it obeys only in databases marked as test or demo."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = ["Clock"]


class Clock:
    """The clock of one test."""

    def __init__(self, connection: AsyncConnection) -> None:
        """Take the connection on which the whole test runs."""
        self.connection = connection

    async def at(self, instant: str) -> None:
        """Make it this instant, in China's time unless an offset is given."""
        await self.connection.execute(text("SELECT set_config('app.clock', :at, true)"), {"at": instant})
