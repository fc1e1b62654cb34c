"""The receipt of an application: its number, the instant that counts, and the PIN, which is shown this once."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import DomainError
from app.regions.queries import names_of
from app.waitlist import service
from app.waitlist.forms.acts import TapForm
from app.waitlist.queries import facts_of
from app.waitlist.queries.persons import homes_named, names_on_files
from app.waitlist.routes.asking import first_time
from app.waitlist.routes.filing import PREFIX, Applying, OfEntry
from app.waitlist.routes.words import wishes_said
from app.web.forms import Bound, bind, refused, status_of
from app.web.routing import Router
from app.web.templates import render

__all__ = ["receipt_page", "router"]

router = Router(prefix=PREFIX)


@router.get("/pins/new", name="waitlist.pins.new", access="waitlist.apply")
async def new_pin(of: Applying) -> Response:
    """Ask before the old PIN stops opening anything."""
    return await _ask(of, Bound(None))


@router.post("/pins", name="waitlist.pins.create", access="waitlist.apply")
async def create_pin(of: Applying) -> Response:
    """Draw a new PIN and show it on a slip, this once."""
    bound = bind(TapForm, await of.request.form())
    form = bound.values
    if form is None:
        return await _ask(of, bound)
    try:
        if not await first_time(of.session, of.actor, "waitlist.pin", form, of.county, entry=of.entry_id):
            return of.back("")
        made = await service.renew_pin(of.session, of.actor, of.entry_id)
    except DomainError as refusal:
        return await _ask(of, refused(bound, refusal))
    return await receipt_page(of.request, of.session, made, is_new=False)


async def _ask(of: OfEntry, bound: Bound[Any]) -> Response:
    return await render(of.request, "waitlist/new/pin.html", status=status_of(bound), of=of, errors=bound.errors)


async def receipt_page(request: Request, session: AsyncSession, made: service.Registered, *, is_new: bool) -> Response:
    """Draw the slip that the family takes home."""
    entry = made.entry
    facts, homes = facts_of(entry), await homes_named(session, entry.county)
    names = await names_on_files(session, entry.county, [entry.elder_id])
    county = (await names_of(session, [entry.county])).get(entry.county, str(entry.county))
    return await render(
        request, "waitlist/paper/receipt.html", entry=entry, facts=facts, pin=made.pin, is_new=is_new,
        person=names.get(entry.elder_id, ""), wishes=wishes_said(facts, homes), county=county, home=None,
    )  # fmt: skip
