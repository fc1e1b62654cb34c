"""Closing a home, and taking a closing back."""

from typing import Any

from fastapi import Request, Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.institutions import service
from app.institutions.forms import ClosingForm, ReasonForm
from app.institutions.routes.asking import Asked, first_time, form_page, read, the_home
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, refused
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/closing")


@router.get("", name="institutions.closing.new", access="institutions.edit")
async def new_closing(request: Request, session: Session, actor: CurrentActor, institution_id: RowId) -> Response:
    """The page that says what closing means, or takes one back."""
    asked = Asked(request, session, actor, institution_id)
    return await _page(asked, Bound(None))


@router.post("", name="institutions.closing.create", access="institutions.edit")
async def create_closing(request: Request, session: Session, actor: CurrentActor, institution_id: RowId) -> Response:
    """Close the home from a day on."""
    asked = Asked(request, session, actor, institution_id)
    home = await the_home(session, actor, institution_id)
    bound = await read(request, ClosingForm)
    form = bound.values
    if form is None:
        return await _page(asked, bound)
    try:
        if await first_time(session, actor, "institutions.close", form, county=home.county, home=institution_id):
            await service.close_institution(session, actor, institution_id, on=form.closed_on)
    except DomainError as refusal:
        return await _page(asked, refused(bound, refusal))
    return asked.back(_("已登记停办"))


@router.post("/end", name="institutions.closing.end", access="institutions.edit")
async def end_closing(request: Request, session: Session, actor: CurrentActor, institution_id: RowId) -> Response:
    """Take a closing back, with the reason."""
    asked = Asked(request, session, actor, institution_id)
    home = await the_home(session, actor, institution_id)
    bound = await read(request, ReasonForm)
    form = bound.values
    if form is None:
        return await _page(asked, bound)
    try:
        if await first_time(session, actor, "institutions.reopen", form, county=home.county, home=institution_id):
            await service.reopen_institution(session, actor, institution_id, reason=form.reason)
    except DomainError as refusal:
        return await _page(asked, refused(bound, refusal))
    return asked.back(_("已恢复办院"))


async def _page(asked: Asked, bound: Bound[Any]) -> Response:
    return await form_page(asked, "institutions/closing/new.html", bound)
