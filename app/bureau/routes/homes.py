"""One home as the bureau sees it: its figure of a day, its beds, its year, what it has reported. Nobody's name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau import queries
from app.bureau.forms import DayAsk, months_before
from app.bureau.routes.asking import Export, Ground, give_workbook, ground_of
from app.bureau.routes.explaining import Definition, occupancy_definition
from app.bureau.routes.series import Line, month_ends, plot_of
from app.bureau.routes.tables import days_sheet, homes_sheet
from app.bureau.routes.viewing import HomeLine, home_line, say_age
from app.bureau.rules import HomeOn, ReportedLine, SeriesDay
from app.core.errors import NotFound
from app.core.i18n import _
from app.web.deps import RowId, Session
from app.web.filters import day
from app.web.routing import Router
from app.web.sheets import Column, Sheet
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/bureau/homes/{institution_id}")
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows."""

    ask: DayAsk
    ground: Ground
    home: HomeOn
    line: HomeLine
    days: list[SeriesDay]
    reports: list[ReportedLine]
    definition: Definition

    @property
    def first(self) -> date:
        """The first day of the year that is drawn."""
        return months_before(self.ask.on, MONTHS)


@router.get("", name="bureau.home", access="figures.see")
async def show_home(request: Request, institution_id: RowId, session: Session) -> Response:
    """Show one home on a day."""
    shown = await _shown(request, session, institution_id)
    return await render(
        request, "bureau/home/show.html", shown=shown, ask=shown.ask, now=shown.home, line=shown.line,
        plot=plot_of(Line.of(shown.days)), ends=month_ends(shown.days), ages=_ages_of(shown),
    )  # fmt: skip


@router.get("/occupancy.xlsx", name="bureau.home.xlsx", access="figures.see")
async def give_home(request: Request, institution_id: RowId, session: Session) -> Response:
    """Give the home's day, its year day by day, and its reports as a workbook."""
    shown = await _shown(request, session, institution_id)
    sheets = [
        homes_sheet(_("当天"), [shown.home]),
        days_sheet(_("近 12 个月"), shown.days),
        _reports_sheet(shown.reports, shown.ask.on),
    ]
    name = _("{place}入住率").format(place=shown.home.name)
    said = _("{place}，{day}").format(place=shown.home.name, day=day(shown.ask.on))
    return await give_workbook(session, Export(name, sheets, said, shown.ask.on, shown.ask.on, shown.definition))


async def _shown(request: Request, session: AsyncSession, institution_id: int) -> Shown:
    ground = await ground_of(session)
    ask = DayAsk.read(request.query_params, ground.open_days)
    home = await queries.home_on(session, institution_id, ask.on)
    if home is None:
        raise NotFound(_("未找到这家机构，或它不在您负责的区县"))
    days = await queries.home_series(session, institution_id, months_before(ask.on, MONTHS), ask.on)
    reports = await queries.reported_of(session, institution_id)
    rulings = await queries.rulings_on(session, ask.on)
    definition = occupancy_definition(rulings, {home.county: home.county_name})
    return Shown(ask, ground, home, home_line(home, ""), days, reports, definition)


def _ages_of(shown: Shown) -> list[str]:
    """How old each report was that day; those of later days are said to be later."""
    return [_age_of(each.as_of, shown.ask.on) for each in shown.reports]


def _age_of(as_of: date, on: date) -> str:
    return say_age(as_of, on) if as_of <= on else _("在这一天之后")


def _reports_sheet(reports: list[ReportedLine], on: date) -> Sheet:
    columns = [
        Column(_("上报日期"), "day"), Column(_("距所看日期"), "text", 14), Column(_("床位种类"), "text", 18), Column(_("核定床位")), Column(_("在住")),
        Column(_("空余")), Column(_("新入住")), Column(_("来源"), "text", 30), Column(_("异常"), "text", 30),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [each.as_of, _age_of(each.as_of, on), each.label or each.kind.label, each.said.registered, each.said.occupied,
         each.said.available, each.said.admitted, each.source, _("、").join(flag.label for flag in each.flags)]
        for each in reports
    ]  # fmt: skip
    return Sheet(_("上报数"), columns, rows)
