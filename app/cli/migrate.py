"""`migrate`: bring the database to the revision this program was written for."""

import typer

from app.cli.root import command, run
from app.cli.running import bring_up_to_date, running_database
from app.core.i18n import N_, _
from app.core.postgres.migrate import newest_revision
from app.core.postgres.trouble import DatabaseTrouble
from app.core.settings import settings


@command("migrate", help="把数据库升级到本程序需要的版本")
def migrate_database() -> None:
    """Migrate and say where the database now stands."""
    run(_migrate())
    typer.echo(_("数据库已在版本 {revision}").format(revision=newest_revision()))


async def _migrate() -> None:
    async with running_database() as urls:
        if urls.owner is None:
            raise DatabaseTrouble(N_("升级数据库需要所有者的地址。请同时设置 OWNER_DATABASE_URL="))
        await bring_up_to_date(urls.owner, settings())
