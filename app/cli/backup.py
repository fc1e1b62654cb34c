"""`backup` and `restore`: the whole database in one file; the key file stays apart from it."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import URL

from app.cli.root import command, complain, run
from app.cli.running import running_database
from app.core.i18n import N_, _
from app.core.postgres import archive
from app.core.postgres.migrate import is_empty
from app.core.postgres.trouble import DatabaseTrouble
from app.core.postgres.urls import Urls, connect
from app.core.settings import settings


@command("backup", help="把整个数据库备份成一个文件")
def backup(
    file: Annotated[Path | None, typer.Argument(help="备份文件，默认放在 DATA_DIR/backups")] = None,
) -> None:
    """Dump as the owner, the only role that sees every county's rows."""
    typer.echo(str(run(_backup(file))))
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
        await archive.dump(owner, target)
        return target


async def _restore(file: Path) -> None:
    async with running_database() as urls:
        owner = _owner_of(urls)
        if not await is_empty(owner):
            raise DatabaseTrouble(N_("数据库里已有数据，不会覆盖。请用 DATA_DIR= 换一个新目录，或恢复到新建的数据库"))
        await archive.restore(owner, file)


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
