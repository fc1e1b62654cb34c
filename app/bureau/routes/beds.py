"""What beds are certified as, over time: beds and the people in them, a small chart for each kind of mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import MarkKind
from app.bureau import queries
from app.bureau.forms import SpanAsk
from app.bureau.routes.asking import Ground, give_span, ground_of
from app.bureau.routes.averages import spans_of
from app.bureau.routes.charts import Plot, plot, round_top
from app.bureau.routes.explaining import Definition, marks_definition
from app.bureau.routes.tables import marks_sheet
from app.bureau.rules import MarksOn
from app.core.i18n import _
from app.web.deps import Session
from app.web.filters import day
from app.web.routing import Router
from app.web.templates import render

__all__ = ["MarkLine", "marks_on", "router", "unmarked_of"]

router = Router(prefix="/bureau")
PERIODS = (3, 12, 36)


class MarkLine(NamedTuple):
    """One kind of mark on the last day, and its lines over the span."""

    label: str
    beds: int
    people: int
    plot: Plot | None


@dataclass(frozen=True, slots=True)
class Marks:
    """What the page shows."""

    ask: SpanAsk
    ground: Ground
    days: list[MarksOn]
    definition: Definition

    @property
    def place(self) -> str:
        """Of which county, or of all."""
        return self.ground.name_of(self.ask.county)

    @property
    def now(self) -> MarksOn | None:
        """The last day."""
        return self.days[-1] if self.days else None


@router.get("/beds", name="bureau.beds", access="figures.see")
async def show_beds(request: Request, session: Session) -> Response:
    """Show beds by mark over a span of days."""
    shown = await _shown(request, session)
    return await render(
        request, "bureau/beds/show.html", shown=shown, ask=shown.ask, ground=shown.ground,
        marks=marks_on(shown.days), ends=shown.days[::-1], kinds=list(MarkKind),
        unmarked=unmarked_of(shown.now), spans=spans_of(shown.ask, PERIODS),
    )  # fmt: skip


@router.get("/beds.xlsx", name="bureau.beds.xlsx", access="figures.see")
async def give_beds(request: Request, session: Session) -> Response:
    """Give the days of the page as a workbook."""
    shown = await _shown(request, session)
    daily = await queries.marks_over(session, shown.ask.county, shown.ask.first, shown.ask.last, monthly=False)
    sheets = [marks_sheet(_("各月末"), shown.days[::-1]), marks_sheet(_("逐日"), daily)]
    name = _("{place}床位认定").format(place=shown.place)
    return await give_span(session, shown, name, sheets)


async def _shown(request: Request, session: AsyncSession) -> Marks:
    ground = await ground_of(session)
    ask = SpanAsk.read(request.query_params, ground.open_days, ground.codes)
    days = await queries.marks_over(session, ask.county, ask.first, ask.last)
    return Marks(ask, ground, days, marks_definition())


def marks_on(days: Sequence[MarksOn]) -> list[MarkLine]:
    """Lay each kind out, all on the scale of the largest, so that the small charts can be compared."""
    if not days:
        return []
    top = round_top(max(1, *(number for each in days for number in (*each.beds.values(), *each.people.values()))))
    first, last = day(days[0].day), day(days[-1].day)
    lines = []
    for kind in MarkKind:
        beds: list[float | None] = [each.beds.get(kind, 0) for each in days]
        people: list[float | None] = [each.people.get(kind, 0) for each in days]
        drawn = plot([("people", people), ("beds", beds)], top, first=first, last=last) if any(beds) else None
        lines.append(MarkLine(kind.label, int(beds[-1] or 0), int(people[-1] or 0), drawn))
    return lines


def unmarked_of(now: MarksOn | None) -> int:
    """Beds of which nobody has said whether they are nursing beds."""
    return now.existing - now.beds.get(MarkKind.NURSING, 0) - now.beds.get(MarkKind.GENERAL, 0) if now else 0
