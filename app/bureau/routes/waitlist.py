"""The waitlist in figures: what happened in a span, who waits and for how long, by home and by tier."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import orjson
from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau.forms import SpanAsk
from app.bureau.queries.waitlist import waiting_by_day, waitlist_span
from app.bureau.routes.asking import Ground, give_span, ground_of
from app.bureau.routes.averages import spans_of
from app.bureau.routes.charts import Bar, plot, round_top
from app.bureau.routes.explaining import Definition
from app.bureau.rules.suppression import LEAST
from app.bureau.rules.waitlist import WAITING, Measure, Waiters, say_count
from app.core.i18n import _
from app.institutions.errors import HomeNotFound
from app.web.deps import RowId, Session
from app.web.filters import day
from app.web.routing import Router
from app.web.sheets import Column, Sheet
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/bureau")
CHART = (Measure.RECEIVED, Measure.ACCEPTED, Measure.OFFERED, Measure.AGREED, Measure.ADMITTED, Measure.DECLINED,
         Measure.LAPSED)  # fmt: skip
TABLE = (Measure.RECEIVED, Measure.OFFERED, Measure.DECLINED, Measure.LAPSED, Measure.ADMITTED, Measure.LEFT, WAITING)
NO_DAYS = "–"


class WaitLine(NamedTuple):
    """A home, a county or a tier: its counts in the order of the columns, and how long those who wait have waited."""

    name: str
    href: str
    counts: list[str]
    days: str


@dataclass(frozen=True, slots=True)
class Waits:
    """What the page shows."""

    ask: SpanAsk
    ground: Ground
    told: Waiters
    definition: Definition
    home: int | None = None

    @property
    def place(self) -> str:
        """Of which home, of which county, or of all."""
        if self.home is not None:
            return self.told.homes[self.home][0]
        return self.ground.name_of(self.ask.county)

    @property
    def row(self) -> int:
        """The row of the whole page: of a home, of one county among several, or of all."""
        if self.home is not None:
            return self.home
        return -self.ask.county if self.ask.county and len(self.told.counties) > 1 else 0

    @property
    def homes(self) -> list[tuple[int, str, int]]:
        """The homes of the page with their counties."""
        every = ((home, name, county) for home, (name, county) in self.told.homes.items())
        return [one for one in every if self.ask.county in (None, one[2])]

    def count(self, measure: Measure) -> str:
        """A count of the whole page, as it is told."""
        return self.told.count(measure, self.row).words


@router.get("/waitlist", name="bureau.waitlist", access="figures.see")
async def show_waitlist(request: Request, session: Session) -> Response:
    """Show applications, offers, refusals and waiting time of a span by home and by tier."""
    shown = await _shown(request, session)
    return await render(request, "bureau/waitlist/show.html", **await _facts(request, session, shown))


@router.get("/waitlist.xlsx", name="bureau.waitlist.xlsx", access="figures.see")
async def give_waitlist(request: Request, session: Session) -> Response:
    """Give the rows of the page as a workbook; what is withheld there is empty here."""
    shown = await _shown(request, session)
    sheets = [
        _sheet(_("各机构"), _("机构"), shown, _home_rows(shown)),
        _sheet(_("各类别"), _("类别"), shown, _tier_rows(shown)),
    ]
    return await give_span(session, shown, _("{place}轮候").format(place=shown.place), sheets)


@router.get("/waitlist.json", name="bureau.waitlist.json", access="figures.see")
async def answer_waitlist(request: Request, session: Session) -> Response:
    """Give the rows of the page to programs; a withheld count is null."""
    shown = await _shown(request, session)
    rows = [
        {"institution_id": home, "name": name, "county": county, "average_days": shown.told.days(home),
         **{str(one): shown.told.count(one, home).count for one in Measure}}
        for home, name, county in shown.homes
    ]  # fmt: skip
    tiers = [
        {"tier": tier, "title": label, "average_days": shown.told.days(shown.row, tier),
         **{str(one): shown.told.count(one, shown.row, tier).count for one in Measure}}
        for tier, label in shown.told.tiers
    ]  # fmt: skip
    body = {"from": shown.ask.first, "to": shown.ask.last, "county": shown.ask.county, "least": LEAST, "homes": rows,
            "tiers": tiers, "words": dict(shown.definition.lines)}  # fmt: skip
    return Response(orjson.dumps(body), headers={"Cache-Control": "private, no-cache"}, media_type="application/json")


@router.get("/homes/{institution_id}/waitlist", name="bureau.homes.waitlist", access="figures.see")
async def show_home_waitlist(request: Request, session: Session, institution_id: RowId) -> Response:
    """Show one home of the page by tier; the same counts are withheld as there."""
    shown = replace(await _shown(request, session), home=institution_id)
    if institution_id not in shown.told.homes:
        raise HomeNotFound
    return await render(request, "bureau/waitlist/show.html", **await _facts(request, session, shown))


async def _shown(request: Request, session: AsyncSession) -> Waits:
    ground = await ground_of(session)
    ask = SpanAsk.read(request.query_params, ground.open_days, ground.codes)
    ask = replace(ask, by="", sort="")
    # What is withheld is decided for all of the caller's counties at once: no page may give away what another keeps.
    told = Waiters(await waitlist_span(session, ask.first, ask.last))
    return Waits(ask, ground, told, _definition())


async def _facts(request: Request, session: AsyncSession, shown: Waits) -> dict[str, Any]:
    return {
        "shown": shown, "ask": shown.ask, "ground": shown.ground, "spans": spans_of(shown.ask)[-3:],
        "measures": TABLE, "bars": _bars(shown), "plot": await _plot(session, shown) if shown.home is None else None,
        "homes": [_line(request, shown, *row) for row in _home_rows(shown)] if shown.home is None else [],
        "tiers": [_line(request, shown, *row) for row in _tier_rows(shown)],
        "path": request.url.path,
    }  # fmt: skip


def _home_rows(shown: Waits) -> list[tuple[str, int, int | None]]:
    return [(name, home, None) for home, name, _county in shown.homes]


def _tier_rows(shown: Waits) -> list[tuple[str, int, int | None]]:
    return [
        (
            _("第 {number} 类").format(number=tier) + (_("：{title}").format(title=_(label)) if label else ""),
            shown.row,
            tier,
        )
        for tier, label in shown.told.tiers
    ]


def _line(request: Request, shown: Waits, name: str, row: int, tier: int | None) -> WaitLine:
    href = ""
    if row and tier is None:
        href = str(request.app.url_path_for("bureau.homes.waitlist", institution_id=row)) + shown.ask.query()
    days = shown.told.days(row, tier)
    counts = [shown.told.count(measure, row, tier).words for measure in TABLE]
    return WaitLine(name, href, counts, NO_DAYS if days is None else str(days))


def _bars(shown: Waits) -> list[Bar]:
    """What became of applications, step by step, on one scale; a withheld one has no length."""
    found = [(measure, shown.told.count(measure, shown.row).count) for measure in CHART]
    most = max((count or 0 for _measure, count in found), default=0) or 1
    return [
        Bar(measure.label, None if count is None else round(100 * count / most, 1), say_count(count), "")
        for measure, count in found
    ]


async def _plot(session: AsyncSession, shown: Waits) -> Any:
    """How many wait, day by day; days of few are gaps."""
    found = await waiting_by_day(session, shown.ask.first, shown.ask.last, shown.ask.county)
    values = [_told(found.get(one)) for one in _days(shown.ask.first, shown.ask.last)]
    known = [one for one in values if one is not None]
    if len(known) < 2:
        return None
    end = _("{n} 人").format(n=int(known[-1])) if values[-1] is not None else ""
    return plot(
        [("rate", values)], round_top(max(known)), first=day(shown.ask.first), last=day(shown.ask.last), end=end
    )


def _told(count: int | None) -> float | None:
    return None if count is None or 0 < count < LEAST else float(count)


def _days(first: date, last: date) -> list[date]:
    return [date.fromordinal(one) for one in range(first.toordinal(), last.toordinal() + 1)]


def _sheet(name: str, title: str, shown: Waits, rows: list[tuple[str, int, int | None]]) -> Sheet:
    columns = [Column(title, "text", 40), *(Column(measure.label) for measure in TABLE), Column(_("平均已等（天）"))]
    cells = [
        (said, *(shown.told.count(measure, row, tier).count for measure in TABLE), shown.told.days(row, tier))
        for said, row, tier in rows
    ]
    return Sheet(name, columns, cells)


def _definition() -> Definition:
    return Definition([
        (_("公式"), _("每一步的件数：时段内每天发生的件数相加；平均已等 = 期末轮候的人已等的天数之和 ÷ 人数")),
        (_("分子"), _("登记、列入、发通知、接受、拒绝、逾期作废、办理入住、撤回和移出，按发生的日子计")),
        (_("分母"), _("期末轮候：时段最后一天 24 时轮候中、暂缓和已发通知的人，按第一志愿的机构计")),
        (_("口径"), _("类别按当天的规则和当天的情况，人工调整的按调整后的类别")),
        (_("不计入"), _("少于 {n} 的数不显示；为了不让人用合计减出来，另有一些数也不显示，用 * 表示。特困人员不排队，不在里面").format(n=LEAST)),
    ])  # fmt: skip
