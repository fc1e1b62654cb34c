"""`figure CODE`: one number as of a day, with its definition, its parts and what it left out."""

import csv
import json
import re
import sys
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.census.rules.rates import Rate
from app.cli.asked import home_by_code
from app.cli.figures import FIGURES, FigureKind, HomeValue, summed
from app.cli.root import FAILED, command, complain, run
from app.cli.running import open_house
from app.core.clock import business_date
from app.core.db import transaction
from app.core.figures import Figure, FigureRow
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.queries import townships_on
from app.regions.queries import names_of

LONGEST_RANGE = 400
REPORTED = "reported_figures "
# A spreadsheet takes a cell that begins so for a formula; full-width forms work in some programs.
RISKY = re.compile(r"\s*[=+\-@＝＋－＠]")
COLUMNS = (
    "region_code", "region", "institution_code", "institution", "as_of", "numerator", "denominator", "value", "source",
)  # fmt: skip


class By(StrEnum):
    """What the parts of a figure are."""

    INSTITUTION = "institution"
    TOWNSHIP = "township"
    COUNTY = "county"
    DAY = "day"


@command("figure", help="查一个指标：beds 实有床位，registered_beds 核定床位，occupancy 入住率")
def figure(
    code: Annotated[str, typer.Argument(help="指标代码")],
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="统计时点，默认今天")] = None,
    since: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="与 --by day 同用：从哪天起")
    ] = None,
    region: Annotated[int | None, typer.Option(help="地区代码；市的代码指全市")] = None,
    institution: Annotated[str | None, typer.Option(help="机构代码，或 区县代码/机构代码")] = None,
    by: Annotated[By, typer.Option(help="按什么分列")] = By.INSTITUTION,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="以 CSV 输出；以 = + - @ 开头的文字前加一个撇号")] = False,
) -> None:
    """Print a figure with its rows."""
    if code not in FIGURES:
        complain(_("没有指标「{code}」。现在有：{known}").format(code=code, known=_("、").join(FIGURES)))
        raise typer.Exit(FAILED)
    if region is not None and institution is not None:
        raise typer.BadParameter(_("--region 和 --institution 只用一个"))
    found = run(_figure(code, _day(as_of), _day(since), region, institution, by))
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False, default=str, indent=2))
    elif as_csv:
        _write_csv(found.parts)
    else:
        typer.echo(f"{found.definition}\n{found.as_of}: {_said(found)}")


def _said(found: Figure) -> str:
    """Say the value for a reader: a share rounded once, with what it was made of; a count as it is."""
    if not FIGURES[found.code].is_share:
        return str(found.value)
    if found.denominator is None:
        return f"{Rate(found.numerator or 0, None).shown} ({found.numerator} / -)"
    return f"{Rate(found.numerator or 0, found.denominator).shown} ({found.numerator} / {found.denominator})"


def _day(asked: datetime | None) -> date | None:
    return asked.date() if asked else None


def _write_csv(rows: Iterable[FigureRow]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(getattr(row, column)) for column in COLUMNS] for row in rows)


def _cell(value: object) -> object:
    """Guard a text that a spreadsheet would calculate by an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and RISKY.match(value) else value


async def _figure(
    code: str, as_of: date | None, since: date | None, region: int | None, institution: str | None, by: By
) -> Figure:
    async with open_house():
        home = await home_by_code(institution) if institution else None
        where = home.county if home else region or 0
        scope = Scope(homes=frozenset({(home.county, home.id)})) if home else Scope(regions=frozenset({where}))
        async with acting_as_system("命令行：指标", regions=[where]), transaction(read_only=True) as session:
            end = as_of or await business_date(session)
            days = _days(since or end, end) if by is By.DAY else [end]
            kind = FIGURES[code]
            values = {day: await kind.gather(session, scope, day, home.id if home else None) for day in days}
            parts = [row for day in days for row in await _rows(session, scope, by, day, values[day], kind)]
    last = values[end]
    numerator, denominator, value = summed(last, kind)
    excluded = [{"institution_code": one.code, "institution": one.name, **why} for one in last for why in one.excluded]
    return Figure(code, end, value, numerator, denominator, kind.unit, kind.definition(), parts, excluded)


def _days(first: date, last: date) -> list[date]:
    count = (last - first).days + 1
    if not 1 <= count <= LONGEST_RANGE:
        raise typer.BadParameter(_("--from 要早于统计时点，且不超过 {n} 天").format(n=LONGEST_RANGE))
    return [first + timedelta(days=step) for step in range(count)]


async def _rows(
    session: AsyncSession, scope: Scope, by: By, day: date, values: list[HomeValue], kind: FigureKind
) -> list[FigureRow]:
    if by is By.DAY:
        return [_row((None, ""), (None, None), day, values, kind)]
    regions = await _regions(session, scope, by, day, values)
    names = await names_of(session, {code for code in regions.values() if code is not None})
    if by is By.INSTITUTION:
        return [
            _row((regions[one.institution_id], names.get(one.county, "")), (one.code, one.name), day, [one], kind)
            for one in values
        ]
    groups: dict[int | None, list[HomeValue]] = {}
    for one in values:
        groups.setdefault(regions[one.institution_id], []).append(one)
    ordered = sorted(groups.items(), key=lambda item: (item[0] is None, item[0] or 0))
    return [
        _row((region, names.get(region or 0, "")), (None, None), day, homes, kind) for region, homes in ordered
    ]  # fmt: skip


async def _regions(
    session: AsyncSession, scope: Scope, by: By, day: date, values: list[HomeValue]
) -> dict[int, int | None]:
    """Say under which region each home is listed: its county (the tenant), or where it stands that day."""
    if by is not By.TOWNSHIP:
        return {one.institution_id: one.county for one in values}
    places = await townships_on(session, scope, day)
    return {one.institution_id: places.get(one.institution_id) for one in values}


def _row(
    region: tuple[int | None, str],
    home: tuple[str | None, str | None],
    day: date,
    values: list[HomeValue],
    kind: FigureKind,
) -> FigureRow:
    source = _sources(values)
    numerator, denominator, value = summed(values, kind)
    return FigureRow(*region, *home, day, numerator, denominator, value, source)


def _sources(values: list[HomeValue]) -> str:
    """Name what the homes' figures are made of; reports of many days by the first and the last of them."""
    told = {one.source for one in values if one.source}
    plain = sorted(source for source in told if not source.startswith(REPORTED))
    days = sorted(source.removeprefix(REPORTED) for source in told if source.startswith(REPORTED))
    if days:
        plain.append(REPORTED + (days[0] if len(days) == 1 else f"{days[0]}..{days[-1]}"))
    return "; ".join(plain)
