"""Every column is classified; what is of a person is sealed where it must be and never reaches the bureau."""

import tomllib
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.architecture.reading import APP

CLASSES = ("none", "person", "name", "contact", "id", "health", "secret")
SEALED = {"contact", "id", "health"}
ONLY_FOR_THE_OWNER = {"user_secrets", "process_secrets", "rights_keys"}
INVENTORY: dict[str, dict[str, Any]] = tomllib.loads((APP / "core" / "inventory.toml").read_text("utf-8"))
COLUMNS = text("""
    SELECT t.relname::text, a.attname::text, format_type(a.atttypid, NULL)
      FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition
       AND t.relname NOT LIKE 'pgqueuer%' ORDER BY 1, a.attnum
""")
SHOWN_TO_THE_BUREAU = text("""
    SELECT DISTINCT v.relname::text, t.relname::text, a.attname::text
      FROM pg_class v JOIN pg_rewrite r ON r.ev_class = v.oid JOIN pg_depend d ON d.objid = r.oid AND d.refobjsubid > 0
      JOIN pg_class t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
     WHERE v.relnamespace = to_regnamespace('agg') AND t.relnamespace = 'public'::regnamespace
""")
MAY_READ = text("SELECT has_column_privilege(:role, CAST(:table AS regclass), :column, 'SELECT')")

Types = Mapping[tuple[str, str], str]


async def types_of(owner: AsyncConnection) -> dict[tuple[str, str], str]:
    """List every column of our tables with its type."""
    return {(row[0], row[1]): row[2] for row in await owner.execute(COLUMNS)}


def classes_of(inventory: Mapping[str, Mapping[str, Any]], columns: Types) -> dict[tuple[str, str], list[str]]:
    """Give each column the classes the inventory names for it; one is right."""
    common = inventory.get("everywhere", {})
    found: dict[tuple[str, str], list[str]] = {}
    for table, column in columns:
        own = inventory.get(table, {})
        found[(table, column)] = [name for name in CLASSES if column in (*own.get(name, ()), *common.get(name, ()))]
    return found


def misjudged(inventory: Mapping[str, Mapping[str, Any]], columns: Types) -> list[str]:
    """List columns without exactly one class, and entries for what does not exist."""
    wrong = [
        f"{table}.{column}: {classes or 'no class'}"
        for (table, column), classes in classes_of(inventory, columns).items()
        if len(classes) != 1
    ]
    for table, own in inventory.items():
        listed = {column for name in CLASSES for column in own.get(name, ())}
        gone = listed - {column for of, column in columns if of == table} if table != "everywhere" else set()
        wrong += [f"{table}.{column}: is no column" for column in sorted(gone)]
        if table != "everywhere" and not (own.get("readers") and own.get("kept")):
            wrong.append(f"{table}: does not say who may read it or how long it is kept")
    return wrong


def unsealed(inventory: Mapping[str, Mapping[str, Any]], columns: Types) -> list[str]:
    """List columns that must be sealed and are plain, or that lack the row's seal."""
    return [
        f"{table}.{column}"
        for (table, column), classes in classes_of(inventory, columns).items()
        if SEALED & set(classes) and (columns[table, column] != "bytea" or columns.get((table, "seal")) != "uuid")
    ]


async def shown_to_the_bureau(owner: AsyncConnection) -> list[str]:
    """List columns of persons that a view for the bureau draws on."""
    classes = classes_of(INVENTORY, await types_of(owner))
    return [
        f"agg.{view} draws on {table}.{column}"
        for view, table, column in await owner.execute(SHOWN_TO_THE_BUREAU)
        if classes.get((table, column)) != ["none"]
    ]


async def test_every_column_has_one_class(owner: AsyncConnection) -> None:
    columns = await types_of(owner)
    assert len(columns) >= 300
    assert misjudged(INVENTORY, columns) == []


async def test_what_identifies_a_person_is_sealed(owner: AsyncConnection) -> None:
    columns = await types_of(owner)
    assert sum(bool(SEALED & set(classes)) for classes in classes_of(INVENTORY, columns).values()) >= 3
    assert unsealed(INVENTORY, columns) == []


async def test_the_bureau_sees_nothing_of_a_person(owner: AsyncConnection, roles: dict[str, str]) -> None:
    assert len(list(await owner.execute(SHOWN_TO_THE_BUREAU))) >= 10
    assert await shown_to_the_bureau(owner) == []
    for (table, column), classes in classes_of(INVENTORY, await types_of(owner)).items():
        if classes != ["none"]:
            asked = {"role": roles["bureau"], "table": table, "column": column}
            assert not await owner.scalar(MAY_READ, asked), f"{table}.{column}"


async def test_the_web_role_cannot_read_what_opens_doors(owner: AsyncConnection, roles: dict[str, str]) -> None:
    closed = [(t, c) for t, c in await types_of(owner) if t in ONLY_FOR_THE_OWNER] + [("sign_ins", "token_hash")]
    assert len(closed) >= 5
    for table, column in closed:
        asked = {"role": roles["app"], "table": table, "column": column}
        assert not await owner.scalar(MAY_READ, asked), f"{table}.{column}"


async def test_a_column_without_a_class_is_found(owner: AsyncConnection) -> None:
    await owner.execute(text("ALTER TABLE users ADD COLUMN nickname text"))
    assert "users.nickname: no class" in misjudged(INVENTORY, await types_of(owner))


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"none": ["id"], "name": ["id"]}, "t.id: ['none', 'name']"),
        ({"none": ["id", "gone"]}, "t.gone: is no column"),
        ({"none": ["id"], "kept": ""}, "t: does not say who may read it or how long it is kept"),
    ],
)
def test_a_faulty_entry_is_found(entry: dict[str, Any], fault: str) -> None:
    assert misjudged({"t": {"readers": "x", "kept": "x"} | entry}, {("t", "id"): "bigint"}) == [fault]


def test_a_plain_phone_is_found() -> None:
    inventory = {"t": {"contact": ["phone"], "none": ["seal"]}}
    assert unsealed(inventory, {("t", "phone"): "text", ("t", "seal"): "uuid"}) == ["t.phone"]
    assert unsealed(inventory, {("t", "phone"): "bytea"}) == ["t.phone"]
    assert unsealed(inventory, {("t", "phone"): "bytea", ("t", "seal"): "uuid"}) == []


async def test_a_view_that_shows_a_person_is_found(owner: AsyncConnection) -> None:
    await owner.execute(text("CREATE VIEW agg.planted AS SELECT county, sex FROM bed_claims"))
    assert await shown_to_the_bureau(owner) == ["agg.planted draws on bed_claims.sex"]
