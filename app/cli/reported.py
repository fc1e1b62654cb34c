"""`import reported-census`: the figures that the homes of a county or a whole region report, from one workbook."""

import asyncio
import json
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.cli.ledgers import as_plain, say
from app.cli.root import FAILED, ROW_ERRORS, complain, run
from app.cli.running import open_house
from app.core.actor import Actor
from app.core.db import transaction
from app.core.i18n import _
from app.imports.mapping.columns import match_columns
from app.imports.mapping.files import placed
from app.imports.mapping.reported import ReportedMapping, read_reported_mapping
from app.imports.rules.checking import check_ledger, planned
from app.imports.rules.ledger import Ledger
from app.imports.rules.reported.kind import REPORTED
from app.imports.service import Examined
from app.imports.service.reported import Wrote, known_places, reported_context, write_reported
from app.imports.sheets.reading import read_ledger

__all__ = ["REPORTED_CENSUS", "take_reported"]

REPORTED_CENSUS = "reported-census"


def take_reported(
    file: Path, region: int | None, mapping: Path | None, as_of: date | None, *, apply: bool, as_json: bool
) -> None:
    """Read, check and rehearse a workbook of reported figures; with `apply` write it, all or nothing."""
    if region is None:
        complain(_("请用 --region 指明是哪个地区的上报数，写区县、市或省的代码"))
        raise typer.Exit(FAILED)
    told = read_reported_mapping(mapping.read_bytes()) if mapping else ReportedMapping()
    if as_of is not None:
        told = replace(told, file=replace(told.file, constants={**told.file.constants, "as_of": as_of.isoformat()}))
    found, plain = run(_take(file, region, told, apply=apply))
    typer.echo(json.dumps(plain, ensure_ascii=False, indent=2, default=str) if as_json else say(found, plain))
    if found.rehearsal.blocked:
        raise typer.Exit(ROW_ERRORS)


async def _take(file: Path, region: int, told: ReportedMapping, *, apply: bool) -> tuple[Examined, dict[str, Any]]:
    data = await asyncio.to_thread(file.read_bytes)
    ledger = placed(await read_ledger(data, file.name), told.file)
    wrote: Wrote | None = None
    async with (
        open_house(),
        acting_as_system("命令行：导入上报数", regions=[region]) as actor,
        transaction(read_only=not apply) as session,
    ):
        found = await _examine(session, region, ledger, told)
        if apply and not found.rehearsal.blocked and found.rehearsal.plan.writes:
            wrote = await _write(session, actor, region, found, told, file.name)
    return found, _plain(found, file.name, region, wrote, apply=apply)


async def _examine(session: AsyncSession, region: int, ledger: Ledger, told: ReportedMapping) -> Examined:
    """Read the rows, look up what they meet, compare; nothing is written."""
    columns = match_columns(ledger, REPORTED, mapping=told.file)
    context = await reported_context(session, region, types=told.types)
    checked = await asyncio.to_thread(partial(check_ledger, ledger, REPORTED, columns.layout, context))
    there = await known_places(session, region, checked.records, city=told.city)
    return Examined(REPORTED, ledger, columns, planned(checked, REPORTED, context, there))


async def _write(
    session: AsyncSession, actor: Actor, region: int, found: Examined, told: ReportedMapping, filename: str
) -> Wrote:
    source = told.source or filename
    return await write_reported(session, actor, region, found.rehearsal.plan, source=source, city=told.city)


def _plain(found: Examined, filename: str, region: int, wrote: Wrote | None, *, apply: bool) -> dict[str, Any]:
    """Everything as plain values; the total by kind of beds is what the source's own sum can be held against."""
    about = {"file": filename, "region": region, "totals": _totals(found)}
    return as_plain(found, about, apply=apply, applied=wrote is not None)


def _totals(found: Examined) -> list[dict[str, Any]]:
    """Add the rows up by kind of beds; what was not filled in is counted, never taken as zero."""
    totals: dict[tuple[str, str], dict[str, Any]] = {}
    for record in found.rehearsal.checked.records:
        beds, figure = record.beds, record.figure
        new = {"kind": beds.kind.value, "code": beds.code, "label": beds.name, "rows": 0}
        line = totals.setdefault((beds.kind, beds.code), new | {"registered": 0, "people": 0, "not_filled": 0})
        line["rows"] += 1
        line["registered"] += figure.registered or 0
        line["people"] += figure.people or 0
        line["not_filled"] += figure.people is None
    return sorted(totals.values(), key=lambda line: -line["registered"])
