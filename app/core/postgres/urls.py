"""Addresses of databases: one form inside, two forms accepted from outside."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import asyncpg
from sqlalchemy import URL, make_url
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.exc import ArgumentError

DRIVER = "postgresql+asyncpg"
ACCEPTED = {"postgresql", "postgres", DRIVER}


@dataclass(frozen=True)
class Urls:
    """The three doors into one database; without the owner's a process serves but does not migrate."""

    owner: URL | None
    app: URL
    bureau: URL | None


def normalise(value: URL | str) -> URL:
    """The same address, spoken to through asyncpg. Its text form hides the password."""
    try:
        url = make_url(value)
    except ArgumentError:
        raise ValueError("not a database address; expected postgresql://user:password@host/database") from None
    if url.drivername not in ACCEPTED:
        raise ValueError(f"{url.drivername} is not supported; expected postgresql://user:password@host/database")
    return url.set(drivername=DRIVER)


def socket_url(folder: Path, *, user: str, password: str, database: str) -> URL:
    """The address of a database behind a socket; the port is spelled out so that PGPORT has no say."""
    query = {"host": str(folder), "port": "5432"}
    return URL.create(DRIVER, username=user, password=password, database=database, query=query)


def revealed(url: URL) -> str:
    """The address with its password, for the one who is to paste it into an environment."""
    return url.render_as_string(hide_password=False)


async def connect(url: URL, **options: Any) -> asyncpg.Connection:
    """One plain connection in autocommit, for the acts that no transaction may hold (CREATE DATABASE)."""
    return await asyncpg.connect(**_arguments(url), **options)


async def pool_of(url: URL | str, *, size: int) -> Any:
    """A small pool of plain connections, for the worker's queue."""
    return await asyncpg.create_pool(min_size=1, max_size=size, **_arguments(normalise(url)))


def _arguments(url: URL) -> dict[str, Any]:
    """The address as asyncpg takes it: SQLAlchemy knows how, its types do not."""
    asyncpg_dialect = cast("Any", dialect)()
    return cast("dict[str, Any]", asyncpg_dialect.create_connect_args(url)[1])
