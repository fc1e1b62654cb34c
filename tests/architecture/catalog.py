"""What PostgreSQL's own catalog says of the migrated database. Partitions and tables of other programs are left out."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = ["GLOBAL_TABLES", "Key", "Policy", "Table", "constraint_names", "keys", "policies", "tables"]

GLOBAL_TABLES = {
    "alembic_version": "which revision the database stands at",
    "attempts": "tries to sign in, before anybody is known",
    "database_mark": "what the database says of itself",
    "devices": "accounts: a user may work in several counties",
    "first_run_links": "an empty system has no county yet",
    "process_secrets": "which key files may open sign-ins; nobody but the owner reads it",
    "region_figures": "reference: what was published about regions",
    "regions": "reference: the tree of regions itself",
    "rights_keys": "what seals the rights kept for a moment; nobody but the owner reads it",
    "role_grants": "accounts: a grant may cover a city or everything",
    "sign_in_homes": "accounts: where a system sign-in may act",
    "sign_ins": "accounts: a sign-in belongs to a person, not to a county",
    "user_secrets": "accounts: nobody but the owner reads it",
    "working_days": "reference: one calendar for the whole country",
    "users": "accounts: a person may hold roles in several counties",
}
"""The explicit list of tables without a county; they name a home by (county, institution_id) without a foreign key."""

OURS = """
  FROM pg_class t
 WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition
   AND t.relname NOT LIKE 'pgqueuer%'
"""


@dataclass(frozen=True, slots=True)
class Table:
    """One table, with what row security says of it."""

    name: str
    columns: tuple[str, ...]
    enabled: bool
    forced: bool

    @property
    def is_of_a_tenant(self) -> bool:
        """Tell whether each row belongs to a county."""
        return "county" in self.columns


@dataclass(frozen=True, slots=True)
class Key:
    """A primary key, unique constraint or index, exclusion or foreign key, by the order of its columns."""

    table: str
    name: str
    kind: str
    columns: tuple[str, ...]
    to_table: str = ""
    to_columns: tuple[str, ...] = ()
    actions: str = "aa"


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy of row security."""

    table: str
    name: str
    command: str
    rule: str


async def tables(connection: AsyncConnection) -> list[Table]:
    """List our tables."""
    columns = "ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped)"
    rows = await _rows(
        connection, f"SELECT t.relname::text, {columns}, t.relrowsecurity, t.relforcerowsecurity {OURS} ORDER BY 1"
    )
    return [Table(row[0], tuple(row[1]), row[2], row[3]) for row in rows]


async def keys(connection: AsyncConnection) -> list[Key]:
    """List the keys of our tables; a unique index without a constraint is a key too."""
    constraints = await _rows(
        connection,
        f"""
        SELECT t.relname::text, c.conname::text, c.contype::text, {_names("c.conrelid", "c.conkey")},
               coalesce(f.relname::text, ''), coalesce({_names("c.confrelid", "c.confkey")}, '{{}}'),
               c.confupdtype::text || c.confdeltype::text
          FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid LEFT JOIN pg_class f ON f.oid = c.confrelid
         WHERE c.contype IN ('p', 'u', 'x', 'f') AND t.oid IN (SELECT t.oid {OURS}) ORDER BY 1, 2
        """,
    )
    indexes = await _rows(
        connection,
        f"""
        SELECT t.relname::text, i.relname::text, {_names("x.indrelid", "x.indkey::int2[]")}
          FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
         WHERE x.indisunique AND t.oid IN (SELECT t.oid {OURS})
           AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.oid AND c.contype IN ('p', 'u', 'x'))
         ORDER BY 1, 2
        """,
    )
    found = [Key(row[0], row[1], row[2], tuple(row[3]), row[4], tuple(row[5]), row[6]) for row in constraints]
    return found + [Key(row[0], row[1], "i", tuple(row[2])) for row in indexes]


def _names(relation: str, numbers: str) -> str:
    return (
        f"(SELECT coalesce(array_agg(a.attname::text ORDER BY k.place), '{{}}') FROM unnest({numbers}) WITH ORDINALITY AS k(number, place)"
        f" JOIN pg_attribute a ON a.attrelid = {relation} AND a.attnum = k.number)"
    )


async def policies(connection: AsyncConnection) -> list[Policy]:
    """List the policies of our tables with what they ask."""
    rows = await _rows(
        connection,
        f"""
        SELECT t.relname::text, p.polname::text, p.polcmd::text,
               concat_ws(' / ', pg_get_expr(p.polqual, t.oid), pg_get_expr(p.polwithcheck, t.oid))
          FROM pg_policy p JOIN pg_class t ON t.oid = p.polrelid AND t.oid IN (SELECT t.oid {OURS}) ORDER BY 1, 2
        """,
    )
    return [Policy(*row) for row in rows]


async def constraint_names(connection: AsyncConnection) -> dict[str, str]:
    """Name what can refuse a write by name: constraints and unique indexes, each with its table."""
    rows = await _rows(
        connection,
        f"""
        SELECT c.conname::text, t.relname::text FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
         WHERE c.contype <> 'n' AND t.oid IN (SELECT t.oid {OURS})
        """,
    )
    return {row[0]: row[1] for row in rows} | {key.name: key.table for key in await keys(connection) if key.kind == "i"}


async def _rows(connection: AsyncConnection, statement: str) -> list[Any]:
    return list(await connection.execute(text(statement)))
