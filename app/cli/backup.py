"""`backup` and `restore`: the whole database in one file, by PostgreSQL's own programs."""

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import URL

from app.cli.root import command, complain, run
from app.cli.running import running_database
from app.core.i18n import N_, _
from app.core.postgres.binaries import client_program
from app.core.postgres.migrate import is_empty
from app.core.postgres.trouble import DatabaseTrouble
from app.core.postgres.urls import Urls, connect
from app.core.settings import settings

# The superuser made these when the database was prepared; the owner who restores may not make them again.
MADE_BY_BOOTSTRAP = (" EXTENSION ", " SCHEMA - public ", " ACL - SCHEMA public ", " COMMENT - SCHEMA public ")


@command("backup", help="把整个数据库备份成一个文件")
def backup(
    file: Annotated[Path | None, typer.Argument(help="备份文件，默认放在 DATA_DIR/backups")] = None,
) -> None:
    """Dump as the owner, the only role that sees every county's rows."""
    target = run(_backup(file))
    typer.echo(str(target))
    key = settings().key_file
    complain(_("备份里没有密钥文件 {key}。请另存一份在别处：没有它，身份证号等加密内容无法恢复").format(key=key))


@command("restore", help="把备份文件恢复到一个空的数据库")
def restore(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="备份文件")]) -> None:
    """Restore in one transaction into a database that holds nothing yet."""
    run(_restore(file.absolute()))
    key = settings().key_file
    complain(_("已恢复。请把原来的密钥文件放到 {key}，再执行 python -m app check").format(key=key))


async def _backup(file: Path | None) -> Path:
    async with running_database() as urls:
        owner = _owner_of(urls)
        target = (file or settings().data_dir / "backups" / f"yiyang-{await _now(owner)}.dump").absolute()
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = target.with_name(f"{target.name}.unfinished")
        await _client("pg_dump", owner, "--format=custom", f"--file={unfinished}")
        unfinished.chmod(0o600)
        unfinished.replace(target)
        return target


async def _restore(file: Path) -> None:
    async with running_database() as urls:
        owner = _owner_of(urls)
        if not await is_empty(owner):
            raise DatabaseTrouble(N_("数据库里已有数据，不会覆盖。请用 DATA_DIR= 换一个新目录，或恢复到新建的数据库"))
        listing = await _client("pg_restore", None, "--list", str(file))
        lines = [line for line in listing.splitlines() if not any(made in line for made in MADE_BY_BOOTSTRAP)]
        with tempfile.NamedTemporaryFile("w", suffix=".list") as chosen:
            chosen.write("\n".join(lines))
            chosen.flush()
            options = ("--single-transaction", "--exit-on-error", f"--use-list={chosen.name}")
            await _client("pg_restore", owner, f"--dbname={owner.database}", *options, str(file))


def _owner_of(urls: Urls) -> URL:
    if urls.owner is None:
        raise DatabaseTrouble(N_("备份和恢复需要所有者的地址。请同时设置 OWNER_DATABASE_URL="))
    return urls.owner


async def _now(url: URL) -> str:
    connection = await connect(url)
    try:
        return str(await connection.fetchval("SELECT to_char(now(), 'YYYYMMDD-HH24MISS')"))
    finally:
        await connection.close()


async def _client(program: str, url: URL | None, *options: str) -> str:
    """Run one of the wheel's client programs; the password travels in the environment, not in the argument list."""
    process = await asyncio.create_subprocess_exec(
        str(client_program(program)),
        *options,
        env=os.environ | _connection(url),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complaint = await process.communicate()
    if process.returncode:
        raise DatabaseTrouble(
            N_("{program} 没有完成：{reason}"),
            program=program,
            reason=complaint.decode(errors="replace").strip()[-800:],
        )
    return said.decode()


def _connection(url: URL | None) -> dict[str, str]:
    if url is None:
        return {}
    host = url.query.get("host") or url.host or "localhost"
    port = url.query.get("port") or url.port or 5432
    named = {"PGHOST": host, "PGPORT": port, "PGUSER": url.username, "PGPASSWORD": url.password}
    return {name: str(value) for name, value in (named | {"PGDATABASE": url.database}).items()}
