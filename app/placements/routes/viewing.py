"""The orders of one home, the file of one, and the notice on paper 安置通知."""

from fastapi import Request, Response

from app.core.i18n import _
from app.placements.queries import orders_of_home
from app.placements.routes.drawing import SEE, draw_order, may, order_facts
from app.placements.rules.kinds import OrderState
from app.stays.routes.asking import the_home
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/placements")
UNDER_WAY = (OrderState.DECIDED, OrderState.RECEIVED)
OVER = (OrderState.ADMITTED, OrderState.CANCELLED)


@router.get("", name="placements.home.index", access=SEE)
async def list_home_orders(request: Request, institution_id: RowId, session: Session, actor: CurrentActor) -> Response:
    """What the county has decided for this home: to receive, received, and what is over."""
    asked = await the_home(request, session, actor, institution_id, SEE)
    lines = await orders_of_home(session, asked.home.scope, institution_id, states=UNDER_WAY)
    over = await orders_of_home(session, asked.home.scope, institution_id, states=OVER, limit=30)
    groups = [(state.label, [line for line in lines if line.state is state]) for state in UNDER_WAY]
    return await render(
        request, "placements/home/index.html", institution=asked.institution, groups=[*groups, (_("已了结"), over)],
        waiting=sum(line.state is OrderState.DECIDED for line in lines), any=bool(lines or over),
        whole=may(asked, "placements.receive"),
    )  # fmt: skip


@router.get("/{order_id}", name="placements.orders.show", access=SEE)
async def show_order(
    request: Request, institution_id: RowId, order_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """One order with its steps and the acts that are the reader's."""
    asked = await the_home(request, session, actor, institution_id, SEE)
    return await draw_order(asked, order_id, Bound(None))


@router.get("/{order_id}/sheet", name="placements.sheet.show", access=SEE)
async def show_notice(
    request: Request, institution_id: RowId, order_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """The notice made for A4, with boxes for the stamps and signatures of the three parties."""
    asked = await the_home(request, session, actor, institution_id, SEE)
    facts = await order_facts(asked, order_id)
    response = await render(request, "placements/sheet/show.html", institution=asked.institution, **facts)
    response.headers["Cache-Control"] = "no-store"
    return response
