"""分散供养名册: everybody supported at home on a day, by township, with the newest wish."""

from fastapi import Request, Response

from app.core.clock import business_date
from app.placements.queries import support_lines
from app.placements.rules.kinds import Wish
from app.web.addresses import day_in
from app.web.deps import CurrentActor, Session
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/dispersed-support")
ORDER = "placements.order"


@router.get("", name="placements.supports.index", access=ORDER)
async def list_supports(request: Request, session: Session, actor: CurrentActor, on: str = "") -> Response:
    """The register as of a day; today where none is named."""
    today = await business_date(session)
    day = min(day_in(on) or today, today)
    lines = await support_lines(session, actor.scope(ORDER), on=day)
    wishing = sum(line.wish is Wish.HOME for line in lines)
    unasked = sum(line.wish is None for line in lines)
    return await render(
        request, "placements/supports/index.html", lines=lines, day=day, wishing=wishing, unasked=unasked
    )  # fmt: skip
