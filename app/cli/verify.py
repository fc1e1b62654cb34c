"""`verify`: recompute what must hold from the rows and print every difference."""

import json
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.accounts.queries.proof import homeless_grants
from app.assessments.queries.proof import wrong_assessments
from app.audit.service import verify_chains
from app.census.queries.proof import wrong_days, wrong_sums
from app.cli.root import FAILED, command, complain, run
from app.cli.running import open_house
from app.core.i18n import _
from app.stays.queries.proof import wrong_stays
from app.waitlist.queries.proof import verify_entries, wrong_orders, wrong_receipts

Differences = dict[str, list[Any]]


@command("verify", help="从原始记录重新核对：操作记录链、占床、每日统计、评估等级、轮候次序、授权；有出入就逐条列出")
def verify(as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False) -> None:
    """Print every difference; exit 1 when there is one."""
    found = run(_verify())
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, default=str, indent=2))
    else:
        for name, rows in found.items():
            typer.echo(f"{name}: {len(rows)}")
            for row in rows:
                typer.echo(f"  {row}")
    if any(found.values()):
        raise typer.Exit(FAILED)


async def _verify() -> Differences:
    async with open_house() as urls:
        if urls.owner is None:
            complain(_("核对全部记录需要 OWNER_DATABASE_URL，请一并提供"))
            raise typer.Exit(FAILED)
        engine = create_async_engine(urls.owner, poolclass=NullPool, hide_parameters=True)
        try:
            async with AsyncSession(engine, autoflush=False) as session:
                return {
                    "audit chains": list(await verify_chains(session)),
                    "beds and stays": list(await wrong_stays(session)),
                    "days of homes": [wrong._asdict() async for wrong in wrong_days(session)],
                    "sums of counties": [wrong._asdict() for wrong in await wrong_sums(session)],
                    "levels of assessments": [wrong._asdict() async for wrong in wrong_assessments(session)],
                    "entries of the waitlist": [wrong._asdict() for wrong in await verify_entries(session)],
                    "receipts of the waitlist": [wrong._asdict() for wrong in await wrong_receipts(session)],
                    "order of the waitlist": [wrong._asdict() for wrong in await wrong_orders(session)],
                    "grants of homes that are not there": list(await homeless_grants(session)),
                }
        finally:
            await engine.dispose()
