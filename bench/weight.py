"""`python -m bench.weight SIZE`: what a row of each large table weighs on the disk, indexes included, in a loaded database."""

import asyncio
import sys
from typing import Any

from app.core.postgres.urls import connect
from bench.generate.loading import load
from bench.ground import throw_away_house, write_figures
from bench.size import SIZES

__all__ = ["measure"]

SEED = 20261122
LEAST = 100
"""Tables with fewer rows are all page and no row."""

WEIGHTS = """
  SELECT t.relname::text AS name, sum(pg_table_size(p.oid))::bigint AS heap, sum(pg_total_relation_size(p.oid))::bigint AS whole
    FROM pg_class t JOIN LATERAL (
           SELECT t.oid UNION ALL SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = t.oid) p ON true
   WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition
   GROUP BY t.relname ORDER BY whole DESC
"""

LINES = 10_000
TOLD = """
INSERT INTO audit_entries (county, institution_id, seq, recorded_on, at, action, user_id, sign_in_id, actor, subject_kind,
                           subject_id, details, request_id, tap_id, previous, hash)
SELECT $1, $2, n, business_date(), app_now(), 'beds.closed', 3, 44, '院长 王建国', 'beds', n,
       jsonb_build_object('reason', 'repair', 'from_on', '2026-11-22', 'to_on', NULL, 'note', '水龙头坏了'), '7GP6-MLJY',
       gen_random_uuid(), sha256(n::text::bytea), sha256(n::text::bytea)
  FROM generate_series(1, $3::int) n;
INSERT INTO acts (county, tap_id, action, body_hash, answer, user_id)
SELECT $1, gen_random_uuid(), 'beds.close', sha256(n::text::bytea), '', $2 FROM generate_series(1, $3::int) n;
INSERT INTO access_entries (county, institution_id, user_id, sign_in_id, actor, subject_kind, subjects, fields, purpose,
                            request_id)
SELECT $1, $2, 3, 44, '院长 王建国', 'elders', ARRAY[n], ARRAY['name', 'id_number'], '办理入住', '7GP6-MLJY'
  FROM generate_series(1, $3::int) n
"""
"""What each act, and each look at a person, leaves beside the rows that it changes: lines of the usual length."""


async def measure(size: str = "county") -> None:
    """Load a size into a throw-away server and weigh its tables."""
    async with throw_away_house() as (urls, _pools):
        assert urls.owner is not None
        loaded = await load(urls.owner, size, SEED)
        connection = await connect(urls.owner)
        try:
            home = await connection.fetchrow("SELECT county, id FROM institutions ORDER BY county, id LIMIT 1")
            for line in TOLD.split(";"):
                await connection.execute(line, *home, LINES)
            await connection.execute("VACUUM ANALYZE audit_entries, acts, access_entries")
            tables = await _weighed(connection)
            version = await connection.fetchval("SHOW server_version")
        finally:
            await connection.close()
    figures = {"postgresql": version, **loaded.figures, "tables": tables}
    write_figures(f"weight_{size}", f"python -m bench.weight {size}", figures)


async def _weighed(connection: Any) -> dict[str, dict[str, float]]:
    found = {}
    for row in await connection.fetch(WEIGHTS):
        rows = await connection.fetchval(f'SELECT count(*) FROM "{row["name"]}"')
        if rows >= LEAST:
            found[row["name"]] = {
                "rows": rows, "megabytes": round(row["whole"] / 1024**2, 1),
                "bytes_a_row": round(row["whole"] / rows), "heap_bytes_a_row": round(row["heap"] / rows),
            }  # fmt: skip
    return found


if __name__ == "__main__":
    wanted = sys.argv[1] if len(sys.argv) > 1 else "county"
    if wanted not in SIZES:
        sys.exit(f"no such size: {wanted}; there are {', '.join(SIZES)}")
    asyncio.run(measure(wanted))
