"""待上传: what a device still holds, and the page that stands where there is no line."""

from fastapi import Request, Response

from app.web.access import PUBLIC, SIGNED_IN
from app.web.outbox import labels_of_kinds
from app.web.routing import Router
from app.web.templates import render
from app.web.worker import keep_offline

__all__ = ["router"]

router = Router()


@router.get("/outbox", name="desk.outbox.show", access=SIGNED_IN)
async def show_outbox(request: Request) -> Response:
    """The list is filled by the device itself: the server knows nothing of these rows yet."""
    return keep_offline(await render(request, "desk/outbox/show.html", labels=labels_of_kinds()))


@router.get("/offline", name="desk.offline.show", access=PUBLIC)
async def show_offline(request: Request) -> Response:
    """The page that the device draws by itself where there is no line; it names nobody."""
    return await render(request, "desk/outbox/offline.html")
