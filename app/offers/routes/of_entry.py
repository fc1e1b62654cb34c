"""The offers an applicant has had, hung into the file of the application."""

from fastapi import Request, Response

from app.beds.queries import names_on
from app.core.clock import business_date
from app.offers.queries.offers import offers_of_entry
from app.waitlist.queries import entry_of
from app.web.deps import CurrentActor, RowId, Session
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/waitlist/{entry_id}")
SEE = "waitlist.see"


@router.get("/offers", name="offers.of_entry.index", access=SEE)
async def list_offers_of_entry(request: Request, entry_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """Every offer the reader's homes have made to the applicant, the newest first."""
    entry = await entry_of(session, actor.scope(SEE), entry_id)
    found = await offers_of_entry(session, actor.scope(SEE), entry.id)
    beds = await names_on(session, actor.scope(SEE), [offer.bed_id for offer in found], await business_date(session))
    template = "offers/of_entry/_list.html" if is_partial(request) else "offers/of_entry/index.html"
    may = {offer.id for offer in found if actor.scope("offers.see").covers(offer.county, offer.institution_id)}
    return await render(request, template, entry=entry, offers=found, beds=beds, may=may)
