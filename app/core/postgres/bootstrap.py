"""Roles, database and extensions on a server, made so that nothing is ever served by a role that row security spares.

Roles belong to the whole server, hence the prefix. Running it again changes nothing but the passwords it is given.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from sqlalchemy import URL

from app.core.i18n import N_
from app.core.postgres.passwords import kept_password
from app.core.postgres.trouble import DatabaseTrouble
from app.core.postgres.urls import Urls, connect, normalise

EXTENSIONS = ("btree_gist", "pg_trgm")
TIME_ZONE = {"TimeZone": "Asia/Shanghai"}
SERVING = {"statement_timeout": "5s", "lock_timeout": "2s", "idle_in_transaction_session_timeout": "10s"}
# An ID number must not reach the log of a server that is not ours to configure.
QUIET_LOG = {
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}
# macOS has no C.UTF-8 of the C library; the order is by code point in both.
LOCALES = (("C.UTF-8", "C.UTF-8"), ("C", "en_US.UTF-8"))
ONE_AT_A_TIME = 0x7969_7961_6E67


@dataclass(frozen=True)
class RolePasswords:
    """What the three roles that may sign in say at the door."""

    owner: str
    app: str
    bureau: str

    @classmethod
    def fresh(cls) -> "RolePasswords":
        """New ones, each on its own."""
        return cls(*(secrets.token_urlsafe(24) for _ in range(3)))

    @classmethod
    def kept(cls, folder: Path) -> "RolePasswords":
        """The ones in this folder, made at the first call."""
        return cls(*(kept_password(folder, role) for role in ("owner", "app", "bureau")))


async def bootstrap(
    admin_url: URL | str,
    database: str = "yiyang",
    prefix: str = "yiyang_",
    *,
    passwords: RolePasswords | None = None,
) -> Urls:
    """Make roles, database and extensions where they are missing, and give the three addresses.

    Without `passwords` the roles get new ones, so that the addresses work in any case.
    """
    admin = normalise(admin_url)
    words = passwords or RolePasswords.fresh()
    async with _alone(admin) as connection:
        await _must_be_superuser(connection)
        await _make_roles(connection, prefix, words)
        await _make_database(connection, database, f"{prefix}owner")
        await _set_defaults(connection, database, prefix)
        inside = await connect(admin.set(database=database))
        try:
            await _furnish(inside, prefix)
        finally:
            await inside.close()
    return Urls(
        owner=admin.set(username=f"{prefix}owner", password=words.owner, database=database),
        app=admin.set(username=f"{prefix}app", password=words.app, database=database),
        bureau=admin.set(username=f"{prefix}bureau", password=words.bureau, database=database),
    )


@asynccontextmanager
async def _alone(admin: URL) -> AsyncIterator[asyncpg.Connection]:
    """A connection that no second bootstrap of this server has at the same time."""
    try:
        connection = await connect(admin, timeout=10)
    except (OSError, TimeoutError, asyncpg.PostgresError) as refusal:
        raise DatabaseTrouble(N_("连不上数据库 {address}：{reason}"), address=admin, reason=refusal) from None
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", ONE_AT_A_TIME)
        yield connection
    finally:
        await connection.close()


async def _must_be_superuser(connection: asyncpg.Connection) -> None:
    row = await connection.fetchrow("SELECT current_user AS name, rolsuper FROM pg_roles WHERE rolname = current_user")
    if row is None or not row["rolsuper"]:
        raise DatabaseTrouble(
            N_("用户 {name} 不是超级用户，建不了可越过行级安全的所有者角色。请换用超级用户的地址再执行"),
            name=row["name"] if row else "?",
        )


async def _make_roles(connection: asyncpg.Connection, prefix: str, words: RolePasswords) -> None:
    attributes = {
        "owner": f"LOGIN BYPASSRLS PASSWORD '{_verifier(words.owner)}'",
        "app": f"LOGIN NOBYPASSRLS PASSWORD '{_verifier(words.app)}'",
        "agg_owner": "NOLOGIN NOBYPASSRLS",
        "bureau": f"LOGIN NOBYPASSRLS PASSWORD '{_verifier(words.bureau)}'",
    }
    for name, wanted in attributes.items():
        role = f"{prefix}{name}"
        known = await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role)
        verb = "ALTER" if known else "CREATE"
        await connection.execute(f"{verb} ROLE {_quoted(role)} NOSUPERUSER NOCREATEDB NOCREATEROLE {wanted}")
    await connection.execute(f"GRANT {_quoted(prefix + 'agg_owner')} TO {_quoted(prefix + 'owner')}")


async def _make_database(connection: asyncpg.Connection, database: str, owner: str) -> None:
    if await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", database):
        await connection.execute(f"ALTER DATABASE {_quoted(database)} OWNER TO {_quoted(owner)}")
        return
    for collate, ctype in LOCALES:
        try:
            await connection.execute(
                f"CREATE DATABASE {_quoted(database)} OWNER {_quoted(owner)} TEMPLATE template0 ENCODING 'UTF8' "
                f"LOCALE_PROVIDER libc LC_COLLATE '{collate}' LC_CTYPE '{ctype}'"
            )
        except asyncpg.WrongObjectTypeError:
            continue
        return
    raise DatabaseTrouble(N_("数据库服务器没有 C.UTF-8 字符集，中文检索用不了。请在服务器上安装后再试"))


async def _set_defaults(connection: asyncpg.Connection, database: str, prefix: str) -> None:
    for name, value in QUIET_LOG.items():
        await connection.execute(f"ALTER DATABASE {_quoted(database)} SET {name} = '{value}'")
    for role, defaults in (("owner", TIME_ZONE), ("app", TIME_ZONE | SERVING), ("bureau", TIME_ZONE | SERVING)):
        for name, value in defaults.items():
            await connection.execute(f"ALTER ROLE {_quoted(prefix + role)} SET {name} = '{value}'")


async def _furnish(inside: asyncpg.Connection, prefix: str) -> None:
    """Extensions, and doors: what PUBLIC may do by default is taken away, what each role needs is given."""
    owner, app, agg_owner, bureau = (_quoted(prefix + name) for name in ("owner", "app", "agg_owner", "bureau"))
    database = _quoted(await inside.fetchval("SELECT current_database()"))
    for extension in EXTENSIONS:
        await inside.execute(f"CREATE EXTENSION IF NOT EXISTS {extension} WITH SCHEMA public")
    for statement in (
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {app}, {bureau}",
        f"ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {app}, {agg_owner}",
        # A new function is anybody's to call unless this is said; SECURITY DEFINER ones must not be.
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner}, {agg_owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    ):
        await inside.execute(statement)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _verifier(password: str) -> str:
    """What the server keeps instead of the password, worked out here so that no log ever sees the password."""
    salt, rounds = secrets.token_bytes(16), 4096
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    stored, server = (base64.b64encode(key).decode() for key in (hashlib.sha256(client_key).digest(), server_key))
    return f"SCRAM-SHA-256${rounds}:{base64.b64encode(salt).decode()}${stored}:{server}"
