"""The page of every component in every state, for those who build pages; it is not served in production."""

from fastapi import Request, Response

from app.core.errors import NotFound
from app.core.settings import settings
from app.web.access import PUBLIC
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router()


@router.get("/_kit", name="web.kit", access=PUBLIC)
async def show_kit(request: Request) -> Response:
    """Show every component, where the operator has switched development on."""
    if not settings().development:
        raise NotFound
    return await render(request, "kit/index.html")
