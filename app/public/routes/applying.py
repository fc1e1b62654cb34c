"""申请轮候: where it begins, and the way back with a code."""

from typing import Any

from fastapi import Request, Response

from app.core.errors import DomainError
from app.public.errors import HomeGone
from app.public.forms.asking import CodeForm, CountyForm
from app.public.queries.vacancies import open_counties
from app.public.routes.showing import address_of
from app.public.routes.vacancies import county_at_hand
from app.public.service import drafts as service
from app.web.access import PUBLIC
from app.web.deps import Session
from app.web.forms import Bound, bind, status_of
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/open/apply")


@router.get("", name="public.applications.new", access=PUBLIC)
async def new_application(request: Request, session: Session, county: str = "") -> Response:
    """What it takes, how long, and the button that begins."""
    return await _begin(request, session, Bound(None), county)


@router.post("", name="public.applications.create", access=PUBLIC)
async def create_application(request: Request, session: Session) -> Response:
    """Begin a draft and go to its first question."""
    bound = bind(CountyForm, await request.form())
    if bound.values is None:
        return await _begin(request, session, bound)
    try:
        here = county_at_hand(await open_counties(session), bound.values.county)
        if here is None:
            raise HomeGone(field="county")
        ticket = await service.start(session, here.county, address=address_of(request))
    except DomainError as refusal:
        return await _begin(
            request, session, bound.with_error(refusal.field or "", refusal.message), status=refusal.status
        )
    return see_other(request, str(request.app.url_path_for("public.drafts.show", ticket=ticket)))


@router.get("/back", name="public.applications.back", access=PUBLIC)
async def new_return(request: Request, session: Session) -> Response:
    """Ask for the code."""
    return await render(request, "public/apply/back.html", values={}, errors={})


@router.post("/back", name="public.applications.come_back", access=PUBLIC)
async def come_back(request: Request, session: Session) -> Response:
    """Open the draft of a code."""
    bound = bind(CodeForm, await request.form())
    try:
        if bound.values is not None:
            ticket = await service.come_back(session, bound.values.code, address=address_of(request))
            return see_other(request, str(request.app.url_path_for("public.drafts.show", ticket=ticket)))
        status = status_of(bound)
    except DomainError as refusal:
        bound, status = bound.with_error("code", refusal.message), refusal.status
    return await render(request, "public/apply/back.html", status=status, values=bound.raw, errors=bound.errors)


async def _begin(
    request: Request, session: Session, bound: Bound[Any], county: str = "", *, status: int | None = None
) -> Response:
    counties = await open_counties(session)
    chosen = county_at_hand(counties, county or str(bound.raw.get("county", "")))
    return await render(
        request, "public/apply/new.html", status=status or status_of(bound), counties=counties, chosen=chosen,
        errors=bound.errors,
    )  # fmt: skip
