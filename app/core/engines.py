"""One pool of connections: what each keeps prepared, when it is asked whether it still answers, what it knows of keys."""

import time
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

__all__ = ["IMMEDIATE", "engine_for"]

IMMEDIATE = "keys_are_immediate"
"""Where a connection knows that the deferred keys of its transaction have been made immediate."""
STATEMENTS = 500
"""So many statements a connection keeps prepared and a process compiled: more than its pages send."""
TRUSTED_SECONDS = 1.0
"""A connection that came back so short a time ago is used again unasked: a question costs three ways to the server."""


def engine_for(url: URL | str, size: int) -> AsyncEngine:
    """Open a pool of this size; nothing connects yet."""
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=5,
        # The connection that came back last has its plans, and the pages they read, still at hand.
        pool_use_lifo=True,
        query_cache_size=STATEMENTS,
        # Parameters hold ID numbers; an error text must never carry them.
        hide_parameters=True,
        connect_args={"timeout": 5, "command_timeout": 60, "prepared_statement_cache_size": STATEMENTS},
    )
    for end in ("commit", "rollback"):
        event.listen(engine.sync_engine, end, _forget_keys)
    event.listen(engine.sync_engine, "checkin", _note_rest)
    event.listen(engine.sync_engine, "checkout", _refuse_dead)
    return engine


def _forget_keys(connection: Connection) -> None:
    # One that was cut off in the middle of a statement has nothing to remember, and would complain of being asked.
    if not connection.invalidated:
        connection.info.pop(IMMEDIATE, None)


def _note_rest(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["rested_at"] = time.monotonic()


def _refuse_dead(connection: Any, record: ConnectionPoolEntry, _fairy: Any) -> None:
    """Ask a connection that has rested whether it still answers; one that is in use all the time says so by itself."""
    rested_at = record.info.pop("rested_at", None)
    if connection.driver_connection.is_closed():
        raise DisconnectionError
    if rested_at is not None and time.monotonic() - rested_at > TRUSTED_SECONDS:
        try:
            connection.ping()
        except (OSError, connection.dbapi.Error):
            raise DisconnectionError from None
