"""A row that is wanted at once: written as it is, and at hand like one that was read.

The unit of work sorts, batches and describes what it sends; for one row of a known table that costs as much again as
the server does.
"""

from functools import cache

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from app.core.asking import Asked
from app.core.base import Base

__all__ = ["insert_now"]


async def insert_now(session: AsyncSession, row: Base) -> None:
    """Write a new row after whatever is waiting to be written; what the database made of it is known then."""
    if session.new or session.dirty or session.deleted:
        await session.flush()
    given = {name: value for name, value in vars(row).items() if name != "_sa_instance_state"}
    statement, made = _statement(type(row), tuple(given))
    [answer] = await statement.ask(session, given)
    for name, value in zip(made, answer, strict=True):
        set_committed_value(row, name, value)
    session.add(row)
    # What a flush does behind its INSERT: a savepoint that is rolled back takes the row out of the session again.
    session.sync_session._register_persistent({inspect(row)})


@cache
def _statement(kind: type[Base], given: tuple[str, ...]) -> tuple[Asked, tuple[str, ...]]:
    """The columns that were not given are the database's to fill, and come back: but what is read on demand only."""
    mapper = inspect(kind)
    made = tuple(one.key for one in mapper.column_attrs if one.key not in given and not one.deferred)
    names, values = ", ".join(given), ", ".join(f":{name}" for name in given)
    # Nothing but names of the model's own columns.
    words = f"INSERT INTO {kind.__tablename__} ({names}) VALUES ({values}) RETURNING {', '.join(made)}"  # noqa: S608
    return Asked(words), made
