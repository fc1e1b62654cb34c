"""Writing many rows at once, and asking how far the building of a demo has come."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, exists, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.core.base import Base
from app.institutions.models import Institution

__all__ = [
    "become_demo", "demo_homes", "find_user_id", "has_homes", "insert_rows", "insert_with_ids", "people_of",
]  # fmt: skip

BATCH = 2000


async def become_demo(session: AsyncSession, secret: str) -> bool:
    """Mark an empty database as a demo; False where somebody or something is there already."""
    return (await session.execute(select(func.become_demo(secret)))).scalar_one() is True


async def demo_homes(session: AsyncSession) -> int:
    """Count the homes of a demo that have been built so far."""
    return int((await session.execute(select(func.demo_homes()))).scalar_one())


async def has_homes(session: AsyncSession, county: int) -> bool:
    """Tell whether a county has homes already."""
    return (await session.execute(select(exists().where(Institution.county == county)))).scalar_one() is True


async def find_user_id(session: AsyncSession, username: str) -> int | None:
    """Find an account by its number."""
    found: int | None = await session.scalar(select(User.id).where(User.username == username))
    return found


async def people_of(session: AsyncSession, usernames: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Give ids and names of accounts by their numbers."""
    rows = await session.execute(select(User.username, User.id, User.name).where(User.username.in_(usernames)))
    return {username: (user_id, name) for username, user_id, name in rows}


async def insert_rows(session: AsyncSession, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of one table; all of them name the same columns."""
    # Something has to be returned for many rows to go in one statement: row security asks who is writing once for
    # each statement, and asked a thousand times that is most of the work.
    for start in range(0, len(rows), BATCH):
        table = cast(Table, model.__table__)
        written = await session.execute(insert(table).returning(table.c[0]), rows[start : start + BATCH])
        written.close()


async def insert_with_ids(session: AsyncSession, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Write rows of one table and give their ids in the same order."""
    table, ids = cast(Table, model.__table__), list[int]()
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    for start in range(0, len(rows), BATCH):
        ids += (await session.execute(statement, rows[start : start + BATCH])).scalars()
    return ids
