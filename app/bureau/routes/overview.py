"""The bureau's first page: how full its homes are, what its beds are, what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import MarkKind
from app.bureau import queries
from app.bureau.forms import DayAsk
from app.bureau.routes.asking import give_workbook, ground_of
from app.bureau.routes.beds import unmarked_of
from app.bureau.routes.charts import ends_of
from app.bureau.routes.occupancy import export_of
from app.bureau.routes.showing import Shown, left_of, lines_of, show_of, way_to
from app.bureau.routes.viewing import HomeLine, PlaceLine, bars_of, scale_of
from app.bureau.rules import total
from app.census.rules.rates import Rate
from app.core.i18n import _
from app.web.deps import Session
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/bureau")
OLD = 60
"""Days after which a report is old."""


@dataclass(frozen=True, slots=True)
class BedsNow:
    """What the beds of homes with rows of their own are on the day."""

    existing: int
    closed: int
    occupied: int
    nursing: int
    dementia: int
    unmarked: int

    @property
    def rates(self) -> list[tuple[str, Rate]]:
        """The shares that are shown beside the occupancy."""
        return [
            (_("在营可用床位使用率"), Rate(self.occupied, self.existing - self.closed)),
            (_("护理型床位占比"), Rate(self.nursing, self.existing)),
            (_("认知障碍床位占比"), Rate(self.dementia, self.existing)),
        ]


@router.get("", name="bureau.overview", access="figures.see")
async def show_overview(request: Request, session: Session) -> Response:
    """Show the state of a day: one county by home, several by county."""
    shown = await _shown(request, session)
    beds = await _beds_on(session, shown.ask.on)
    # Until a first day is open, the beds themselves are all that can be said.
    plain = await queries.beds_by_home(session, shown.ask.on) if shown.ground.open_days.last is None else []
    lines = lines_of(request, shown)
    return await render(
        request, "bureau/overview/show.html", shown=shown, ask=shown.ask, ground=shown.ground, beds=beds, plain=plain,
        plain_total=total(line.counts for line in plain), lines=lines, charts=ends_of(bars_of(lines)),
        most=scale_of(lines), gaps=_gaps_of(lines), left=left_of(request, shown), stale=_is_stale(shown),
        late=_late_of(request, shown),
    )  # fmt: skip


@router.get("/overview.xlsx", name="bureau.overview.xlsx", access="figures.see")
async def give_overview(request: Request, session: Session) -> Response:
    """Give the rows of the page as a workbook."""
    shown = await _shown(request, session)
    return await give_workbook(session, export_of(shown, _("{place}总览").format(place=shown.place)))


async def _shown(request: Request, session: AsyncSession) -> Shown:
    ground = await ground_of(session)
    return await show_of(session, DayAsk.read(request.query_params, ground.open_days), ground)


async def _beds_on(session: AsyncSession, day: date) -> BedsNow | None:
    """What the beds are; None where no home has rows of its own that day. Those of a closed home are not in use."""
    marks = await queries.marks_over(session, None, day, day)
    if not marks or not marks[-1].existing:
        return None
    now, used = marks[-1], await queries.averages(session, day, day, "county")
    return BedsNow(
        now.existing, now.existing - sum(row.open for row in used), sum(row.used for row in used),
        now.beds.get(MarkKind.NURSING, 0), now.beds.get(MarkKind.DEMENTIA, 0), unmarked_of(now),
    )  # fmt: skip


def _gaps_of(lines: Sequence[PlaceLine | HomeLine]) -> list[PlaceLine]:
    """The places with homes in no rate, those with the most residents first."""
    places = [line for line in lines if isinstance(line, PlaceLine) and (line.left_homes or line.left_people)]
    return sorted(places, key=lambda line: -line.left_people)


def _late_of(request: Request, shown: Shown) -> list[tuple[str, str, date, int]]:
    """The homes whose report is old, the oldest first: whom to call."""
    late = [
        (home.name, way_to(request, home, shown.ask), home.reported_on, home.age_days or 0)
        for home in shown.homes if home.reported_on and (home.age_days or 0) > OLD
    ]  # fmt: skip
    return sorted(late, key=lambda each: -each[-1])


def _is_stale(shown: Shown) -> bool:
    oldest = shown.total.oldest
    return oldest is not None and (shown.ask.on - oldest).days > OLD
