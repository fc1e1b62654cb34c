"""Average use of beds over a span of days: bed-days used over bed-days open, by county or by home."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau import queries
from app.bureau.forms import SpanAsk, months_before
from app.bureau.routes.asking import Ground, give_span, ground_of
from app.bureau.routes.charts import ends_of
from app.bureau.routes.explaining import Definition, average_definition
from app.bureau.routes.viewing import bars_of, in_order, scale_of
from app.bureau.rules import Average
from app.census.rules.rates import Rate
from app.core.i18n import _
from app.web.deps import Session
from app.web.filters import number
from app.web.routing import Router
from app.web.sheets import Column, Sheet
from app.web.templates import render

__all__ = ["router", "spans_of"]

router = Router(prefix="/bureau")


class AverageLine(NamedTuple):
    """A county or a home over the span, and where it leads."""

    name: str
    href: str
    used: int
    open: int
    days: int
    rate: Rate

    @property
    def people(self) -> int:
        """What the rows may be ordered by beside the rate."""
        return self.used

    @property
    def registered(self) -> int:
        """What the rows may be ordered by beside the rate."""
        return self.open


@dataclass(frozen=True, slots=True)
class Averages:
    """What the page shows."""

    ask: SpanAsk
    ground: Ground
    rows: list[Average]
    definition: Definition

    @property
    def total(self) -> Rate:
        """All of them, divided after adding."""
        return Rate(sum(row.used for row in self.rows), sum(row.open for row in self.rows) or None)

    @property
    def place(self) -> str:
        """Of which county, or of all."""
        return self.ground.name_of(self.ask.county)


@router.get("/average", name="bureau.average", access="figures.see")
async def show_average(request: Request, session: Session) -> Response:
    """Show bed-days used and open, and their share."""
    shown = await _shown(request, session)
    lines = in_order([_line(request, shown.ask, row) for row in shown.rows], shown.ask.sort)
    return await render(
        request, "bureau/average/show.html", shown=shown, ask=shown.ask, ground=shown.ground, lines=lines,
        charts=ends_of(bars_of(lines)), most=scale_of(lines), spans=spans_of(shown.ask),
    )  # fmt: skip


@router.get("/average.xlsx", name="bureau.average.xlsx", access="figures.see")
async def give_average(request: Request, session: Session) -> Response:
    """Give the rows of the page as a workbook."""
    shown = await _shown(request, session)
    columns = [
        Column(_("机构") if shown.ask.by == "home" else _("区县"), "text", 28), Column(_("占用床日"), width=14),
        Column(_("开放床日"), width=14), Column(_("平均使用率"), "rate"), Column(_("统计天数")),
    ]  # fmt: skip
    rows = [(row.name, row.used, row.open, row.rate, row.days) for row in shown.rows]
    name = _("{place}平均床位使用率").format(place=shown.place)
    sheet = Sheet(_("平均床位使用率"), columns, rows)
    whole = _("占用床日 {used} ÷ 开放床日 {open}，平均床位使用率 {rate}").format(
        used=number(shown.total.numerator), open=number(shown.total.denominator), rate=shown.total.shown
    )  # fmt: skip
    return await give_span(session, shown, name, [sheet], whole)


async def _shown(request: Request, session: AsyncSession) -> Averages:
    ground = await ground_of(session)
    ask = SpanAsk.read(
        request.query_params, ground.open_days, ground.codes, months=1, kinds=("county", "home")
    )  # fmt: skip
    by = ask.by or ("home" if ask.county or ground.is_one_county else "county")
    ask = replace(ask, by=by, county=None if by == "county" else ask.county)
    every = await queries.averages(session, ask.first, ask.last, "home" if by == "home" else "county", ask.county)
    # A home that had no open bed on any of the days was closed or not open yet: it has nothing to be averaged.
    rows = [row for row in every if row.used or row.open]
    names = {place.code: place.name for place in ground.counties if ask.county in (None, place.code)}
    return Averages(ask, ground, rows, average_definition(await queries.rulings_on(session, ask.last), names))


def _line(request: Request, ask: SpanAsk, row: Average) -> AverageLine:
    if ask.by == "home":
        href = str(request.app.url_path_for("bureau.home", institution_id=row.code))
    else:
        href = str(request.app.url_path_for("bureau.average")) + ask.query(by="home", county=row.code, sort="")
    return AverageLine(row.name, href, row.used, row.open, row.days, row.rate)


def spans_of(ask: SpanAsk, months: tuple[int, ...] = ()) -> list[tuple[str, date, date]]:
    """Spans that are often asked for, as far as days are open: this month, the last one, the year, or so many months."""
    if months:
        return [(_say_months(each), months_before(ask.newest, each), ask.newest) for each in months]
    first = ask.newest.replace(day=1)
    before = first - timedelta(days=1)
    return [
        (_("本月"), first, ask.newest),
        (_("上月"), before.replace(day=1), before),
        (_("今年"), first.replace(month=1), ask.newest),
        (_("去年"), date(first.year - 1, 1, 1), date(first.year - 1, 12, 31)),
        (_("近 12 个月"), months_before(ask.newest, 12), ask.newest),
    ]


def _say_months(months: int) -> str:
    return _("近 {n} 年").format(n=months // 12) if months % 12 == 0 else _("近 {n} 个月").format(n=months)
