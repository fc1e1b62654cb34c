"""What the database itself says that statements took: planned anew, and kept prepared as the application keeps them."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import asyncpg
import orjson
from sqlalchemy import URL
from sqlalchemy.dialects.postgresql.asyncpg import dialect

from bench.replaying import Statement

__all__ = ["Inside", "inside"]

SAY_WHO = "SELECT set_config('app.tok', $1, false)"
EXPLAIN = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) "
CUSTOM = 5
"""So many times the server plans a prepared statement for its values before it may settle on one plan for all."""


@dataclass(slots=True)
class Inside:
    """A connection of its own to one door, under one sign-in; what was prepared on it stays so."""

    connection: Any
    names: dict[str, str] = field(default_factory=dict)

    async def planned(self, statements: Iterable[Statement]) -> tuple[float, float]:
        """Give the milliseconds of planning and of running the statements, each planned anew."""
        return _summed([await self.connection.fetchval(EXPLAIN + text, *values) for text, values in statements])

    async def prepared(self, statements: Iterable[Statement]) -> float:
        """Give the milliseconds of the statements on a connection that has them prepared."""
        told = [await self.connection.fetchval(await self._execute(one)) for one in statements]
        return sum(_summed(told))

    async def settle(self, statements: Iterable[Statement]) -> None:
        """Send a statement with so many different values that the server has settled on its plan."""
        for one in islice(statements, CUSTOM):
            await self.prepared([one])

    async def _execute(self, statement: Statement) -> str:
        name = self.names.get(statement.text)
        if name is None:
            name = self.names[statement.text] = f"kept_{len(self.names)}"
            await self.connection.execute(f"PREPARE {name} AS {statement.text}")
        values = ", ".join(map(_literal, statement.values))
        return f"{EXPLAIN} EXECUTE {name}" + (f" ({values})" if values else "")


def _summed(told: Iterable[str]) -> tuple[float, float]:
    planning = running = 0.0
    for one in told:
        said: Mapping[str, float] = orjson.loads(one)[0]
        planning += said["Planning Time"]
        running += said["Execution Time"]
    return planning, running


def _literal(value: Any) -> str:
    """Write a value as SQL does; the server knows its type from the statement."""
    if value is None:
        return "NULL"
    if isinstance(value, list):
        value = "{" + ",".join(map(str, value)) + "}"
    return "'" + str(value).replace("'", "''") + "'"


@asynccontextmanager
async def inside(url: URL, token: str = "") -> AsyncIterator[Inside]:
    """Open a connection under a sign-in, or under none; however long a statement takes, it is not cut off."""
    arguments: dict[str, Any] = dialect().create_connect_args(url)[1]
    connection = await asyncpg.connect(command_timeout=None, **arguments)
    try:
        await connection.execute("SET statement_timeout = 0")
        await connection.execute(SAY_WHO, token)
        yield Inside(connection)
    finally:
        await connection.close()
