"""`institution add`: open the file of a home."""

import json
from typing import Annotated

import typer

from app.accounts.system import acting_as_system
from app.cli.root import root, run
from app.cli.running import open_house
from app.core.db import transaction
from app.core.i18n import _
from app.institutions.service import create_institution

homes = typer.Typer(help="机构档案", no_args_is_help=True)
root.add_typer(homes, name="institution")


@homes.command("add", help="新建一家机构")
def add(
    code: Annotated[str, typer.Argument(help="机构代码，同一区县里不重复")],
    county: Annotated[int, typer.Option(help="区县代码，六位 GB/T 2260；市本级用市的代码")],
    name: Annotated[str, typer.Option(help="机构名称")],
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """Open a home's file in a county and say its id."""
    made = run(_add(code, county, name))
    if as_json:
        typer.echo(json.dumps(made, ensure_ascii=False))
    else:
        typer.echo(_("已新建 {name}，代码 {code}").format(**made))


async def _add(code: str, county: int, name: str) -> dict[str, str | int]:
    async with open_house(), acting_as_system("命令行：新建机构", regions=[county]) as actor, transaction() as session:
        home = await create_institution(session, actor, county=county, code=code, name=name)
        return {"id": home.id, "county": home.county, "code": home.code, "name": home.name}
