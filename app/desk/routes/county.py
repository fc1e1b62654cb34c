"""今日 of a county: what waits for its case officer, each with the one act it asks for."""

from fastapi import Request, Response

from app.core.clock import business_date
from app.desk.queries.county import counties_of, county_day
from app.desk.rules.today import SHOWN
from app.waitlist.errors import CountyNotFound
from app.web.addresses import id_in
from app.web.deps import CurrentActor, Session
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router()


@router.get("/county-today", name="desk.county.show", access="waitlist.review")
async def show_county(request: Request, session: Session, actor: CurrentActor, county: str = "") -> Response:
    """Orders, reviews, tiers set by hand, objections, transfers and skips, the oldest first."""
    counties = await counties_of(session, actor.scope("waitlist.review"))
    code = id_in(county) if county else next(iter(counties), None)
    if code is None or code not in counties:
        raise CountyNotFound
    seen = await county_day(session, code, await business_date(session))
    return await render(request, "desk/county/show.html", county_name=counties[code], seen=seen, shown=SHOWN)
