"""Counting statements, because no test asserts a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

__all__ = ["Counting", "counting_on"]

FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config", "SET ", "BEGIN", "COMMIT")


@dataclass(slots=True)
class Counting:
    """What was sent while counting, without the frame of the transaction itself."""

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many statements were sent."""
        return len(self.statements)


@contextmanager
def counting_on(engine: AsyncEngine) -> Iterator[Counting]:
    """Count the statements sent through an engine."""
    seen = Counting()

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().startswith(FRAME):
            seen.statements.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)
