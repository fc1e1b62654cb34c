"""The statements of a request, written down as it sends them, and sent again with nothing of ours around them."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, NamedTuple

import asyncpg
import orjson
from sqlalchemy import URL, event
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.core.db import Database, Pool

__all__ = ["Bare", "Sent", "Statement", "bare_app", "noted", "opened"]

SAY_WHO = "SELECT set_config('app.tok', $1, true)"
FRAME = ("SET ", "SAVEPOINT", "RELEASE", "ROLLBACK")


class Statement(NamedTuple):
    """One statement with its values."""

    text: str
    values: tuple[Any, ...]


@dataclass(slots=True)
class Sent:
    """What one request sent: first who calls, by the pool of the application, then figures, by the bureau's."""

    calling: list[Statement] = field(default_factory=list)
    figures: list[Statement] = field(default_factory=list)

    def note(self, pool: Pool, statement: str, values: Iterable[Any]) -> None:
        """Add a statement; the frame of a transaction is each side's own."""
        if not statement.startswith(FRAME) and "set_config" not in statement:
            (self.figures if pool == "bureau" else self.calling).append(Statement(statement, tuple(values)))


@contextmanager
def noted(pools: Database) -> Iterator[Sent]:
    """Write down what is sent inside the block."""
    sent = Sent()

    def note(pool: Pool, _conn: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        sent.note(pool, statement, parameters)

    with ExitStack() as listening:
        for pool in pools.engines:
            engine, listener = pools.engines[pool].sync_engine, partial(note, pool)
            event.listen(engine, "before_cursor_execute", listener)
            listening.callback(event.remove, engine, "before_cursor_execute", listener)
        yield sent


async def opened(url: URL, size: int = 1) -> Any:
    """Open a pool of bare connections to the same door."""
    arguments: dict[str, Any] = dialect().create_connect_args(url)[1]
    return await asyncpg.create_pool(min_size=size, max_size=size, command_timeout=None, **arguments)


@dataclass(slots=True)
class Bare:
    """The same statements by asyncpg alone: the same two roles, the same token, the same row security."""

    callers: Any
    bureau: Any
    token: str
    sent: dict[tuple[str, date], Sent]

    async def all(self, question: str, day: date) -> list[Any]:
        """Send everything the request sends; give the rows of figures."""
        sent = self.sent[question, day]
        await self._send(self.callers, sent.calling)
        return await self._send(self.bureau, sent.figures)

    async def figures(self, question: str, day: date) -> list[Any]:
        """Send only what reads figures; nobody asks who calls."""
        return await self._send(self.bureau, self.sent[question, day].figures)

    async def _send(self, pool: Any, statements: list[Statement]) -> list[Any]:
        async with pool.acquire() as connection, connection.transaction(readonly=True):
            await connection.execute(SAY_WHO, self.token)
            return [row for one in statements for row in await connection.fetch(one.text, *one.values)]


def bare_app(bare: Bare) -> Starlette:
    """Answer in JSON with the rows as they come, one object for each."""

    async def answer(request: Request) -> Response:
        said = request.path_params
        rows = await getattr(bare, said["what"])(said["question"], date.fromisoformat(said["day"]))
        return Response(orjson.dumps([dict(row) for row in rows], default=str), media_type="application/json")

    return Starlette(routes=[Route("/{what}/{question}/{day}", answer)])
