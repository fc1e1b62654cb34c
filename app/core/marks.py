"""What a database says of itself: live, test or demo; which key files may open sign-ins in it, and what seals kept rights."""

import hashlib
import secrets

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.core.base import Base

__all__ = ["database_mark", "is_demo", "mark_database", "process_secrets", "remember_process", "rights_keys"]

database_mark = Table(
    "database_mark",
    Base.metadata,
    Column("slot", SmallInteger, server_default="1"),
    Column("kind", String(4), nullable=False),
    PrimaryKeyConstraint("slot", name="pk_database_mark"),
    CheckConstraint("slot = 1", name="ck_database_mark_slot"),
    CheckConstraint("kind IN ('live', 'test', 'demo')", name="ck_database_mark_kind"),
)

process_secrets = Table(
    "process_secrets",
    Base.metadata,
    Column("hash", LargeBinary),
    PrimaryKeyConstraint("hash", name="pk_process_secrets"),
)

rights_keys = Table(
    "rights_keys",
    Base.metadata,
    Column("one", Boolean, server_default=text("true")),
    Column("key", LargeBinary, nullable=False),
    PrimaryKeyConstraint("one", name="pk_rights_keys"),
    CheckConstraint("one", name="ck_rights_keys_one"),
    CheckConstraint("length(key) = 32", name="ck_rights_keys_key"),
)


async def remember_process(owner: AsyncConnection, secret: str) -> None:
    """Let the holder of this secret (derived from the key file) open sign-ins; only the owner may say so.

    The key that seals kept rights is renewed with it.
    """
    known = hashlib.sha256(secret.encode()).digest()
    statement = text("INSERT INTO process_secrets (hash) VALUES (:hash) ON CONFLICT DO NOTHING")
    await owner.execute(statement, {"hash": known})
    # What a dump carries away seals nothing here any more.
    await owner.execute(update(rights_keys).values(key=secrets.token_bytes(32)))


async def mark_database(owner: AsyncConnection, kind: str) -> None:
    """Mark a database as `test` or `demo`; only there may the clock be set."""
    await owner.execute(text("UPDATE database_mark SET kind = :kind"), {"kind": kind})


async def is_demo(session: AsyncSession) -> bool:
    """Tell whether every page has to say 演示数据."""
    return (await session.execute(text("SELECT kind = 'demo' FROM database_mark"))).scalar_one() is True
