"""Tables without their keys, exclusions and indexes while they are filled; put back, each by its own definition."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL

from app.core.postgres.urls import connect

__all__ = ["taken_off"]

CONSTRAINTS = """
SELECT c.contype::text AS kind, c.conrelid::regclass::text AS place, c.conname::text AS name, c.convalidated AS holds,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) AS back,
       format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname) AS off
  FROM pg_constraint c WHERE c.contype IN ('f', 'x') AND c.conrelid::regclass::text = ANY ($1)
 ORDER BY 2, 3"""
INDEXES = """
SELECT 'i' AS kind, i.indrelid::regclass::text AS place, r.relname::text AS name, i.indisvalid AS holds,
       pg_get_indexdef(i.indexrelid) AS back, format('DROP INDEX %s', i.indexrelid::regclass) AS off
  FROM pg_index i JOIN pg_class r ON r.oid = i.indexrelid
 WHERE i.indrelid::regclass::text = ANY ($1) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
 ORDER BY 2, 3"""
CASTS = re.compile(r"::(text|character varying)(\[\])?|[()]")
FOR_BUILDING = {"maintenance_work_mem": "512MB", "statement_timeout": "0", "lock_timeout": "0"}
SIDE_BY_SIDE = 2


@asynccontextmanager
async def taken_off(owner: URL, tables: Iterable[str]) -> AsyncIterator[None]:
    """Take foreign keys, exclusions and plain indexes off for the length of the block; primary keys and checks stay.

    Whatever was taken off is made anew over the rows that are there by then, so a row that breaks a rule stops us.
    """
    names = list(tables)
    before = await _read(owner, names)
    await _run(owner, [row["off"] for row in sorted(before, key=lambda row: row["kind"] != "f")])
    yield
    ranges = [row["back"] for row in before if row["kind"] != "f"]
    await asyncio.gather(*(_run(owner, ranges[place::SIDE_BY_SIDE]) for place in range(SIDE_BY_SIDE)))
    await _run(owner, [row["back"] for row in before if row["kind"] == "f"])
    after = await _read(owner, names)
    changed = set(map(_meant, before)) ^ set(map(_meant, after))
    if changed:
        raise RuntimeError(f"not as it was before the tables were filled: {sorted(changed)}")


def _meant(row: Any) -> tuple[Any, ...]:
    """What a row says, without the casts and brackets in which the server writes the same thing twice."""
    return row["kind"], row["place"], row["name"], CASTS.sub("", row["back"])


async def _read(owner: URL, names: list[str]) -> list[Any]:
    connection = await connect(owner)
    try:
        found = [*await connection.fetch(CONSTRAINTS, names), *await connection.fetch(INDEXES, names)]
    finally:
        await connection.close()
    if not all(row["holds"] for row in found):
        raise RuntimeError("a constraint or an index is not valid")
    return found


async def _run(owner: URL, statements: list[str]) -> None:
    connection = await connect(owner, server_settings=FOR_BUILDING)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
