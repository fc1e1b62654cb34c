"""Occupancy day by day, up to ten years: the line, its month ends as a table, and every day as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import itemgetter
from typing import Any, Self

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau import queries
from app.bureau.forms import SpanAsk
from app.bureau.routes.asking import Ground, give_span, ground_of
from app.bureau.routes.averages import spans_of
from app.bureau.routes.charts import Plot, plot
from app.bureau.routes.explaining import Definition, occupancy_definition
from app.bureau.routes.tables import days_sheet
from app.bureau.rules import SeriesDay
from app.core.i18n import _
from app.web.deps import Session
from app.web.filters import day
from app.web.routing import Router
from app.web.templates import render

__all__ = ["Line", "Series", "month_ends", "plot_of", "router"]

router = Router(prefix="/bureau")
PERIODS = (3, 12, 36, 120)


@dataclass(frozen=True, slots=True)
class Line:
    """Days one after the other without a gap, and the rate of each in tenths of a per cent, worked out once."""

    known: Sequence[SeriesDay]
    days: list[SeriesDay | None]
    tenths: list[int | None]

    @classmethod
    def of(cls, known: Sequence[SeriesDay]) -> Self:
        """Put days of which nothing is known back in, as gaps."""
        if not known:
            return cls([], [], [])
        found = {each.day: each for each in known}
        first = known[0].day
        days = [found.get(first + timedelta(days=at)) for at in range((known[-1].day - first).days + 1)]
        return cls(known, days, [each.rate.tenths if each else None for each in days])

    @property
    def rated(self) -> list[tuple[int, SeriesDay]]:
        """The days that have a rate, each with it."""
        both = zip(self.tenths, self.days, strict=True)
        return [(tenths, each) for tenths, each in both if each is not None and tenths is not None]


@dataclass(frozen=True, slots=True)
class Series:
    """What the page shows."""

    ask: SpanAsk
    ground: Ground
    days: list[SeriesDay]
    definition: Definition

    @property
    def place(self) -> str:
        """Of which county, or of all."""
        return self.ground.name_of(self.ask.county)


@router.get("/series", name="bureau.series", access="figures.see")
async def show_series(request: Request, session: Session) -> Response:
    """Show the line of days."""
    shown = await _shown(request, session)
    line = Line.of(shown.days)
    rated = line.rated
    low, high = (pick(rated, key=itemgetter(0), default=(0, None))[1] for pick in (min, max))
    return await render(
        request, "bureau/series/show.html", shown=shown, ask=shown.ask, ground=shown.ground, plot=plot_of(line),
        ends=month_ends(shown.days), rated=[rated[0][1], rated[-1][1]] if rated else [], low=low, high=high,
        spans=spans_of(shown.ask, PERIODS), live=_live_of(shown, line),
    )  # fmt: skip


@router.get("/series.xlsx", name="bureau.series.xlsx", access="figures.see")
async def give_series(request: Request, session: Session) -> Response:
    """Give every day, and the month ends, as a workbook."""
    shown = await _shown(request, session)
    sheets = [days_sheet(_("逐日"), shown.days), days_sheet(_("各月末"), month_ends(shown.days))]
    name = _("{place}入住率走势").format(place=shown.place)
    return await give_span(session, shown, name, sheets)


async def _shown(request: Request, session: AsyncSession) -> Series:
    ground = await ground_of(session)
    ask = SpanAsk.read(request.query_params, ground.open_days, ground.codes)
    days = await queries.county_series(session, ask.county, ask.first, ask.last)
    names = {place.code: place.name for place in ground.counties if ask.county in (None, place.code)}
    return Series(ask, ground, days, occupancy_definition(await queries.rulings_on(session, ask.last), names))


def month_ends(days: Sequence[SeriesDay]) -> list[SeriesDay]:
    """The last day of each month, and the last day of all; the newest first."""
    last = [
        each for each in days if (each.day + timedelta(days=1)).day == 1 or each.day == days[-1].day
    ]  # fmt: skip
    return last[::-1]


def plot_of(line: Line) -> Plot | None:
    """Lay the rates out from zero; None where fewer than two days have one."""
    known = [each for each in line.tenths if each is not None]
    if len(known) < 2:
        return None
    top = max(100, 10 * -(-max(known) // 100))
    values = [None if each is None else each / 10 for each in line.tenths]
    first, last = line.known[0], line.known[-1]
    return plot([("rate", values)], top, first=day(first.day), last=day(last.day), unit="%", end=last.rate.shown)


def _live_of(shown: Series, line: Line) -> dict[str, Any]:
    """The same numbers for the chart that can be walked: tenths of per cent and counts, one for each day."""
    days, known = line.days, [each is not None for each in line.tenths]
    return {
        "first": str(shown.days[0].day) if days else "",
        "said": _("{place}每天的入住率、核定床位和计入的人").format(place=shown.place),
        "rate_title": _("入住率"),
        "count_title": _("床位与人"),
        "lines": [
            {"name": _("入住率"), "unit": "%", "values": line.tenths},
            {"name": _("核定床位"), "unit": "", "values": [each.registered if each else None for each in days]},
            {"name": _("计入的人"), "unit": "", "values": [
                each.people if each and rated else None for each, rated in zip(days, known, strict=True)
            ]},
        ],
    }  # fmt: skip
