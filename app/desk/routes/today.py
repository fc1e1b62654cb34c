"""今日: one sentence, three acts, and the queues that ask for one act each."""

from fastapi import Request, Response

from app.beds.rules.home import Home
from app.core.clock import business_date
from app.desk.queries.today import today_of
from app.desk.rules.today import SHOWN, best_free
from app.institutions.queries import get_institution
from app.stays.queries.movements import movements_of_day
from app.web.deps import CurrentActor, RowId, Session
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")


@router.get("/today", name="desk.today.show", access="stays.see")
async def show_today(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """How the home stands tonight, and what wants doing."""
    scope = actor.scope("stays.see")
    institution = await get_institution(session, scope, institution_id)
    day = await business_date(session)
    home = Home(institution.county, institution.id)
    seen = await today_of(session, scope, home, day)
    may = {
        name: actor.scope(name).covers(home.county, home.institution_id)
        for name in ("stays.admit", "stays.leave", "stays.discharge", "beds.close", "census.see", "transfers.see")
    }
    return await render(
        request, "desk/today/show.html", institution=institution, seen=seen, may=may, shown=SHOWN,
        best=best_free(seen.board), moved=await movements_of_day(session, scope, institution_id, day), day=day,
    )  # fmt: skip
