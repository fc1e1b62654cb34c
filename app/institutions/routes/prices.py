"""The price list: a new price, one price, ending and voiding it."""

from typing import Any

from fastapi import Request, Response

from app.core.errors import DomainError
from app.core.i18n import _
from app.institutions import queries, service
from app.institutions.forms import EndForm, PriceForm, ReasonForm
from app.institutions.routes.asking import Asked, first_time, form_page, read, the_home
from app.institutions.rules.figures import PriceUnit
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, refused
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/prices")


@router.get("/new", name="institutions.prices.new", access="institutions.edit")
async def new_price(
    request: Request, session: Session, actor: CurrentActor, institution_id: RowId, item: str = ""
) -> Response:
    """The form that records a price."""
    asked = Asked(request, session, actor, institution_id)
    return await _new_page(asked, Bound(None, {}, {"item": item[:40]}))


@router.post("", name="institutions.prices.create", access="institutions.edit")
async def create_price(request: Request, session: Session, actor: CurrentActor, institution_id: RowId) -> Response:
    """Record a price; the one before holds until it begins."""
    asked = Asked(request, session, actor, institution_id)
    home = await the_home(session, actor, institution_id)
    bound = await read(request, PriceForm)
    form = bound.values
    if form is None:
        return await _new_page(asked, bound)
    try:
        if await first_time(session, actor, "institutions.price", form, county=home.county, home=institution_id):
            await service.record_price(session, actor, institution_id, form.draft())
    except DomainError as refusal:
        return await _new_page(asked, refused(bound, refusal))
    said = _("已登记收费标准：{item}").format(item=form.item)
    return asked.back(said)


@router.get("/{price_id}", name="institutions.prices.show", access="institutions.edit")
async def show_price(
    request: Request, session: Session, actor: CurrentActor, institution_id: RowId, price_id: RowId
) -> Response:
    """One price with those before it, and what can be done about it."""
    asked = Asked(request, session, actor, institution_id)
    return await _price_page(asked, price_id, Bound(None))


@router.post("/{price_id}/end", name="institutions.prices.end", access="institutions.edit")
async def end_price(
    request: Request, session: Session, actor: CurrentActor, institution_id: RowId, price_id: RowId
) -> Response:
    """Say from which day on the item is no longer charged."""
    asked = Asked(request, session, actor, institution_id)
    home = await the_home(session, actor, institution_id)
    bound = await read(request, EndForm)
    form = bound.values
    if form is None:
        return await _price_page(asked, price_id, bound)
    try:
        if await first_time(session, actor, "institutions.price_end", form, county=home.county, price=price_id):
            await service.end_price(session, actor, institution_id, price_id, to_on=form.to_on)
    except DomainError as refusal:
        return await _price_page(asked, price_id, refused(bound, refusal))
    return asked.back(_("已保存终止日期"))


@router.post("/{price_id}/void", name="institutions.prices.void", access="institutions.edit")
async def void_price(
    request: Request, session: Session, actor: CurrentActor, institution_id: RowId, price_id: RowId
) -> Response:
    """Void a price with a reason."""
    asked = Asked(request, session, actor, institution_id)
    home = await the_home(session, actor, institution_id)
    bound = await read(request, ReasonForm)
    form = bound.values
    if form is None:
        return await _price_page(asked, price_id, bound)
    try:
        if await first_time(session, actor, "institutions.price_void", form, county=home.county, price=price_id):
            await service.void_price(session, actor, institution_id, price_id, reason=form.reason)
    except DomainError as refusal:
        return await _price_page(asked, price_id, refused(bound, refusal))
    return asked.back(_("已作废这条收费标准"))


async def _new_page(asked: Asked, bound: Bound[Any]) -> Response:
    units = [(unit.value, unit.label) for unit in PriceUnit]
    return await form_page(asked, "institutions/prices/new.html", bound, units=units)


async def _price_page(asked: Asked, price_id: int, bound: Bound[Any]) -> Response:
    scope = asked.actor.scope("institutions.edit")
    price = await queries.get_price(asked.session, scope, asked.institution_id, price_id)
    earlier = await queries.prices_of(asked.session, scope, asked.institution_id, price.item)
    template = "institutions/prices/show.html"
    return await form_page(asked, template, bound, price=price, earlier=earlier)
