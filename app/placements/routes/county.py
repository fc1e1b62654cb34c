"""待安置: every order of the county and the 特困 people who stand nowhere yet, as the case officer sees them."""

from fastapi import Request, Response

from app.core.clock import business_date
from app.core.i18n import _
from app.placements.queries import order_lines, unplaced
from app.placements.rules.kinds import LIVE, OrderState
from app.placements.rules.steps import say_waiting
from app.web.deps import CurrentActor, Session
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router(prefix="/placements")
ORDER = "placements.order"
OVER = (OrderState.ADMITTED, OrderState.CANCELLED)


@router.get("", name="placements.orders.index", access=ORDER)
async def list_orders(request: Request, session: Session, actor: CurrentActor, show: str = "") -> Response:
    """What waits for whom, the longest first; `show=over` lists what is settled."""
    scope = actor.scope(ORDER)
    lines = await order_lines(session, scope)
    nowhere = await unplaced(session, scope, await business_date(session))
    over = await order_lines(session, scope, states=OVER) if show == "over" else []
    groups = [(state.label, [line for line in lines if line.state is state]) for state in LIVE]
    return await render(
        request, "placements/orders/index.html", said=say_waiting(lines, len(nowhere)), nowhere=nowhere,
        groups=[(_("已了结"), over)] if show == "over" else groups, show=show,
        empty=not (over if show == "over" else lines),
    )  # fmt: skip
