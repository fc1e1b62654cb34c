"""A home over time, from its kept days: the trend, the average, and each month as an account that adds up."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.census.queries.series import Kept, day_lines, days_between, kept_days_of
from app.census.routes.ranges import MonthAsk, RangeAsk
from app.census.routes.tables import (
    Book,
    account_sheets,
    days_sheet,
    months_sheet,
    notes_of,
    say_average,
    say_closing,
    say_occupancy,
)
from app.census.rules.averages import DayLine, average_of, by_month, month_ends, people_line, rate_line
from app.census.rules.months import Month, month_of
from app.core.actor import Actor
from app.core.clock import business_date, now
from app.core.i18n import _
from app.institutions.queries import get_institution
from app.web.deps import CurrentActor, RowId, Session
from app.web.routing import Router
from app.web.sheets import give_book
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/occupancy")


@dataclass(frozen=True, slots=True)
class Asked:
    """The home a page over time is about, and which of its days are there."""

    institution: Any
    home: Home
    kept: Kept


async def _asked(session: AsyncSession, actor: Actor, institution_id: int) -> Asked:
    scope = actor.scope("census.see")
    institution = await get_institution(session, scope, institution_id)
    home = Home(institution.county, institution.id)
    return Asked(institution, home, await kept_days_of(session, scope, home))


@router.get("/trend", name="census.days.trend", access="census.see")
async def show_trend(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """The home's rate and people day by day, and its month ends as a table."""
    asked, ask = await _asked(session, actor, institution_id), await _range(request, session)
    lines = await _lines(session, actor, asked, ask)
    return await render(
        request, "census/days/trend.html", institution=asked.institution, ask=ask, kept=asked.kept,
        lines=lines, rates=rate_line(lines), people=people_line(lines), ends=month_ends(lines)[::-1],
    )  # fmt: skip


@router.get("/trend.xlsx", name="census.days.trend.xlsx", access="census.see")
async def give_trend(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Give every day of the range and its month ends as a workbook."""
    asked, ask = await _asked(session, actor, institution_id), await _range(request, session)
    lines = await _lines(session, actor, asked, ask)
    sheets = [days_sheet(_("逐日"), lines[::-1]), days_sheet(_("每月最后一天"), month_ends(lines)[::-1])]
    return await _give(session, asked, Book(_("入住率趋势"), ask.first, ask.last, sheets, say_occupancy()))


@router.get("/average", name="census.days.average", access="census.see")
async def show_average(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """What the home's beds were used over a range: both sums, in total and by month."""
    asked, ask = await _asked(session, actor, institution_id), await _range(request, session)
    lines = await _lines(session, actor, asked, ask)
    return await render(
        request, "census/days/average.html", institution=asked.institution, ask=ask, kept=asked.kept,
        total=average_of(lines), months=by_month(lines)[::-1],
    )  # fmt: skip


@router.get("/average.xlsx", name="census.days.average.xlsx", access="census.see")
async def give_average(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Give the sums of each month as a workbook."""
    asked, ask = await _asked(session, actor, institution_id), await _range(request, session)
    lines = await _lines(session, actor, asked, ask)
    sheets, said = [months_sheet(by_month(lines)[::-1])], say_average(average_of(lines))
    return await _give(session, asked, Book(_("平均床位使用率"), ask.first, ask.last, sheets, said))


@router.get("/flows", name="census.days.flows", access="census.see")
async def show_flows(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """A month as an account: opening, who came and went, closing; in total, by day and in every split."""
    asked = await _asked(session, actor, institution_id)
    ask = MonthAsk.read(request.query_params, await business_date(session))
    return await render(
        request, "census/days/flows.html", institution=asked.institution, ask=ask, kept=asked.kept,
        month=await _month(session, actor, asked, ask),
    )  # fmt: skip


@router.get("/flows.xlsx", name="census.days.flows.xlsx", access="census.see")
async def give_flows(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Give the account of a month as a workbook, the quiet days too."""
    asked = await _asked(session, actor, institution_id)
    ask = MonthAsk.read(request.query_params, await business_date(session))
    month = await _month(session, actor, asked, ask)
    sheets, said = account_sheets(month), say_closing(month)
    return await _give(session, asked, Book(_("在住老人进出"), ask.first, min(ask.last, ask.today), sheets, said))


async def _give(session: AsyncSession, asked: Asked, book: Book) -> Response:
    home = asked.institution.name
    notes = notes_of(book, home, asked.kept, await now(session))
    return await give_book(f"{home}{book.content} {book.first}–{book.last}", book.sheets, notes)


async def _lines(session: AsyncSession, actor: Actor, asked: Asked, ask: RangeAsk) -> list[DayLine]:
    """Read the days of the range that are there."""
    there = asked.kept.inside(ask.first, ask.last)
    return await day_lines(session, actor.scope("census.see"), asked.home, *there) if there else []


async def _range(request: Request, session: AsyncSession) -> RangeAsk:
    return RangeAsk.read(request.query_params, await business_date(session))


async def _month(session: AsyncSession, actor: Actor, asked: Asked, ask: MonthAsk) -> Month | None:
    """Read the month with the day before it, where there is one."""
    there = asked.kept.inside(ask.first, ask.last)
    if there is None:
        return None
    eve = there[0] - timedelta(days=1)
    days = await days_between(session, actor.scope("census.see"), asked.home, eve, there[1])
    before = days.pop(0) if days and days[0].day == eve else None
    return month_of(before, days, *there)
