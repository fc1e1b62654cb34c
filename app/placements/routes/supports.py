"""Support at home and wishes of one person: what was and is, and the acts on it."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response

from app.audit import service as audit
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.placements import service
from app.placements.errors import SupportNotFound
from app.placements.forms.supports import EndForm, SupportForm, VoidForm, WishForm
from app.placements.models import DispersedSupport, SupportWish
from app.placements.queries import live_order_of, wishes_of
from app.placements.queries.supports import get_support, get_wish, supports_of
from app.placements.routes.opening import towns_of
from app.placements.rules.kinds import SupportLevel, Wish, WishBy
from app.residents.queries import get_elder
from app.stays.routes.asking import Asked, first_time, refused, status_of, the_home
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/elders/{elder_id}/support")
ORDER = "placements.order"


@router.get("", name="placements.supports.show", access=ORDER)
async def show_support(
    request: Request, institution_id: RowId, elder_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Support at home and wishes over the years."""
    asked = await the_home(request, session, actor, institution_id, ORDER)
    return await _draw(asked, elder_id, Bound(None))


@router.post("", name="placements.supports.create", access=ORDER)
async def create_support(
    request: Request, institution_id: RowId, elder_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Enter the person into the register."""
    asked = await the_home(request, session, actor, institution_id, ORDER)

    async def enter(form: SupportForm, _bound: Bound[Any]) -> None:
        await service.support_at_home(session, actor, asked.home, form.draft(elder_id))

    return await _carry_out(asked, elder_id, SupportForm, "supported", enter, said=_("已登记分散供养"))


@router.post("/wishes", name="placements.wishes.create", access=ORDER)
async def create_wish(
    request: Request, institution_id: RowId, elder_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Write a wish down."""
    asked = await the_home(request, session, actor, institution_id, ORDER)

    async def keep(form: WishForm, bound: Bound[Any]) -> None:
        scan = bound.files.get("evidence")
        await service.record_wish(session, actor, asked.home, form.draft(elder_id), upload=scan)

    return await _carry_out(asked, elder_id, WishForm, "wish_recorded", keep, said=_("已记录意愿"))


@router.post("/{support_id}/end", name="placements.support_ends.create", access=ORDER)
async def create_support_end(
    request: Request,
    institution_id: RowId,
    elder_id: RowId,
    support_id: RowId,
    session: Session,
    actor: CurrentActor,
) -> Response:
    """Say from which day on it is over."""
    asked = await the_home(request, session, actor, institution_id, ORDER)

    async def end(form: EndForm, _bound: Bound[Any]) -> None:
        _refuse_others(elder_id, await get_support(session, asked.home.scope, support_id))
        await service.end_support(session, actor, asked.home, support_id, on=form.on, reason=form.reason)

    return await _carry_out(asked, elder_id, EndForm, "support_ended", end, said=_("已终止"), row=support_id)


@router.post("/{support_id}/void", name="placements.support_voids.create", access=ORDER)
async def create_support_void(
    request: Request,
    institution_id: RowId,
    elder_id: RowId,
    support_id: RowId,
    session: Session,
    actor: CurrentActor,
) -> Response:
    """Take a line back that was never right."""
    asked = await the_home(request, session, actor, institution_id, ORDER)

    async def void(form: VoidForm, _bound: Bound[Any]) -> None:
        _refuse_others(elder_id, await get_support(session, asked.home.scope, support_id))
        await service.void_support(session, actor, asked.home, support_id, reason=form.reason)

    return await _carry_out(asked, elder_id, VoidForm, "support_voided", void, said=_("已作废"), row=support_id)


@router.post("/wishes/{wish_id}/void", name="placements.wish_voids.create", access=ORDER)
async def create_wish_void(
    request: Request, institution_id: RowId, elder_id: RowId, wish_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take a wish back that was written down wrongly."""
    asked = await the_home(request, session, actor, institution_id, ORDER)

    async def void(form: VoidForm, _bound: Bound[Any]) -> None:
        _refuse_others(elder_id, await get_wish(session, asked.home.scope, wish_id))
        await service.void_wish(session, actor, asked.home, wish_id, reason=form.reason)

    return await _carry_out(asked, elder_id, VoidForm, "wish_voided", void, said=_("已作废"), row=wish_id)


def _refuse_others(elder_id: int, row: DispersedSupport | SupportWish) -> None:
    """A line of somebody else is not changed through this person's page."""
    if row.elder_id != elder_id:
        raise SupportNotFound


async def _carry_out(
    asked: Asked,
    elder_id: int,
    form: type[Any],
    action: str,
    do: Callable[[Any, Bound[Any]], Awaitable[Any]],
    *,
    said: str,
    row: int = 0,
) -> Response:
    bound: Bound[Any] = bind(form, await asked.request.form())
    if bound.values is None:
        return await _draw(asked, elder_id, bound, act=action, row=row)
    try:
        if await first_time(asked, f"placements.{action}", bound.values, elder=elder_id, row=row):
            await do(bound.values, bound)
    except DomainError as refusal:
        return await _draw(asked, elder_id, refused(bound, refusal), refusal, act=action, row=row)
    return see_other(asked.request, asked.path("placements.supports.show", elder_id=elder_id), message=said)


async def _draw(
    asked: Asked, elder_id: int, bound: Bound[Any], refusal: DomainError | None = None, *, act: str = "", row: int = 0
) -> Response:
    home, session = asked.home, asked.session
    elder = await get_elder(session, home.scope, home, elder_id)
    await audit.record_view(
        asked.actor, county=home.county, institution_id=home.institution_id, kind="elders", subjects=[elder_id],
        fields=["support"], purpose=_("分散供养"),
    )  # fmt: skip
    return await render(
        asked.request, "placements/supports/show.html", status=status_of(bound, refusal), elder=elder,
        institution=asked.institution, today=await business_date(session), errors=bound.errors, raw=bound.raw,
        act=act, row=row, supports=await supports_of(session, home.scope, elder_id),
        wishes=await wishes_of(session, home.scope, home.county, elder_id),
        order=await live_order_of(session, asked.actor.scope(ORDER), home.county, elder_id),
        towns=await towns_of(session, home.county), wish_kinds=[(one.value, one.label) for one in Wish],
        sayers=[(one.value, one.label) for one in WishBy], levels=[(one.value, one.label) for one in SupportLevel],
    )  # fmt: skip
