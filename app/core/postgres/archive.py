"""The whole database in one file and back, by PostgreSQL's own programs."""

import asyncio
import os
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from sqlalchemy import URL

from app.core.i18n import N_
from app.core.postgres.binaries import client_program
from app.core.postgres.passwords import private_file
from app.core.postgres.trouble import DatabaseTrouble
from app.core.postgres.urls import connect

# The superuser made these when the database was prepared; the owner who restores may not make them again.
MADE_BY_BOOTSTRAP = (" EXTENSION ", " SCHEMA - public ", " COMMENT - SCHEMA public ")
SYSTEM_PROGRAMS = (
    "/usr/lib/postgresql/{major}/bin",
    "/usr/pgsql-{major}/bin",
    "/opt/homebrew/opt/postgresql@{major}/bin",
)
# Newer programs say SET transaction_timeout, which servers below 17 do not know.
WORKS_WITH_NEWER_PROGRAMS = 17


async def dump(owner: URL, file: Path) -> None:
    """Write everything to a file that appears only when it is whole; the owner sees every county's rows."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    private_file(unfinished, "")
    try:
        await _run(await _program("pg_dump", owner), owner, "--format=custom", f"--file={unfinished}")
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


async def restore(owner: URL, file: Path) -> None:
    """Put everything back into a database that bootstrap has prepared: all of it, or nothing."""
    program = await _program("pg_restore", owner)
    listed = (await _run(program, None, "--list", str(file))).splitlines(keepends=True)
    entries = [entry for entry in listed if not any(made in entry for made in MADE_BY_BOOTSTRAP)]
    schemas = [entry for entry in entries if " SCHEMA - " in entry]
    connection = await connect(owner)
    try:
        await _restore_entries(program, owner, file, schemas)
        names = [entry.split(" SCHEMA - ")[1].split()[0] for entry in schemas]
        async with _views_may_change_hands(connection, names):
            await _restore_entries(program, owner, file, [entry for entry in entries if entry not in schemas])
    finally:
        await connection.close()


async def _restore_entries(program: Path, owner: URL, file: Path, entries: list[str]) -> None:
    if not entries:
        return
    with tempfile.NamedTemporaryFile("w", suffix=".list") as chosen:
        chosen.writelines(entries)
        chosen.flush()
        options = ("--single-transaction", "--exit-on-error", f"--use-list={chosen.name}", f"--dbname={owner.database}")
        await _run(program, owner, *options, str(file))


@asynccontextmanager
async def _views_may_change_hands(connection: asyncpg.Connection, schemas: list[str]) -> AsyncIterator[None]:
    """Let the owner of the bureau's views take them over inside the block, for which it must be able to make some."""
    taker = await connection.fetchval("SELECT quote_ident(regexp_replace(current_user, 'owner$', 'agg_owner'))")
    question = (
        "SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname = ANY($1) AND nspowner = current_user::regrole"
    )
    ours = [row[0] for row in await connection.fetch(question, schemas)]
    for schema in ours:
        await connection.execute(f"GRANT USAGE, CREATE ON SCHEMA {schema} TO {taker}")
    try:
        yield
    except BaseException:
        for schema in schemas:
            await connection.execute(f"DROP SCHEMA {schema} CASCADE")
        raise
    for schema in ours:
        await connection.execute(f"REVOKE CREATE ON SCHEMA {schema} FROM {taker}")


async def _program(name: str, url: URL) -> Path:
    """The program that fits the server best: of the server's own version, else the one that came along."""
    connection = await connect(url)
    try:
        major = connection.get_server_version().major
    finally:
        await connection.close()
    ours = client_program(name)
    if f" {major}." in await _run(ours, None, "--version"):
        return ours
    for folder in SYSTEM_PROGRAMS:
        program = Path(folder.format(major=major)) / name
        if os.access(program, os.X_OK):
            return program
    if major >= WORKS_WITH_NEWER_PROGRAMS:
        return ours
    raise DatabaseTrouble(
        N_("数据库是 PostgreSQL {major}，请先安装同版本的工具：postgresql-client-{major}"), major=major
    )


async def _run(program: Path, url: URL | None, *options: str) -> str:
    """Run a program; the password travels in its environment, not in the list of arguments that others may read."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    process = await asyncio.create_subprocess_exec(
        str(program),
        *options,
        env=kept | _door(url) | {"LC_ALL": "C"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complaint = await process.communicate()
    if process.returncode:
        reason = re.sub(r"(?s)\bDETAIL:.*", "", complaint.decode(errors="replace")).strip()[:800]
        raise DatabaseTrouble(N_("{program} 没有完成：{reason}"), program=program.name, reason=reason)
    return said.decode(errors="replace")


def _door(url: URL | None) -> dict[str, str]:
    if url is None:
        return {}
    words = {
        "PGHOST": url.query.get("host") or url.host or "localhost",
        "PGPORT": url.query.get("port") or url.port or 5432,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    return {name: str(word) for name, word in words.items() if word is not None}
