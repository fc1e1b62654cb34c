"""What the county does with an order: decide, or take it back."""

from typing import Any

from fastapi import Request, Response

from app.core.i18n import _
from app.placements import service
from app.placements.forms.orders import DecisionForm, ReasonForm
from app.placements.routes.acting import carry_out
from app.stays.routes.asking import the_home
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/institutions/{institution_id}/placements/{order_id}")
ORDER = "placements.order"


@router.post("/decision", name="placements.decisions.create", access=ORDER)
async def create_decision(
    request: Request, institution_id: RowId, order_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Decide for the county."""
    asked = await the_home(request, session, actor, institution_id, ORDER)

    async def decide(form: DecisionForm, bound: Bound[Any]) -> None:
        said: dict[str, Any] = {"upload": bound.files.get("evidence"), "version": form.version}
        await service.decide_order(session, actor, asked.home, order_id, form.draft(), **said)

    return await carry_out(asked, order_id, DecisionForm, "decided", decide, said=_("已决定，接收机构现在能看到"))


@router.post("/cancellation", name="placements.cancellations.create", access=ORDER)
async def create_cancellation(
    request: Request, institution_id: RowId, order_id: RowId, session: Session, actor: CurrentActor
) -> Response:
    """Take the order back, with the reason."""
    asked = await the_home(request, session, actor, institution_id, ORDER)

    async def cancel(form: ReasonForm, _bound: Bound[Any]) -> None:
        await service.cancel_order(session, actor, asked.home, order_id, reason=form.reason)

    return await carry_out(asked, order_id, ReasonForm, "cancelled", cancel, said=_("已撤销，预留的床已放开"))
