"""The models say what the migrations made: the same tables built from the models stand beside them and are compared.

Alembic sees neither dropped exclusions nor checks, so every definition is compared as PostgreSQL itself writes it.
"""

import re
from importlib import import_module
from importlib.util import find_spec

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, MetaData, Table, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateSchema

from app.core.base import Base
from tests.architecture.reading import domains
from tests.architecture.schema import schema_of

WITHOUT_MODELS = {"alembic_version", "pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics"}
KINDS = ("column", "constraint", "index")


@pytest.fixture(scope="session")
def models() -> MetaData:
    """Load every domain's tables."""
    for domain in domains():
        if find_spec(f"app.{domain}.models"):
            import_module(f"app.{domain}.models")
    for table in Base.metadata.tables.values():
        # Of a key that is not written out, SQLAlchemy would create the drawn column first, whatever the model says.
        table.primary_key._implicit_generated = False
    return Base.metadata


@pytest.fixture
async def twin(owner: AsyncConnection, models: MetaData) -> AsyncConnection:
    """Build the models' tables beside the migrated ones."""
    await owner.execute(CreateSchema("twin"))
    await owner.execute(text("SET LOCAL search_path = twin, public"))
    await owner.run_sync(lambda connection: models.create_all(connection, checkfirst=False))
    return owner


async def differences(owner: AsyncConnection) -> list[str]:
    """List what stands only in the migrated tables (-) or only in those of the models (+)."""
    from_models = _lines(await schema_of(owner, "\0", "twin", KINDS))
    await owner.execute(text("SET LOCAL search_path = public"))
    migrated = _lines(await schema_of(owner, "\0", "public", KINDS))
    return [f"- {line}" for line in sorted(migrated - from_models)] + [
        f"+ {line}" for line in sorted(from_models - migrated)
    ]


def _lines(schema: str) -> set[str]:
    """Take off the schema's name and the place of a column, which does not matter."""
    plain = re.sub(r"^(column \S+)  ?\d+ ", r"\1 ", schema.replace("twin.", "public."), flags=re.MULTILINE)
    return {line for line in plain.split("\n") if line and _table_of(line) not in WITHOUT_MODELS}


def _table_of(line: str) -> str:
    return line.split()[1].removeprefix("public.")


async def test_the_models_say_what_the_migrations_made(twin: AsyncConnection, models: MetaData) -> None:
    assert len(models.tables) >= 30
    assert await differences(twin) == []


async def test_alembic_finds_nothing_to_do(owner: AsyncConnection, models: MetaData) -> None:
    def compare(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"include_object": _is_ours})
        return list(compare_metadata(context, models))

    assert await owner.run_sync(compare) == []


def _is_ours(thing: object, name: str, kind: str, _reflected: bool, _other: object) -> bool:
    table = name if kind == "table" else str(getattr(getattr(thing, "table", None), "name", ""))
    return table not in WITHOUT_MODELS and not re.fullmatch(r"\w+_entries_(\d{4}_\d{2}|rest)", table)


@pytest.mark.parametrize(
    "fault",
    [
        "ALTER TABLE twin.users DROP CONSTRAINT ck_users_name",
        "ALTER TABLE twin.bed_claims DROP CONSTRAINT ex_bed_claims_one_per_bed",
        "ALTER TABLE twin.users ALTER COLUMN name TYPE varchar(61)",
        "DROP INDEX twin.ix_sign_ins_user",
    ],
)
async def test_a_difference_is_found(twin: AsyncConnection, fault: str) -> None:
    await twin.execute(text(fault))
    found = await differences(twin)
    assert found
    assert all(line.startswith(("- ", "+ ")) for line in found)


async def test_a_check_that_only_a_model_has_is_found(owner: AsyncConnection, models: MetaData) -> None:
    copied = MetaData(naming_convention=models.naming_convention)
    users: Table = models.tables["users"].to_metadata(copied)
    users.append_constraint(CheckConstraint("length(name) < 9", name="ck_users_planted"))
    await owner.execute(CreateSchema("twin"))
    await owner.execute(text("SET LOCAL search_path = twin, public"))
    await owner.run_sync(lambda connection: copied.create_all(connection, checkfirst=False))
    assert any("ck_users_planted" in line for line in await differences(owner) if line.startswith("+"))
