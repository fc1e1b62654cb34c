"""Occupancy of one home on any day: the sentence, the rates, and the rows that make them."""

from fastapi import Request, Response

from app.beds.rules.home import Home
from app.census import queries
from app.census.forms import OccupancyAsk
from app.census.routes.asking import sees_names, sees_whole_names
from app.census.routes.viewing import bed_tabs, line_of_days, said_of
from app.core.clock import business_date
from app.institutions.queries import get_institution
from app.web.deps import CurrentActor, RowId, Session
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")


@router.get("/occupancy", name="census.occupancy.show", access="census.see")
async def show_occupancy(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """A home's occupancy at the end of a day, its definition, and each number's rows one click away."""
    scope = actor.scope("census.see")
    institution = await get_institution(session, scope, institution_id)
    ask = OccupancyAsk.read(request.query_params, await business_date(session))
    home = Home(institution.county, institution.id)
    days = await queries.occupancy_series(session, scope, institution_id, ask.first, ask.on)
    rows = await queries.occupancy_rows(session, scope, home, ask.on)
    return await render(
        request, "census/occupancy/show.html", institution=institution, ask=ask, rows=rows, now=days[-1],
        line=line_of_days(days), said=said_of(days[-1], rows), bed_groups=bed_tabs(rows.beds),
        named=sees_names(actor, *home.keys.values()), whole=sees_whole_names(actor, *home.keys.values()),
    )  # fmt: skip
