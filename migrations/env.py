"""How migrations reach the database: as the owner, one at a time, and never waiting long for a lock."""

import asyncio
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from alembic import context
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

import app
from app.core.base import Base
from app.core.settings import settings

HEAD = Path(__file__).parent / "HEAD"
ONE_AT_A_TIME = 0x6D69_6772_6174
TIMEOUTS = ("SET lock_timeout = '4s'", "SET statement_timeout = '60s'")


def import_every_model() -> None:
    """Load the models of all domains, so that autogenerate compares with the whole house."""
    for domain in iter_modules(app.__path__, "app."):
        if domain.ispkg and find_spec(f"{domain.name}.models"):
            import_module(f"{domain.name}.models")


def number_the_revision(
    migration: MigrationContext, revision: str | Iterable[str | None], directives: list[MigrationScript]
) -> None:
    """Give the new revision the next number and write it into HEAD, where two branches collide in git."""
    earlier = ScriptDirectory.from_config(context.config).get_current_head()
    directives[0].rev_id = f"{int(earlier or 0) + 1:04d}"
    HEAD.write_text(f"{directives[0].rev_id}\n")


def configure(connection: Connection | None = None, **options: object) -> None:
    """Say to Alembic what is common to both ways of running."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transaction_per_migration=True,
        process_revision_directives=number_the_revision,
        **options,
    )


def migrate(connection: Connection) -> None:
    """Run what is missing; a second process waits here and then finds nothing to do."""
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ONE_AT_A_TIME})
    for timeout in TIMEOUTS:
        connection.execute(text(timeout))
    connection.commit()
    configure(connection)
    with context.begin_transaction():
        context.run_migrations()
    if inspect(connection).has_table("alembic_version"):
        # The web role compares this with its own revision before it serves; it may enter the schema, others may not.
        connection.execute(text("GRANT SELECT ON alembic_version TO PUBLIC"))
        connection.commit()


async def migrate_online(url: URL) -> None:
    """Connect as the owner, migrate, and let go of the lock with the connection."""
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


def migrate_offline() -> None:
    """Print the SQL instead of running it, for reading and for squawk."""
    configure(dialect_name="postgresql", literal_binds=True)
    with context.begin_transaction():
        for timeout in TIMEOUTS:
            context.execute(timeout)
        context.run_migrations()


import_every_model()
if context.is_offline_mode():
    migrate_offline()
else:
    owner_url = context.config.attributes.get("url") or settings().owner_database_url
    if owner_url is None:
        raise SystemExit("migrations need the owner's address: set OWNER_DATABASE_URL, or use python -m app migrate")
    asyncio.run(migrate_online(owner_url))
