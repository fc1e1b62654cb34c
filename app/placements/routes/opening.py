"""新登记: choose the person, then the home and what the township said; the same form changes it before the decision."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.institutions.queries import get_institution, homes_in
from app.placements import service
from app.placements.forms.orders import OrderForm
from app.placements.queries import get_order, unplaced
from app.regions.queries import children_of
from app.residents.queries import elders_of, search_elders
from app.residents.rules.birthdays import say_age
from app.stays.routes.asking import refused, status_of, the_home
from app.web.addresses import id_in
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router", "towns_of"]

router = Router()
ORDER = "placements.order"
LONGEST = 40


@router.get("/placements/new", name="placements.orders.new", access=ORDER)
async def new_order(request: Request, session: Session, actor: CurrentActor, elder: str = "", q: str = "") -> Response:
    """Who is to be placed; with them known the form follows."""
    if (elder_id := id_in(elder)) is not None:
        return await _form(request, session, actor, elder_id, Bound(None))
    scope = actor.scope(ORDER)
    today = await business_date(session)
    found = await search_elders(session, scope, q[:LONGEST], limit=12) if q.strip() else []
    nowhere = [] if q.strip() else await unplaced(session, scope, today)
    homes = await homes_in(session, actor.scope("residents.edit"))
    return await render(
        request, "placements/orders/pick.html", q=q[:LONGEST], nowhere=nowhere,
        found=[(one, say_age(one.born_on, one.birth_precision, today, one.died_on)) for one in found],
        homes=[home for home in homes if home.closed_on is None],
    )  # fmt: skip


@router.post("/placements", name="placements.orders.create", access=ORDER)
async def create_order(request: Request, session: Session, actor: CurrentActor) -> Response:
    """Write the order; its file opens."""
    bound = bind(OrderForm, await request.form())
    form = bound.values
    if form is None:
        return await _form(request, session, actor, id_in(str(bound.raw.get("elder_id", ""))), bound)
    institution = await get_institution(session, actor.scope(ORDER), form.home_id)
    home = Home(institution.county, institution.id)
    body = form.model_dump(mode="json", exclude={"tap_id"})
    claim: dict[str, Any] = {"tap_id": form.tap_id, "action": "placements.drafted", "body": body, "county": home.county}
    try:
        if not await audit.first_time(session, actor, **claim):
            return see_other(request, str(request.app.url_path_for("placements.orders.index")))
        order = await service.draft_order(session, actor, home, form.draft())
    except DomainError as refusal:
        return await _form(request, session, actor, form.elder_id, refused(bound, refusal), refusal)
    where = {"institution_id": home.institution_id, "order_id": order.id}
    path = str(request.app.url_path_for("placements.orders.show", **where))
    return see_other(request, path, message=_("已登记 {number}").format(number=order.number))


EDIT = "/institutions/{institution_id}/placements/{order_id}"


@router.get(EDIT + "/edit", name="placements.orders.edit", access=ORDER)
async def edit_order(
    request: Request, institution_id: RowId, order_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The same form with what stands."""
    asked = await the_home(request, session, actor, institution_id, ORDER)
    order = await get_order(session, asked.home.scope, order_id, institution_id=institution_id)
    standing = {
        name: getattr(order, name)
        for name in ("township", "applied_on", "township_signed_on", "township_signed_by", "note", "version")
    } | {"home_id": institution_id}
    return await _form(request, session, actor, order.elder_id, Bound(None, {}, standing), order_id=order_id)


@router.post(EDIT, name="placements.orders.update", access=ORDER)
async def update_order(
    request: Request, institution_id: RowId, order_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Change it, as long as the county has not decided."""
    asked = await the_home(request, session, actor, institution_id, ORDER)
    elder_id = (await get_order(session, asked.home.scope, order_id, institution_id=institution_id)).elder_id
    bound = bind(OrderForm, await request.form())
    form = bound.values
    if form is None:
        return await _form(request, session, actor, elder_id, bound, order_id=order_id)
    body = form.model_dump(mode="json", exclude={"tap_id"}) | {"order": order_id}
    claim: dict[str, Any] = {
        "tap_id": form.tap_id, "action": "placements.changed", "body": body, "county": asked.home.county,
    }  # fmt: skip
    try:
        if await audit.first_time(session, actor, **claim):
            await service.change_order(session, actor, asked.home, order_id, form.draft(), version=form.version)
    except DomainError as refusal:
        return await _form(request, session, actor, elder_id, refused(bound, refusal), refusal, order_id=order_id)
    return see_other(request, asked.path("placements.orders.show", order_id=order_id), message=_("已保存"))


async def _form(
    request: Request,
    session: AsyncSession,
    actor: Actor,
    elder_id: int | None,
    bound: Bound[Any],
    refusal: DomainError | None = None,
    *,
    order_id: int | None = None,
) -> Response:
    scope = actor.scope(ORDER)
    elder = (await elders_of(session, scope, [elder_id] if elder_id else [])).get(elder_id or 0)
    if elder is None:
        raise NotFound
    homes = [home for home in await homes_in(session, scope) if home.county == elder.county and home.closed_on is None]
    today = await business_date(session)
    return await render(
        request, "placements/orders/form.html", status=status_of(bound, refusal), elder=elder,
        age=say_age(elder.born_on, elder.birth_precision, today, elder.died_on), order_id=order_id,
        homes=[(home.id, home.name) for home in homes], towns=await towns_of(session, elder.county),
        hukou=elder.hukou_region, errors=bound.errors, raw=bound.raw, today=today,
    )  # fmt: skip


async def towns_of(session: AsyncSession, county: int) -> list[tuple[int, str]]:
    """The townships of a county, for a form."""
    return [(row.code, row.name) for row in await children_of(session, county) if row.code > 999_999]
