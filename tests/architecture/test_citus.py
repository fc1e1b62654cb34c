"""`deploy/citus.sql` knows the schema: every table once, in an order that works, with nothing in it that Citus refuses."""

import re
from collections import Counter

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.architecture.catalog import GLOBAL_TABLES
from tests.architecture.citus import kinds_named, read_script, refused, run_script, schema_now, stand_in, unnamed

REFERENCE = {"regions", "region_figures", "working_days"}
"""Tenant rows point at regions; figures published about them, and the calendar of working days, are read beside
tenant rows. The rest is local."""

LEAST = {"p": 40, "u": 20, "x": 10, "f": 40, "i": 3}
ADD = "ALTER TABLE {0} ADD COLUMN {1}; ALTER TABLE {0} ADD CONSTRAINT fk_planted FOREIGN KEY {2}"
REFUSED = {
    "a key without the county": (
        "ALTER TABLE beds ADD CONSTRAINT uq_planted UNIQUE (code)", ["uq_planted: without the county"]),
    "a unique index without the county": (
        "CREATE UNIQUE INDEX uq_planted ON stays (id)", ["uq_planted: without the county"]),
    "an exclusion that compares the county otherwise": (
        "ALTER TABLE stays ADD CONSTRAINT ex_planted EXCLUDE USING gist (county WITH <>, id WITH =)",
        ["ex_planted: compares the county otherwise than by ="]),
    "a foreign key that leaves the county": (
        ADD.format("beds", "of_county int", "(of_county, institution_id) REFERENCES institutions (county, id)"),
        ["fk_planted: leaves the co-location group"]),
    "a foreign key to a table that is not distributed": (
        "ALTER TABLE acts ADD COLUMN who bigint REFERENCES users (id)",
        ["acts_who_fkey: from a distributed table to a local one"]),
    "a local table that points at a tenant's row": (
        ADD.format("users", "county int, ADD COLUMN bed bigint", "(county, bed) REFERENCES beds (county, id)"),
        ["fk_planted: from a local table to a distributed one"]),
    "a key that cascades": (
        ADD.format("floors", "at bigint", "(county, at) REFERENCES buildings (county, id) ON UPDATE CASCADE"),
        ["fk_planted: an action on a key with the county"]),
    "a trigger": (
        "CREATE TRIGGER tg_planted AFTER INSERT ON stays EXECUTE FUNCTION fn_pgqueuer_changed()",
        ["tg_planted on stays: a trigger"]),
    "a county of another type": (
        "CREATE TABLE planted (county bigint PRIMARY KEY)", ["planted.county is bigint: no co-location"]),
    "a narrow identity": (
        "ALTER TABLE regions ADD COLUMN planted int GENERATED ALWAYS AS IDENTITY",
        ["regions.planted is an identity of integer"]),
}  # fmt: skip


async def test_every_table_is_named_once_and_in_its_place(owner: AsyncConnection) -> None:
    schema, named = await schema_now(owner), kinds_named(read_script())
    assert len(named) >= 60
    assert unnamed(schema, named) == []
    local = {name for kind, name in named if kind == "local"}
    queue = {name for name in schema.tables if name.startswith("pgqueuer")}
    assert (len(queue), {name for kind, name in named if kind == "reference"}) == (4, REFERENCE)
    assert local == (GLOBAL_TABLES.keys() - REFERENCE) | queue


async def test_citus_would_refuse_nothing(owner: AsyncConnection) -> None:
    schema, kinds = await schema_now(owner), {name: kind for kind, name in kinds_named(read_script())}
    of_tenants = [key for key in schema.keys if kinds[key.table] == "distributed"]
    counted = Counter(key.kind for key in of_tenants)
    assert [kind for kind, least in LEAST.items() if counted[kind] < least] == []
    assert sum(column.identity for column in schema.columns) >= 30
    assert schema.triggers == (("pgqueuer", "tg_pgqueuer_changed"),)
    assert refused(schema, kinds) == []


async def test_the_script_runs_in_its_order_and_again(owner: AsyncConnection) -> None:
    script = read_script()
    named = kinds_named(script)
    await stand_in(owner)
    told = await run_script(owner, script)
    expected = {kind: sum(each == kind for each, _ in named) for kind in ("distributed", "local", "reference")}
    assert {kind: number for kind, number, _ in told} == expected
    assert {kind: groups for kind, _, groups in told} == {"distributed": 1, "local": 0, "reference": 1}
    assert await run_script(owner, script) == told


@pytest.mark.parametrize(
    ("line", "instead", "fault"),
    [
        ("  ('distributed', 'beds'),\n", "", "does not know these tables: beds"),
        ("  ('distributed', 'stays'),\n", "  ('distributed', 'bed_claims'),\n  ('distributed', 'stays'),\n", "duplicate key"),
        ("  ('distributed', 'legal_units'),\n  ('distributed', 'institutions'),\n",
         "  ('distributed', 'institutions'),\n  ('distributed', 'legal_units'),\n", "must be distributed first"),
        ("  ('reference', 'regions'),\n", "  ('local', 'regions'),\n", "must be distributed first"),
    ],
)  # fmt: skip
async def test_a_faulty_script_stops(owner: AsyncConnection, line: str, instead: str, fault: str) -> None:
    script = read_script()
    assert line in script
    await stand_in(owner)
    with pytest.raises(DBAPIError, match=re.escape(fault)):
        await run_script(owner, script.replace(line, instead))


async def test_a_database_with_rows_is_left_alone(owner: AsyncConnection) -> None:
    await stand_in(owner)
    await owner.execute(text("INSERT INTO census_openings VALUES (510302, DATE '2026-01-01')"))
    with pytest.raises(DBAPIError, match="census_openings has rows"):
        await run_script(owner, read_script())


async def test_a_table_in_the_wrong_place_is_found(owner: AsyncConnection) -> None:
    await owner.execute(text("CREATE TABLE planted (county int PRIMARY KEY)"))
    schema, named = await schema_now(owner), kinds_named(read_script())
    assert unnamed(schema, named) == ["planted: forgotten"]
    assert unnamed(schema, [*named, ("local", "planted")]) == ["planted: local, though it has a county"]
    twice = [*named, ("distributed", "planted"), ("distributed", "users"), ("local", "gone")]
    assert unnamed(schema, twice)[:2] == ["users: named twice", "gone: no such table"]


@pytest.mark.parametrize(("fault", "found"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_citus_refuses_is_found(owner: AsyncConnection, fault: str, found: list[str]) -> None:
    for statement in fault.split("; "):
        await owner.execute(text(statement))
    kinds = {name: kind for kind, name in kinds_named(read_script())}
    assert refused(await schema_now(owner), kinds) == found
