"""One act on an order: its form read, done once, and back to the file; or the file drawn again with what was typed."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Response

from app.core.errors import DomainError
from app.placements.routes.drawing import draw_order
from app.stays.routes.asking import Asked, first_time, refused
from app.web.forms import Bound, bind
from app.web.htmx import see_other

__all__ = ["carry_out"]


async def carry_out(
    asked: Asked,
    order_id: int,
    form: type[Any],
    action: str,
    do: Callable[[Any, Bound[Any]], Awaitable[Any]],
    *,
    said: str,
) -> Response:
    """Do an act on the order once; `action` names the line it leaves and the form that is drawn again."""
    bound: Bound[Any] = bind(form, await asked.request.form())
    if bound.values is None:
        return await draw_order(asked, order_id, bound, act=action)
    try:
        if await first_time(asked, f"placements.{action}", bound.values, order=order_id):
            await do(bound.values, bound)
    except DomainError as refusal:
        return await draw_order(asked, order_id, refused(bound, refusal), refusal, act=action)
    return see_other(asked.request, asked.path("placements.orders.show", order_id=order_id), message=said)
