"""What Citus asks of a schema before it distributes it by county, as plain checks of the catalog; and the script that
does it, run against a stand-in that keeps the same order. No Citus is here: the rules are those of its manual and of
the trials that `docs/scale.md` names.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.architecture.catalog import Key, keys, tables
from tests.architecture.reading import ROOT

__all__ = [
    "Column", "Schema", "kinds_named", "read_script", "refused", "run_script", "schema_now", "stand_in", "unnamed",
]  # fmt: skip

SCRIPT = ROOT / "deploy" / "citus.sql"
NAMED = re.compile(r"^\s*\('(reference|distributed|local)', '(\w+)'\)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that matters to Citus: the county itself, or one that a sequence fills."""

    table: str
    name: str
    kind: str
    identity: bool


@dataclass(frozen=True, slots=True)
class Schema:
    """Tables with and without a county, their keys, columns and triggers, as far as Citus asks."""

    tables: Mapping[str, bool]
    keys: tuple[Key, ...]
    columns: tuple[Column, ...]
    triggers: tuple[tuple[str, str], ...]
    definitions: Mapping[str, str]


def kinds_named(script: str) -> list[tuple[str, str]]:
    """List what the script says of each table, in its order: (kind, table)."""
    return NAMED.findall(script)


def unnamed(schema: Schema, named: Iterable[tuple[str, str]]) -> list[str]:
    """List tables that the script forgets, knows twice, invents, or puts in the wrong place."""
    lines = list(named)
    names = [name for _, name in lines]
    wrong = [f"{name}: named twice" for name in sorted({name for name in names if names.count(name) > 1})]
    wrong += [f"{name}: no such table" for name in names if name not in schema.tables]
    wrong += [f"{name}: forgotten" for name in schema.tables if name not in names]
    kinds = {name: kind for kind, name in lines}
    for name, has_county in schema.tables.items():
        if name in kinds and has_county != (kinds[name] == "distributed"):
            wrong.append(f"{name}: {kinds[name]}, though it has {'a' if has_county else 'no'} county")
    return wrong


def refused(schema: Schema, kinds: Mapping[str, str]) -> list[str]:
    """List what Citus would refuse of these tables: keys, foreign keys, triggers, types."""
    found = [fault for key in schema.keys for fault in _of_key(key, schema, kinds)]
    found += [f"{name} on {table}: a trigger" for table, name in schema.triggers if kinds.get(table) != "local"]
    for column in schema.columns:
        if column.name == "county" and column.kind != "integer":
            found.append(f"{column.table}.county is {column.kind}: no co-location")
        if column.identity and column.kind != "bigint" and kinds.get(column.table) != "local":
            found.append(f"{column.table}.{column.name} is an identity of {column.kind}")
    return found


def _of_key(key: Key, schema: Schema, kinds: Mapping[str, str]) -> list[str]:
    here, there = kinds.get(key.table), kinds.get(key.to_table)
    if key.kind == "f":
        return [f"{key.name}: {fault}" for fault in _of_foreign_key(key, here, there)]
    if here != "distributed":
        return []
    if "county" not in key.columns:
        return [f"{key.name}: without the county"]
    if key.kind == "x" and "county WITH =" not in schema.definitions.get(key.name, ""):
        return [f"{key.name}: compares the county otherwise than by ="]
    return []


def _of_foreign_key(key: Key, here: str | None, there: str | None) -> list[str]:
    if here == "distributed" and there == "distributed":
        pairs = list(zip(key.columns, key.to_columns, strict=True))
        faults = [] if ("county", "county") in pairs else ["leaves the co-location group"]
    elif there == "reference":
        faults = [] if here in ("distributed", "reference") else ["a local table points at a reference table"]
    else:
        faults = [] if here == there else [f"from a {here} table to a {there} one"]
    return faults + (["an action on a key with the county"] if here == "distributed" and key.actions != "aa" else [])


async def schema_now(connection: AsyncConnection) -> Schema:
    """Read the migrated schema; the queue's tables count here too."""
    queue = await connection.scalars(
        text("SELECT relname::text FROM pg_class WHERE relname LIKE 'pgqueuer%' AND relkind = 'r' ORDER BY 1")
    )
    columns = await connection.execute(
        text("""
        SELECT t.relname::text, a.attname::text, format_type(a.atttypid, NULL), a.attidentity <> ''
          FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid AND t.relkind IN ('r', 'p') AND NOT t.relispartition
         WHERE t.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
           AND (a.attname = 'county' OR a.attidentity <> '') ORDER BY 1, 2
        """)
    )
    triggers = await connection.execute(
        text("SELECT tgrelid::regclass::text, tgname::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2")
    )
    told = await connection.execute(
        text("SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'x'")
    )
    ours = {table.name: table.is_of_a_tenant for table in await tables(connection)}
    return Schema(
        ours | dict.fromkeys(queue, False), tuple(await keys(connection)), tuple(Column(*row) for row in columns),
        tuple((row[0], row[1]) for row in triggers), {row[0]: row[1] for row in told},
    )  # fmt: skip


STAND_IN = """
CREATE SCHEMA stand_in;
CREATE TABLE stand_in.pg_dist_partition (logicalrelid regclass PRIMARY KEY, colocationid integer);
CREATE FUNCTION stand_in.create_reference_table(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN INSERT INTO stand_in.pg_dist_partition VALUES (name::regclass, 0); END $$;
CREATE FUNCTION stand_in.create_distributed_table(name text, by_column text, colocate_with text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE waiting text;
BEGIN
  SELECT string_agg(c.conname, ', ') INTO waiting FROM pg_constraint c
   WHERE c.contype = 'f' AND c.conrelid = name::regclass AND c.confrelid <> c.conrelid
     AND NOT EXISTS (SELECT FROM stand_in.pg_dist_partition d WHERE d.logicalrelid = c.confrelid);
  IF waiting IS NOT NULL OR (colocate_with <> 'none' AND NOT EXISTS (
       SELECT FROM stand_in.pg_dist_partition d WHERE d.logicalrelid = colocate_with::regclass)) THEN
    RAISE EXCEPTION '%: referenced tables must be distributed first (%)', name, waiting;
  END IF;
  EXECUTE format('SELECT %I FROM %s LIMIT 0', by_column, name);
  INSERT INTO stand_in.pg_dist_partition VALUES (name::regclass, 1);
END $$;
SET LOCAL search_path = public, pg_temp, stand_in;
"""


async def run_script(connection: AsyncConnection, script: str) -> list[tuple[str, int, int]]:
    """Run the script as psql would, statement by statement, on a stand-in for Citus; give what its last line tells."""
    plain = "\n".join(line for line in script.splitlines() if not line.lstrip().startswith(("--", "\\set")))
    told: list[tuple[str, int, int]] = []
    for piece in re.split(r"(\\gexec)|;\n(?=\n|[A-Z])", re.sub(r"\$\$.*?\$\$", _folded, plain, flags=re.DOTALL)):
        statement = (piece or "").strip().rstrip(";")
        if statement == "\\gexec":
            for made in [row[0] for row in told]:
                await connection.exec_driver_sql(made)
        elif statement:
            result = await connection.exec_driver_sql(statement)
            told = [tuple(row) for row in result] if result.returns_rows else []
    return told


def _folded(body: re.Match[str]) -> str:
    """Put a function's body on one line, so that it is not cut."""
    return re.sub(r"\s*\n\s*", " ", body[0])


async def stand_in(connection: AsyncConnection) -> None:
    """Make the stand-in for Citus in a transaction that is undone."""
    for piece in re.split(r";\n(?=CREATE|SET)", STAND_IN.strip().rstrip(";")):
        await connection.exec_driver_sql(piece)


def read_script(path: Path = SCRIPT) -> str:
    """Read the script."""
    return path.read_text("utf-8")
