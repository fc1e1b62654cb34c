"""`demo`: fill an empty database with a made-up city, and say who may sign in."""

from typing import Annotated

import typer

from app.accounts.system import acting_as_system
from app.cli.root import command, run
from app.cli.running import open_house
from app.core.db import transaction
from app.core.i18n import _
from app.demo import service
from app.demo.service import DEMO_ACCOUNTS, Built

EVERYWHERE = 0
SECONDS = 1800


@command("demo", help="在空数据库里装演示数据：自贡市六个区县、虚构的机构和老人")
def demo(
    seed: Annotated[int, typer.Option(help="同一个数得到同一座城")] = 1,
    small: Annotated[bool, typer.Option("--small", help="只装富顺县，几秒钟")] = False,
    accounts: Annotated[bool, typer.Option("--accounts", help="不装数据，只给演示账号换一个密码")] = False,
    password: Annotated[str | None, typer.Option(help="演示账号的密码，默认现抽一个")] = None,
) -> None:
    """Build the demo and print its accounts."""
    chosen = password or service.demo_password()
    run(_open(chosen) if accounts else _demo(seed, chosen, small=small))
    typer.echo(_("演示账号（密码都是 {password}，只显示这一次）：").format(password=chosen))
    for account in DEMO_ACCOUNTS:
        typer.echo(f"  {account.username:<12}{account.role.label}　{_(account.place)}")
    typer.echo(_("接着运行 python -m app serve 并登录。演示库不能改成正式库：正式使用请换一个空的 DATA_DIR。"))


async def _open(password: str) -> None:
    async with open_house(), acting_as_system("演示账号", regions=[EVERYWHERE]) as actor, transaction() as session:
        await service.open_the_doors(session, actor, password)


async def _demo(seed: int, password: str, *, small: bool) -> None:
    async with open_house(), acting_as_system("装演示数据", regions=[EVERYWHERE], seconds=SECONDS) as actor:
        async with transaction() as session:
            await service.begin(session, actor, seed=seed, small=small)
        for county in service.counties_of(small=small):
            async with transaction() as session:
                built = await service.build_county(session, actor, county, seed=seed)
            typer.echo(_say(built))
        async with transaction() as session:
            await service.open_the_doors(session, actor, password)


def _say(built: Built) -> str:
    words = _("{county}：机构 {homes} 家，床位 {beds} 张，档案 {people} 份，在住 {residents} 人")
    return words.format(
        county=built.county, homes=built.homes, beds=built.beds, people=built.people, residents=built.residents
    )
