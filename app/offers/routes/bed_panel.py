"""What offers know of one bed, hung into its panel: the offer that holds it, or the way to the next on the list."""

from datetime import date

from fastapi import Request, Response

from app.beds.queries import get_bed
from app.beds.queries.claims import clashes
from app.beds.routes.asking import Asked, the_home
from app.core.clock import business_date
from app.offers.queries.offers import live_offer_of_bed
from app.offers.rules.steps import days_said
from app.waitlist.queries import is_switched_on
from app.web.deps import CurrentActor, RowId, Session
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}")


@router.get("/beds/{bed_id}/offer", name="offers.bed_panel.show", access="offers.see")
async def show_bed_offer(
    request: Request, institution_id: RowId, bed_id: RowId, session: Session, actor: CurrentActor, day: str = ""
) -> Response:
    """The offer that holds a bed today: a part of its panel, and a page of its own where no script fetches parts."""
    asked = await the_home(request, session, actor, institution_id, "offers.see")
    bed = await get_bed(session, asked.home.scope, institution_id, bed_id)
    today = await business_date(session)
    offer = await live_offer_of_bed(session, asked.home.scope, institution_id, bed.id)
    template = "offers/bed_panel/_panel.html" if is_partial(request) else "offers/bed_panel/show.html"
    now_asked = day in ("", today.isoformat())
    return await render(
        request, template, institution=asked.institution, bed_id=bed.id, offer=offer if now_asked else None,
        left=days_said(today, offer.hold_due_on) if offer else "",
        switched=now_asked and await _may_be_offered(asked, bed.id, today),
    )  # fmt: skip


async def _may_be_offered(asked: Asked, bed_id: int, today: date) -> bool:
    """Whether the bed is free and the home gives its beds out by the list."""
    session, home = asked.session, asked.home
    if await clashes(session, home.scope, [bed_id], today):
        return False
    return await is_switched_on(session, home.county, home.institution_id, today)
