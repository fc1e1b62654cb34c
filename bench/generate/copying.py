"""Rows into tables by COPY: a county at a time, so that two processes can share the work."""

import asyncio
from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import make_url

from app.core.postgres.urls import connect
from bench.generate.days import Days
from bench.generate.plan import county_codes, of_county, plan
from bench.generate.rows import BLOCK, COLUMNS, Rows
from bench.generate.telling import regions, tell_county
from bench.size import SIZES

__all__ = ["base_of", "copy_counties", "copy_share", "say_regions", "set_sequences"]

SEQUENCED = [table for table, columns in COLUMNS.items() if "id" in columns]
REGIONS = ("code", "parent_code", "level", "name", "name_sort", "initials", "test")


async def say_regions(connection: Any, size: str) -> None:
    """Write the made-up city, its counties and townships."""
    await connection.copy_records_to_table("regions", records=regions(SIZES[size]), columns=REGIONS)


async def base_of(connection: Any) -> int:
    """Find the number behind which every table's ids are free."""
    sequences = [f"SELECT last_value FROM {_sequence(table)}" for table in SEQUENCED]
    found: int = await connection.fetchval(f"SELECT max(last_value) FROM ({' UNION ALL '.join(sequences)}) AS drawn")
    return found


def _sequence(table: str) -> str:
    return f"{table}_id_seq"


async def set_sequences(connection: Any, size: str, base: int) -> None:
    """Let ids that are drawn from now on stand behind the ones that were written."""
    for table in SEQUENCED:
        await connection.execute(f"SELECT setval('{_sequence(table)}', {base + BLOCK * SIZES[size].counties})")


async def copy_counties(connection: Any, size: str, seed: int, last: date, base: int, share: slice) -> Counter[str]:
    """Tell some of the counties and write them; give how many rows each table got."""
    told, days, counted = SIZES[size], Days(last, SIZES[size].days), Counter[str]()
    homes = plan(told, seed)
    for place, county in list(enumerate(county_codes(told)))[share]:
        rows = Rows(base + place * BLOCK)
        tell_county(rows, days, seed, county, list(of_county(homes, county)))
        for table, records in rows.tables.items():
            await connection.copy_records_to_table(table, records=records, columns=COLUMNS[table])
            counted[table] += len(records)
    return counted


def copy_share(owner: str, size: str, seed: int, last: date, base: int, share: slice) -> Counter[str]:
    """Do the same as a process of its own."""

    async def copied() -> Counter[str]:
        connection = await connect(make_url(owner), server_settings={"synchronous_commit": "off"})
        try:
            return await copy_counties(connection, size, seed, last, base, share)
        finally:
            await connection.close()

    return asyncio.run(copied())
