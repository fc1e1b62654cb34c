"""轮候查询: one's own place, by number and PIN. What is told is drawn at once and stands in no address."""

from datetime import datetime
from typing import Any

from fastapi import Request, Response

from app.core.errors import DomainError
from app.public.forms.asking import PlaceForm
from app.public.queries.vacancies import open_counties
from app.public.routes.showing import address_of
from app.public.routes.vacancies import county_at_hand
from app.public.rules.place_words import change_words, notice_words, state_words
from app.public.service.places import look_up
from app.waitlist.rules.policy import Key
from app.web.access import PUBLIC
from app.web.deps import Session
from app.web.forms import Bound, bind, status_of
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/open/place")


@router.get("", name="public.places.new", access=PUBLIC)
async def new_look(request: Request, session: Session) -> Response:
    """Ask for number and PIN."""
    return await _ask(request, Bound(None))


@router.post("", name="public.places.show", access=PUBLIC)
async def show_place(request: Request, session: Session) -> Response:
    """The place with its ladder, what could change it, and what the family is to be told."""
    bound = bind(PlaceForm, await request.form())
    if bound.values is None:
        return await _ask(request, bound, 422)
    try:
        told = await look_up(session, bound.values.number, bound.values.pin, address=address_of(request))
    except DomainError as refusal:
        again = bound.with_error(refusal.field or "pin", refusal.message)
        return await _ask(request, again, refusal.status)
    county = county_at_hand(await open_counties(session), told["county"])
    keys = {"tier": None} | {key.value: key.label for key in Key}
    words = {"state": state_words, "notice": notice_words, "change": change_words, "at": _instant}
    return await render(request, "public/place.html", told=told, keys=keys, words=words, county=county)


def _instant(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


async def _ask(request: Request, bound: Bound[Any], status: int | None = None) -> Response:
    # The PIN is not written back into the page.
    raw = {name: value for name, value in bound.raw.items() if name != "pin"}
    return await render(
        request, "public/place_form.html", status=status or status_of(bound), values=raw, errors=bound.errors
    )
