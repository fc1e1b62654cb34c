"""Two probes: is the process alive, is it ready. The first never touches the database."""

import asyncio

from fastapi import APIRouter, Request, Response
from starlette.responses import PlainTextResponse

from app.core.db import database
from app.core.readiness import is_ready
from app.web.access import PUBLIC, declare

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
declare("web.livez", PUBLIC)
declare("web.readyz", PUBLIC)


@router.get("/livez", name="web.livez")
async def show_alive() -> Response:
    """Say that the process answers."""
    return PlainTextResponse("ok")


@router.get("/readyz", name="web.readyz")
async def show_ready(request: Request) -> Response:
    """Say whether the database answers within a second; a merely busy pool does not make us unready."""
    try:
        async with asyncio.timeout(1):
            ready = await is_ready(database())
    except (TimeoutError, OSError):
        ready = False
    return PlainTextResponse("ready" if ready else "not ready", 200 if ready else 503)
