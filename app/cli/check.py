"""`check`: what is set, and whether this machine is fit to serve."""

import json
from typing import Annotated, Any

import typer
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from app.cli.checks import CHECKS, Finding, Ground
from app.cli.root import FAILED, command, run
from app.cli.running import running_database
from app.core.i18n import N_, _
from app.core.postgres.trouble import DatabaseTrouble
from app.core.postgres.urls import Urls
from app.core.settings import settings

MARKS = {"good": "✓", "warning": "△", "bad": "✗"}
Report = dict[str, Finding]


@command("check", help="打印当前设置，检查数据库、密钥、磁盘、时钟等是否正常")
def check_machine(
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """Print the settings without their secrets and every finding; exit 1 when one of them is bad."""
    values, report = run(_check())
    if as_json:
        findings = [{"check": _(name), "state": found.state, "said": found.said} for name, found in report.items()]
        typer.echo(json.dumps({"settings": values, "checks": findings}, ensure_ascii=False, indent=2))
    else:
        for name, value in values.items():
            typer.echo(f"{name}={value}")
        for name, found in report.items():
            typer.echo(f"{MARKS[found.state]} {_(name)}：{found.said}")
    if any(found.state == "bad" for found in report.values()):
        raise typer.Exit(FAILED)


async def _check() -> tuple[dict[str, Any], Report]:
    async with running_database() as urls:
        report = {N_("登录数据库"): await _sign_in_everywhere(urls)}
        values = {name.upper(): _shown(value) for name, value in settings()}
        if report[N_("登录数据库")].state == "good":
            engine = create_async_engine(urls.app, poolclass=NullPool)
            async with engine.connect() as connection:
                ground = Ground(settings(), urls, connection)
                for name, ask in CHECKS.items():
                    report[name] = await _asked(ask, ground, connection)
        return values, report


async def _asked(ask: Any, ground: Ground, connection: AsyncConnection) -> Finding:
    """One check's finding; a check that fails itself is a finding too and spoils none of the others."""
    try:
        found: Finding = await ask(ground)
    except (DBAPIError, OSError, DatabaseTrouble) as failure:
        found = Finding("bad", _("检查没有做完：{reason}").format(reason=type(failure).__name__))
    await connection.rollback()
    return found


async def _sign_in_everywhere(urls: Urls) -> Finding:
    """The three roles, each on its own address."""
    refused = [role for role in ("owner", "app", "bureau") if (url := getattr(urls, role)) and not await _opens(url)]
    if refused:
        return Finding("bad", _("以下角色登录不了：{roles}。请核对地址和密码").format(roles=_("、").join(refused)))
    missing = [role for role in ("owner", "bureau") if getattr(urls, role) is None]
    if "bureau" in missing:
        return Finding("warning", _("没有设置 BUREAU_DATABASE_URL=，统计页面会借用网页角色"))
    return Finding("good", _("各角色都能登录"))


async def _opens(url: URL) -> bool:
    engine = create_async_engine(url, poolclass=NullPool, connect_args={"timeout": 5})
    try:
        async with engine.connect():
            return True
    except (OSError, DBAPIError):
        return False
    finally:
        await engine.dispose()


def _shown(value: object) -> object:
    """A setting as it may be printed: addresses hide their passwords in their text form."""
    if isinstance(value, tuple) and not isinstance(value, URL):
        return ",".join(value)
    return value if value is None or isinstance(value, int | bool) else str(value)
