"""`bootstrap`: prepare a real PostgreSQL server, once, as its superuser."""

import hashlib
from typing import Annotated

import typer
from sqlalchemy import URL

from app.cli.root import command, complain, run
from app.cli.running import DATABASE
from app.core.i18n import _
from app.core.postgres.bootstrap import RolePasswords, bootstrap
from app.core.postgres.urls import normalise, revealed
from app.core.settings import settings

NAMES = {"DATABASE_URL": "app", "OWNER_DATABASE_URL": "owner", "BUREAU_DATABASE_URL": "bureau"}


@command("bootstrap", help="在 PostgreSQL 服务器上建好角色、数据库和扩展，并打印三个连接地址")
def bootstrap_server(
    admin_url: Annotated[str, typer.Argument(help="超级用户的地址：postgresql://postgres:密码@主机/postgres")],
    database: Annotated[str, typer.Option(help="数据库名称")] = DATABASE,
) -> None:
    """Prepare the server and print the addresses; only the addresses go to stdout, ready for a file."""
    try:
        admin = normalise(admin_url)
    except ValueError:
        raise typer.BadParameter(_("应为 postgresql://用户:密码@主机/postgres")) from None
    folder = settings().data_dir / "secrets" / _server_name(admin)
    urls = run(bootstrap(admin, database, settings().role_prefix, passwords=RolePasswords.kept(folder)))
    for name, door in NAMES.items():
        typer.echo(f"{name}={revealed(getattr(urls, door))}")
    complain(_("以上地址含有密码，请只放在服务器的环境变量或密钥文件里。密码保存在 {folder}").format(folder=folder))


def _server_name(admin: URL) -> str:
    """A folder name for the passwords of this server, so that a second run prints the same addresses."""
    place = f"{admin.host}:{admin.port}:{admin.query.get('host')}:{settings().role_prefix}"
    return f"server-{hashlib.sha256(place.encode()).hexdigest()[:12]}"
