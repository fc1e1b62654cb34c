"""Writing many rows at once, and asking how far the building of a demo has come."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

import orjson
from sqlalchemy import Table, exists, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.assessments.models import Assessment
from app.core.base import Base
from app.institutions.models import Institution
from app.waitlist.models import WaitlistEntry, WaitlistEvent

__all__ = [
    "become_demo", "demo_homes", "find_user_id", "has_homes", "insert_as_of", "insert_drafts", "insert_rows",
    "insert_with_ids", "name_last_events", "people_of", "sign_drafts",
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


async def insert_as_of(
    session: AsyncSession, model: type[Base], rows: Sequence[Mapping[str, Any]], *, at: str = "at"
) -> list[int]:
    """Write rows whose instants only the clock may set, each under the clock of its own `at`, and give their ids.

    In a demo the database's clock obeys: it is moved for each row before the row's defaults are asked. The ids come in
    the order of the rows, because they are drawn in that order.
    """
    table, ids = cast(Table, model.__table__), list[int]()
    names = [name for name in rows[0] if name != at] if rows else []
    types = {name: table.c[name].type.compile(session.get_bind().dialect) for name in names}
    told = ", ".join(f'"{name}" {types[name]}' for name in names)
    kept = ", ".join(f'"{name}"' for name in names)
    # The text is made of the names of the model's own columns; what is written goes in as one parameter.
    statement = text(
        f"INSERT INTO {table.name} ({kept}) SELECT {kept} FROM ("  # noqa: S608
        f"  SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS told(clock text, {told}) OFFSET 0) told"
        "  WHERE set_config('app.clock', clock, true) <> '' RETURNING id"
    )
    for start in range(0, len(rows), BATCH):
        batch = [
            {"clock": row[at], **{name: _plain(row[name]) for name in names}} for row in rows[start : start + BATCH]
        ]
        ids += (await session.execute(statement, {"rows": orjson.dumps(batch).decode()})).scalars()
    await session.execute(text("SELECT set_config('app.clock', '', true)"))
    return ids


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    return "infinity" if value == date.max else value


async def insert_drafts(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, bytes]]:
    """Write assessments as drafts and give their ids and digests, to which signatures are bound, in the same order."""
    table, found = cast(Table, Assessment.__table__), list[tuple[int, bytes]]()
    statement = insert(table).returning(table.c.id, table.c.digest, sort_by_parameter_order=True)
    for start in range(0, len(rows), BATCH):
        written = await session.execute(statement, rows[start : start + BATCH])
        found += [(row.id, row.digest) for row in written]
    return found


async def sign_drafts(session: AsyncSession, county: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let drafts that have all their signatures count; `rows` name id, signed_at and what is doubted about them."""
    signed = text(
        "UPDATE assessments a SET state = 'signed', signed_at = told.signed_at, disputed_at = told.disputed_at,"
        " dispute_reason = told.dispute_reason FROM jsonb_to_recordset(CAST(:rows AS jsonb))"
        " AS told(id bigint, signed_at timestamptz, disputed_at timestamptz, dispute_reason text)"
        " WHERE a.county = :county AND a.id = told.id"
    )
    await session.execute(signed, {"county": county, "rows": orjson.dumps([dict(row) for row in rows]).decode()})


async def name_last_events(session: AsyncSession, county: int) -> None:
    """Let every application of a county name its newest event."""
    last = select(WaitlistEvent.entry_id, func.max(WaitlistEvent.id).label("event_id"))
    last_of = last.where(WaitlistEvent.county == county).group_by(WaitlistEvent.entry_id).subquery()
    named = update(WaitlistEntry).where(WaitlistEntry.county == county, WaitlistEntry.id == last_of.c.entry_id)
    kept = named.values(last_event_id=last_of.c.event_id, version=WaitlistEntry.version)
    await session.execute(kept.execution_options(synchronize_session=False))
