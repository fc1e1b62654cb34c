"""A policy that asks for the home alone stands only where keys hold each row's home and county together."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.architecture.catalog import Key, keys, policies

TOGETHER = ("county", "institution_id")
HOMES = ("county", "id")


def leading(all_keys: list[Key]) -> set[str]:
    """List the tables from which foreign keys lead to `institutions`, county and home side by side all the way."""
    sound: set[str] = set()
    grown = True
    while grown:
        found = {key.table for key in all_keys if _holds(key, sound)}
        grown, sound = found != sound, found
    return sound


def _holds(key: Key, sound: set[str]) -> bool:
    pairs = dict(zip(key.columns, key.to_columns, strict=True)) if key.to_columns else {}
    there = HOMES if key.to_table == "institutions" else TOGETHER if key.to_table in sound else None
    return there is not None and tuple(pairs.get(column) for column in TOGETHER) == there


async def alone(connection: AsyncConnection) -> set[str]:
    """List the tables whose policies ask for the home and for no county."""
    return {
        rule.table
        for rule in await policies(connection)
        if "homes()" in rule.rule and "counties()" not in rule.rule and "agg" not in rule.rule
    }


async def test_who_asks_for_the_home_alone_is_led_to_its_county(owner: AsyncConnection) -> None:
    found = await alone(owner)
    assert {"stays", "beds", "bed_claims", "census_days"} <= found
    assert found - leading(await keys(owner)) == set()


@pytest.mark.parametrize("table", ["stays", "beds", "elder_homes"])
async def test_a_key_that_is_gone_is_missed(owner: AsyncConnection, table: str) -> None:
    names = await owner.scalars(
        text("SELECT conname::text FROM pg_constraint WHERE contype = 'f' AND conrelid = to_regclass(:table)"),
        {"table": f"public.{table}"},
    )
    for name in list(names):
        await owner.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    assert table in await alone(owner) - leading(await keys(owner))
