"""Occupancy of a day by county, by township or by home, with what is left out; and the same as a workbook."""

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau.forms import DayAsk
from app.bureau.routes.asking import Export, give_workbook, ground_of
from app.bureau.routes.charts import ends_of
from app.bureau.routes.showing import KINDS, Shown, left_of, lines_of, show_of
from app.bureau.routes.tables import homes_sheet, left_sheet, places_sheet
from app.bureau.routes.viewing import Total, bars_of, in_order, scale_of
from app.core.i18n import _
from app.web.deps import Session
from app.web.filters import day, number
from app.web.routing import Router
from app.web.templates import render

__all__ = ["by_words", "export_of", "router"]

router = Router(prefix="/bureau")
A_PAGE, LONGEST_PAGE = 100, 300


@router.get("/occupancy", name="bureau.occupancy", access="figures.see")
async def show_occupancy(request: Request, session: Session) -> Response:
    """Show the rates of a day, place by place."""
    shown = await _shown(request, session)
    lines = in_order(lines_of(request, shown), shown.ask.sort)
    pages = -(-len(lines) // A_PAGE) if len(lines) > LONGEST_PAGE else 1
    page = min(shown.ask.page, pages)
    return await render(
        request, "bureau/occupancy/show.html", shown=shown, ask=shown.ask, ground=shown.ground, words=by_words(),
        charts=ends_of(bars_of(lines)), most=scale_of(lines), left=left_of(request, shown), page=page, pages=pages,
        lines=lines if pages == 1 else lines[(page - 1) * A_PAGE : page * A_PAGE],
    )  # fmt: skip


@router.get("/occupancy.xlsx", name="bureau.occupancy.xlsx", access="figures.see")
async def give_occupancy(request: Request, session: Session) -> Response:
    """Give the rows of the page as a workbook."""
    shown = await _shown(request, session)
    return await give_workbook(session, export_of(shown, _("{place}入住率").format(place=shown.place)))


async def _shown(request: Request, session: AsyncSession) -> Shown:
    ground = await ground_of(session)
    return await show_of(session, DayAsk.read(request.query_params, ground.open_days, ground.codes, KINDS), ground)


def export_of(shown: Shown, name: str) -> Export:
    """What the workbook of a page of occupancy holds."""
    if shown.by == "home":
        sheets = [homes_sheet(_("各机构"), shown.homes)]
    else:
        title = _("区县") if shown.by == "county" else _("乡镇")
        sheets = [places_sheet(_("各{places}").format(places=title), title, shown.parts)]
    if shown.by != "county":
        sheets.append(left_sheet(shown.left))
    said = _("{place}，{day}，{by}").format(place=shown.place, day=day(shown.ask.on), by=by_words()[shown.by])
    return Export(name, sheets, said, shown.ask.on, shown.ask.on, shown.definition, _say_total(shown.total))


def _say_total(total: Total) -> str:
    return _(
        "计入 {homes} 家（其中上报 {reported} 家），核定床位 {beds} 张，计入 {people} 人，入住率 {rate}；不计入 {left} 家，住着 {others} 人"
    ).format(
        homes=total.computed + total.reported, reported=total.reported, beds=number(total.registered),
        people=number(total.people), rate=total.rate.shown, left=total.left_homes, others=number(total.left_people),
    )  # fmt: skip


def by_words() -> dict[str, str]:
    """The ways of dividing, in words."""
    return {"county": _("按区县"), "township": _("按乡镇"), "home": _("按机构")}
