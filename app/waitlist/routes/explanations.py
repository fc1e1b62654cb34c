"""排序说明单: the ladder on paper, with a box for the stamp, as of now."""

from fastapi import Response

from app.core.clock import business_date, now
from app.regions.queries import names_of
from app.waitlist.errors import EntryRefused
from app.waitlist.routes.entries import explained
from app.waitlist.routes.filing import PREFIX, Seeing, record_look
from app.waitlist.routes.words import wishes_said
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix=PREFIX)


@router.get("/explanation", name="waitlist.explanations.show", access="waitlist.see")
async def show_explanation(of: Seeing) -> Response:
    """Print why somebody stands where they stand; a person outside the order has no place to explain."""
    why = await explained(of, await business_date(of.session))
    if why is None:
        raise EntryRefused
    await record_look(of, "explanation")
    county = (await names_of(of.session, [of.county])).get(of.county, str(of.county))
    return await render(
        of.request, "waitlist/paper/explanation.html", of=of, why=why, at=await now(of.session), county=county,
        wishes=wishes_said(of.facts, of.homes), home=None,
    )  # fmt: skip
