"""提异议: against a published list or an offer, by anybody; the result is asked by its number."""

from typing import Any

from fastapi import Request, Response

from app.core.errors import DomainError
from app.offers.rules.kinds import ObjectionOutcome
from app.public.forms.asking import ObjectionForm, ResultForm
from app.public.queries.lists import decided_objections
from app.public.queries.vacancies import open_counties, vacancies
from app.public.routes.showing import address_of
from app.public.routes.vacancies import county_at_hand
from app.public.service import objections as service
from app.public.service.objections import Objected
from app.web.access import PUBLIC
from app.web.deps import Session
from app.web.forms import Bound, bind, status_of
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/open/objection")


@router.get("", name="public.objections.new", access=PUBLIC)
async def new_objection(request: Request, session: Session, county: str = "", home: str = "") -> Response:
    """What is wrong, about which list; the ways to ask for a result and to read what was decided."""
    return await _page(request, session, Bound(None, raw={"county": county, "home": home}))


@router.post("", name="public.objections.create", access=PUBLIC)
async def create_objection(request: Request, session: Session) -> Response:
    """Hand it in and give its number."""
    bound = bind(ObjectionForm, await request.form())
    form = bound.values
    if form is None:
        return await _page(request, session, bound, 422)
    said = Objected(
        county=form.county, home=form.home or None, words=form.words, name=form.name, phone=form.phone, about=form.about
    )
    try:
        number = await service.hand_in(session, said, tap=form.tap_id, address=address_of(request))
    except DomainError as refusal:
        return await _page(request, session, bound.with_error(refusal.field or "", refusal.message), refusal.status)
    return await render(request, "public/objection_done.html", number=number)


@router.get("/result", name="public.objections.ask", access=PUBLIC)
async def ask_result(request: Request, session: Session) -> Response:
    """Ask for the number."""
    return await render(request, "public/objection_result.html", values={}, errors={}, told=None, outcomes={})


@router.post("/result", name="public.objections.show", access=PUBLIC)
async def show_result(request: Request, session: Session) -> Response:
    """How far an objection has come."""
    bound, told = bind(ResultForm, await request.form()), None
    status = status_of(bound)
    try:
        if bound.values is not None:
            told = await service.result_of(session, bound.values.number, address=address_of(request))
    except DomainError as refusal:
        bound, status = bound.with_error("number", refusal.message), refusal.status
    outcomes = {one.value: one.label for one in ObjectionOutcome}
    return await render(
        request, "public/objection_result.html", status=status, values=bound.raw, errors=bound.errors, told=told,
        outcomes=outcomes,
    )  # fmt: skip


async def _page(request: Request, session: Session, bound: Bound[Any], status: int | None = None) -> Response:
    counties = await open_counties(session)
    here = county_at_hand(counties, str(bound.raw.get("county", "")))
    if here is None:
        return await render(request, "public/counties.html", counties=counties, lead="public.objections.new")
    return await render(
        request, "public/objection.html", status=status or status_of(bound), county=here, values=bound.raw,
        errors=bound.errors, homes=await vacancies(session, here.county),
        decided=await decided_objections(session, here.county), outcomes={one.value: one.label for one in ObjectionOutcome},
    )  # fmt: skip
