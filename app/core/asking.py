"""Questions that go to the driver as they are: the few fixed statements that every act of every home sends.

A statement of SQLAlchemy is looked up, its values are bound and its answer is described anew each time, which costs as
much as the driver and the server together where an act asks for one row by its key. What is asked here is plain SQL
with names, known when the program starts, inside the transaction under way and under the same refusals as any other.
"""

import re
from collections.abc import Mapping
from typing import Any

import asyncpg
from sqlalchemy import Connection
from sqlalchemy.engine.result import IteratorResult, Result, SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

__all__ = ["Asked"]

NAME = re.compile(r"(?<![:\w]):(\w+)")
NOTHING = SimpleResultMetaData(["nothing"])


class Said(Exception):
    """What the server said, as those expect it who look for the kind of a failure or the name of a constraint."""

    def __init__(self, said: BaseException) -> None:
        """Keep the server's own words and its code."""
        super().__init__(str(said))
        self.sqlstate = getattr(said, "sqlstate", None)
        self.__cause__ = said


class Asked:
    """One such statement. Each value has the type that the server gives its place."""

    def __init__(self, words: str) -> None:
        """Put a number in the place of each name."""
        self.names = tuple(dict.fromkeys(NAME.findall(words)))
        self.sql = NAME.sub(lambda found: f"${self.names.index(found[1]) + 1}", words)
        self._described = NOTHING

    async def ask(self, session: AsyncSession, values: Mapping[str, Any]) -> Result[Any]:
        """Send it inside the transaction under way, and give the rows. Raises DBAPIError, as any statement does."""
        connection = await _connection_of(session)
        given = tuple(values[name] for name in self.names)
        connection.dispatch.before_cursor_execute(connection, None, self.sql, given, None, False)
        try:
            driver: Any = connection.connection.driver_connection
            rows = await driver.fetch(self.sql, *given)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as said:
            raise DBAPIError(self.sql, None, Said(said), hide_parameters=True) from said
        if rows and self._described is NOTHING:
            self._described = SimpleResultMetaData(list(rows[0].keys()))
        return IteratorResult(self._described, map(tuple, rows))


async def _connection_of(session: AsyncSession) -> Connection:
    """Give the connection of the transaction under way, which begins, or draws its savepoint, when it is first wanted."""
    inner = session.sync_session
    held: tuple[Any, Connection] | None = inner.info.get("asked_on")
    if held is not None and held[0] is _innermost(inner):
        return held[1]
    connection = await session.run_sync(lambda session: session.connection())
    inner.info["asked_on"] = _innermost(inner), connection
    return connection


def _innermost(session: Session) -> Any:
    return session.get_nested_transaction() or session.get_transaction()
