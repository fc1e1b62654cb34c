"""`import KIND FILE`: rehearse a ledger, or let it take effect; every problem by its cell."""

import asyncio
import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.cli.asked import acting_for_home
from app.cli.ledgers import as_plain, choices_of, say
from app.cli.reported import REPORTED_CENSUS, take_reported
from app.cli.root import FAILED, ROW_ERRORS, command, complain, run
from app.cli.running import open_house
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.db import transaction
from app.core.i18n import _
from app.imports.annotated import annotate
from app.imports.mapping.files import MappingFile, read_mapping
from app.imports.rules.ledger import Ledger
from app.imports.rules.registry import HOME_KINDS
from app.imports.service import Examined, apply_run, change_choices, examine_ledger, receive
from app.imports.sheets.reading import read_ledger

__all__ = ["import_ledger"]


@command("import", help="导入台账：不加 --apply 只预演。有错误的行时退出码是 3，什么都不写入")
def import_ledger(
    kind: Annotated[str, typer.Argument(help="台账的种类：beds 床位，residents 老人，reported-census 上报数")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="台账：.xlsx .xls .ods .csv .psv .tsv")],
    institution: Annotated[str | None, typer.Option(help="机构代码，或 区县代码/机构代码")] = None,
    region: Annotated[
        int | None, typer.Option(help="区县代码；同一代码在几个区县都有时用。上报数用区县、市或省的代码")
    ] = None,
    mapping: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="对列文件，TOML 或 JSON")] = None,
    effective_on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="从哪天起生效，默认今天")] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="上报数是哪天的，表里没有日期时用")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="没有错误就写入，一次全成或全不成")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    annotated: Annotated[Path | None, typer.Option(dir_okay=False, help="把带错误说明的原表存到这里")] = None,
) -> None:
    """Read, check and rehearse a ledger; with --apply write it."""
    if kind == REPORTED_CENSUS:
        take_reported(file, region, mapping, as_of.date() if as_of else None, apply=apply, as_json=as_json)
        return
    if kind not in HOME_KINDS:
        complain(
            _("没有「{kind}」这种台账。现在有：{known}").format(
                kind=kind, known=_("、").join((*HOME_KINDS, REPORTED_CENSUS))
            )
        )
        raise typer.Exit(FAILED)
    if institution is None:
        complain(_("请用 --institution 指明是哪家机构的台账，写机构代码，或 区县代码/机构代码"))
        raise typer.Exit(FAILED)
    asked = institution if region is None or "/" in institution else f"{region}/{institution}"
    told = read_mapping(mapping.read_bytes()) if mapping else None
    ledger = _Ledger(kind, file, told, effective_on.date() if effective_on else None)
    found, plain = run(ledger.take(asked, annotated, apply=apply))
    typer.echo(json.dumps(plain, ensure_ascii=False, indent=2, default=str) if as_json else say(found, plain))
    if found.rehearsal.blocked:
        raise typer.Exit(ROW_ERRORS)


class _Ledger:
    """A file on its way in, as the command line was told of it."""

    def __init__(self, kind: str, file: Path, mapping: MappingFile | None, effective_on: date | None) -> None:
        self.kind, self.file, self.mapping, self.effective_on = kind, file, mapping, effective_on

    async def take(self, asked: str, annotated: Path | None, *, apply: bool) -> tuple[Examined, dict[str, Any]]:
        """Examine it in the home that was asked for, and let it take effect when nothing is wrong."""
        data = self.file.read_bytes()
        ledger = await read_ledger(data, self.file.name)
        run_id = None
        async with open_house(), acting_for_home("命令行：导入台账", asked) as (actor, line):
            home = Home(line.county, line.id)
            async with transaction(read_only=not apply) as session:
                on = self.effective_on or await business_date(session)
                found = await self._examine(session, home, ledger, on)
                if apply and not found.rehearsal.blocked and found.rehearsal.plan.writes:
                    run_id = await self._apply(session, actor, home, data, found, on)
        if annotated:
            book = await annotate(data, ledger, found.rehearsal.problems)
            await asyncio.to_thread(annotated.write_bytes, book)
        about = {"file": self.file.name, "institution": line.code, "effective_on": on, "run": run_id}
        return found, as_plain(found, about, apply=apply, applied=run_id is not None)

    async def _examine(self, session: AsyncSession, home: Home, ledger: Ledger, on: date) -> Examined:
        return await examine_ledger(
            session, home, kind=self.kind, ledger=ledger, mapping=self.mapping, effective_on=on
        )  # fmt: skip

    async def _apply(
        self, session: AsyncSession, actor: Actor, home: Home, data: bytes, found: Examined, on: date
    ) -> int:
        kept = await receive(
            session, actor, home, kind=self.kind, filename=self.file.name, data=data, effective_on=on
        )  # fmt: skip
        if self.mapping:
            await change_choices(session, actor, kept, choices_of(found))
        await apply_run(session, actor, kept, agreed=found.agreed)
        return kept.id
