"""The schema as the catalog tells it, one line a thing, the same on every server: `python -m tests.architecture.schema`
builds a database from the migrations and renews `schema.txt`.

Left out: NOT NULL as a constraint (only newer servers list it; the column says it), partitions (the calendar makes
them), what an extension owns, and the passwords and prefix of roles.
"""

import asyncio
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

__all__ = ["SNAPSHOT", "schema_of"]

SNAPSHOT = Path(__file__).with_name("schema.txt")

RELATIONS = """
  pg_class t JOIN pg_namespace s ON s.oid = t.relnamespace AND s.nspname = ANY(string_to_array(:schemas, ','))
   AND NOT t.relispartition
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = t.oid AND d.deptype = 'e')
"""
PLACE = "s.nspname || '.' || t.relname"

QUESTIONS = {
    "table": f"""
        SELECT CASE t.relkind WHEN 'v' THEN 'view' ELSE 'table' END || ' ' || {PLACE} || ' of ' || pg_get_userbyid(t.relowner)
            || CASE WHEN t.relkind = 'p' THEN ' partitioned by ' || pg_get_partkeydef(t.oid) ELSE '' END
            || CASE WHEN t.relrowsecurity THEN ' row security' || CASE WHEN t.relforcerowsecurity THEN ' forced' ELSE '' END
               ELSE '' END || coalesce(' with ' || array_to_string(t.reloptions, ', '), '')
          FROM {RELATIONS} WHERE t.relkind IN ('r', 'p', 'v', 'm', 'S')
    """,
    "column": f"""
        SELECT {PLACE} || ' ' || lpad(a.attnum::text, 2) || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
            || CASE a.attidentity WHEN 'a' THEN ' identity always' WHEN 'd' THEN ' identity' ELSE '' END
            || CASE WHEN a.attgenerated <> '' THEN ' generated ' WHEN d.adbin IS NOT NULL THEN ' default ' ELSE '' END
            || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
          FROM {RELATIONS} JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
          LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum WHERE t.relkind IN ('r', 'p', 'v', 'm')
    """,
    "constraint": f"""
        SELECT {PLACE} || ' ' || c.conname || ' ' || pg_get_constraintdef(c.oid)
          FROM {RELATIONS} JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype NOT IN ('n', 't')
         WHERE t.relkind IN ('r', 'p')
    """,
    "index": f"""
        SELECT {PLACE} || ' ' || pg_get_indexdef(x.indexrelid)
          FROM {RELATIONS} JOIN pg_index x ON x.indrelid = t.oid WHERE t.relkind IN ('r', 'p')
    """,
    "policy": f"""
        SELECT {PLACE} || ' ' || p.polname || ' for ' || p.polcmd::text || CASE WHEN p.polpermissive THEN '' ELSE ' restrictive' END
            || ' to ' || coalesce((SELECT string_agg(pg_get_userbyid(r), ', ' ORDER BY r) FROM unnest(p.polroles) r WHERE r <> 0), 'all')
            || ' using ' || coalesce(pg_get_expr(p.polqual, t.oid), '-')
            || ' with check ' || coalesce(pg_get_expr(p.polwithcheck, t.oid), '-')
          FROM {RELATIONS} JOIN pg_policy p ON p.polrelid = t.oid
    """,
    "view": f"""
        SELECT {PLACE} || ' ' || pg_get_viewdef(t.oid) FROM {RELATIONS} WHERE t.relkind IN ('v', 'm')
    """,
    "grant": f"""
        SELECT {PLACE} || coalesce('.' || g.attname, '') || ' to '
            || CASE g.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(g.grantee) END || ' '
            || string_agg(g.privilege_type || CASE WHEN g.is_grantable THEN '*' ELSE '' END, ' ' ORDER BY g.privilege_type)
          FROM {RELATIONS} CROSS JOIN LATERAL (
               SELECT NULL::name AS attname, w.* FROM aclexplode(t.relacl) w
               UNION ALL
               SELECT b.attname, w.* FROM pg_attribute b, aclexplode(b.attacl) w
                WHERE b.attrelid = t.oid AND NOT b.attisdropped) g
         WHERE g.grantee <> t.relowner AND g.privilege_type <> 'MAINTAIN' GROUP BY s.nspname, t.relname, g.attname, g.grantee
    """,
    "function": """
        SELECT s.nspname || '.' || f.proname || '(' || pg_get_function_identity_arguments(f.oid) || ') of '
            || pg_get_userbyid(f.proowner) || ' gives ' || pg_get_function_result(f.oid)
            || CASE WHEN f.prosecdef THEN ' as its owner' ELSE '' END || ' ' || f.provolatile::text
            || coalesce(' with ' || array_to_string(f.proconfig, ', '), '')
            || ' for ' || coalesce((SELECT string_agg(CASE g.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(g.grantee) END, ', '
                                                      ORDER BY pg_get_userbyid(g.grantee)) FROM aclexplode(f.proacl) g), 'public')
            || ' body ' || md5(f.prosrc)
          FROM pg_proc f JOIN pg_namespace s ON s.oid = f.pronamespace AND s.nspname = ANY(string_to_array(:schemas, ','))
         WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = f.oid AND d.deptype = 'e')
    """,
    "enum": """
        SELECT s.nspname || '.' || e.typname || ' ' || (SELECT string_agg(l.enumlabel, ', ' ORDER BY l.enumsortorder)
                                                         FROM pg_enum l WHERE l.enumtypid = e.oid)
          FROM pg_type e JOIN pg_namespace s ON s.oid = e.typnamespace AND s.nspname = ANY(string_to_array(:schemas, ',')) WHERE e.typtype = 'e'
    """,
    "trigger": f"""
        SELECT {PLACE} || ' ' || pg_get_triggerdef(g.oid) FROM {RELATIONS} JOIN pg_trigger g ON g.tgrelid = t.oid
         WHERE NOT g.tgisinternal
    """,
}


async def schema_of(
    connection: AsyncConnection, prefix: str, schemas: str = "public,agg", kinds: Iterable[str] = QUESTIONS
) -> str:
    """Write down a database's schema; `prefix` is that of its roles and is taken off."""
    lines: list[str] = []
    for kind in kinds:
        told = await connection.scalars(text(QUESTIONS[kind]), {"schemas": schemas})
        lines += [f"{kind} " + _plain(" ".join(str(line).replace(prefix, "").split())) for line in told]
    return "\n".join(sorted(lines)) + "\n"


def _plain(line: str) -> str:
    """Leave out the table before a column where a view reads one table only: older servers write it, newer do not."""
    one = re.search(r" FROM (\w+)(?: WHERE|;)", line)
    return line.replace(f"{one[1]}.", "") if one and "SELECT" in line else line


async def _renewed() -> str:
    from app.core.crypto import KeyFile
    from app.core.keys import use_key_file
    from app.core.postgres.urls import connect
    from tests.support.building import build_database
    from tests.support.server import throw_away_server

    use_key_file(KeyFile(bytes(32)))
    with throw_away_server() as server:
        admin = await connect(server)
        await admin.execute("DROP DATABASE IF EXISTS yiyang_schema")
        await admin.close()
        urls = await build_database(server, "yiyang_schema", "schema_")
        assert urls.owner is not None
        engine = create_async_engine(urls.owner, poolclass=NullPool)
        async with engine.connect() as connection:
            found = await schema_of(connection, "schema_")
        await engine.dispose()
    return found


def main() -> int:
    """Renew the snapshot; the difference is read and reviewed like any other change."""
    from tests.support import server

    os.environ[server.FOLDER] = str(server.room_for_a_server())
    try:
        SNAPSHOT.write_text(asyncio.run(_renewed()), "utf-8")
    finally:
        server.clear_away(Path(os.environ.pop(server.FOLDER)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
