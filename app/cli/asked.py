"""Finding what a command names: a home by its code, or by COUNTY/CODE where two counties use the same one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import typer

from app.accounts.system import acting_as_system
from app.cli.root import FAILED, complain
from app.core.actor import Actor
from app.core.db import transaction
from app.core.i18n import _
from app.institutions.queries import HomeLine, find_by_code

__all__ = ["acting_for_home", "home_by_code"]


async def home_by_code(asked: str) -> HomeLine:
    """Find the one home of a code, or say what is there and stop."""
    county, _slash, code = asked.rpartition("/")
    if county and not county.isdigit():
        complain(_("「{asked}」不是机构代码。请写代码，或写成 区县代码/机构代码").format(asked=asked))
        raise typer.Exit(FAILED)
    async with acting_as_system("命令行：查找机构", regions=[0]), transaction(read_only=True) as session:
        found = await find_by_code(session, code, int(county) if county else None)
    if len(found) == 1:
        return found[0]
    if not found:
        complain(_("没有代码是「{asked}」的机构。用 institution add 新建，或核对代码").format(asked=asked))
    else:
        listed = _("、").join(f"{home.county}/{home.code}（{home.name}）" for home in found)
        complain(
            _("代码「{asked}」在几个区县都有：{listed}。请写成 区县代码/机构代码").format(asked=asked, listed=listed)
        )
    raise typer.Exit(FAILED)


@asynccontextmanager
async def acting_for_home(purpose: str, asked: str) -> AsyncIterator[tuple[Actor, HomeLine]]:
    """Act as the system in that home only."""
    home = await home_by_code(asked)
    async with acting_as_system(purpose, homes=[(home.county, home.id)]) as actor:
        yield actor, home
