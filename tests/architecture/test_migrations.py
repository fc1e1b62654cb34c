"""Migrations: up from nothing, down to nothing, up again to the same; numbered, named and explained."""

import ast
import asyncio
import re
from collections.abc import Iterable, Iterator

import pytest
from alembic import command
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.core.postgres.bootstrap import bootstrap
from app.core.postgres.migrate import alembic_config, newest_revision
from app.core.postgres.urls import connect
from tests.architecture.reading import ROOT
from tests.architecture.schema import schema_of

VERSIONS = ROOT / "migrations" / "versions"
PREFIX = "rise_"
EMPTY = text("""
    SELECT relname::text FROM pg_class c WHERE relnamespace IN ('public'::regnamespace, coalesce(to_regnamespace('agg'), 0))
       AND relname NOT LIKE 'alembic_version%' AND relkind IN ('r', 'p', 'v', 'S')
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    UNION ALL
    SELECT proname::text FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT typname::text FROM pg_type t WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
""")


def faults(files: Iterable[tuple[str, str]]) -> list[str]:
    """List migrations that are not numbered one after the other, named, explained and reversible."""
    wrong, before = [], None
    for number, (name, source) in enumerate(files, start=1):
        tree = ast.parse(source)
        said = {
            target.id: node.value for node in tree.body if isinstance(node, ast.Assign) for target in _targets(node)
        }
        revision, down = (getattr(said.get(key), "value", "?") for key in ("revision", "down_revision"))
        if not re.fullmatch(rf"{number:04d}_[a-z][a-z0-9_]+\.py", name) or revision != f"{number:04d}":
            wrong.append(f"{name}: is not number {number:04d} with a name")
        if down != before:
            wrong.append(f"{name}: does not follow {before}")
        documented = {getattr(node, "name", ""): ast.get_docstring(node) for node in tree.body if _is_function(node)}
        if not ast.get_docstring(tree) or not documented.get("upgrade") or not documented.get("downgrade"):
            wrong.append(f"{name}: does not say why, or the way there or back is missing")
        before = revision
    return wrong


def _targets(node: ast.Assign) -> list[ast.Name]:
    return [target for target in node.targets if isinstance(target, ast.Name)]


def _is_function(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef)


def _files() -> list[tuple[str, str]]:
    return [(path.name, path.read_text("utf-8")) for path in sorted(VERSIONS.glob("*.py"))]


@pytest.fixture(scope="module")
def scratch(server: URL, worker_id: str) -> Iterator[URL]:
    """Give the owner's address of an empty database of this test's own."""
    database = f"yiyang_rise_{worker_id}"
    asyncio.run(_drop(server, database))
    urls = asyncio.run(bootstrap(server, database=database, prefix=PREFIX))
    assert urls.owner is not None
    yield urls.owner
    asyncio.run(_drop(server, database))


async def _drop(server: URL, database: str) -> None:
    admin = await connect(server)
    await admin.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    await admin.close()


async def _look(owner: URL) -> tuple[str, list[str]]:
    engine = create_async_engine(owner, poolclass=NullPool)
    async with engine.connect() as connection:
        found = await schema_of(connection, PREFIX), sorted(await connection.scalars(EMPTY))
    await engine.dispose()
    return found


def test_up_from_nothing_down_to_nothing_and_up_again(scratch: URL) -> None:
    config = alembic_config(scratch)
    command.upgrade(config, "head")
    once, things = asyncio.run(_look(scratch))
    assert len(things) >= 40
    command.downgrade(config, "base")
    assert asyncio.run(_look(scratch))[1] == []
    command.upgrade(config, "head")
    assert asyncio.run(_look(scratch))[0] == once


STATES = ("uploaded", "checking", "checked", "applying", "applied", "undoing", "undone")
GIVEN_BACK = {"checking": "uploaded", "applying": "checked", "undoing": "applied"}
A_RUN = """
    INSERT INTO import_runs (county, institution_id, kind, effective_on, seal, filename, file, state, applied_at, undone_at)
    VALUES (510302, 1, 'beds', '2026-03-01', gen_random_uuid(), '', '', $1::text,
            CASE WHEN $1::text IN ('applied', 'undoing', 'undone') THEN now() END, CASE WHEN $1::text = 'undone' THEN now() END)
"""


def test_what_the_worker_has_goes_back_where_it_stood_on_the_way_down(scratch: URL, server: URL) -> None:
    config, database = alembic_config(scratch), server.set(database=scratch.database)
    command.upgrade(config, "head")
    command.downgrade(config, "0011")
    asyncio.run(_keep_runs(database))
    command.downgrade(config, "0010")
    assert asyncio.run(_states(database)) == [GIVEN_BACK.get(state, state) for state in STATES]
    command.upgrade(config, "head")
    assert len(asyncio.run(_states(database))) == len(STATES)


async def _keep_runs(database: URL) -> None:
    """Keep a ledger in each state; the home it belongs to is of no matter here."""
    admin = await connect(database)
    await admin.execute("SET session_replication_role = replica")
    for state in STATES:
        await admin.execute(A_RUN, state)
    await admin.close()


async def _states(database: URL) -> list[str]:
    admin = await connect(database)
    found = await admin.fetch("SELECT state FROM import_runs ORDER BY id")
    await admin.close()
    return [row["state"] for row in found]


def test_the_newest_revision_is_committed_by_name() -> None:
    assert (ROOT / "migrations" / "HEAD").read_text("utf-8").strip() == newest_revision()


def test_every_migration_is_numbered_named_and_explained() -> None:
    files = _files()
    assert len(files) >= 4
    assert faults(files) == []


def test_migrations_import_no_domain() -> None:
    assert [name for name, source in _files() if re.search(r"^\s*(from|import) app\b", source, re.MULTILINE)] == []


def test_a_migration_out_of_order_is_found() -> None:
    good = '"""Why."""\nrevision = "0001"\ndown_revision = None\ndef upgrade(): "There."\ndef downgrade(): "Back."\n'
    assert faults([("0001_ground.py", good)]) == []
    assert faults([("0002_ground.py", good)]) == ["0002_ground.py: is not number 0001 with a name"]
    later = good.replace('"0001"', '"0002"')
    assert faults([("0001_ground.py", good), ("0002_beds.py", later)]) == ["0002_beds.py: does not follow 0001"]
    assert faults([("0001_ground.py", good.replace('"""Why."""\n', ""))])
    assert faults([("0001_ground.py", good.replace("def downgrade", "def sideways"))])
