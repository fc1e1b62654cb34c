"""The event stream of a home: it says only that something changed; each page fetches under its reader's own rights."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.core.db import acting_under
from app.core.errors import NotFound
from app.core.live import Hub
from app.web.access import SIGNED_IN, declare
from app.web.deps import token_of
from app.web.errors import NotSignedIn
from app.web.routing import identify_alone

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
declare("web.events", SIGNED_IN)

LONGEST_SECONDS = 1800
"""A stream ends after half an hour; the page reconnects by itself and its sign-in is looked at again."""


async def _let_in(request: Request, county: int, home: int) -> None:
    """Refuse before the stream begins: once its first line is on the way, a refusal has no status any more."""
    before = acting_under.set(token_of(request))
    try:
        actor = await identify_alone(request)
    finally:
        acting_under.reset(before)
    if actor is None:
        raise NotSignedIn
    if not actor.scope("institutions.see").covers(county, home):
        raise NotFound


@router.get("/events", name="web.events", response_class=EventSourceResponse, dependencies=[Depends(_let_in)])
async def stream_events(request: Request, county: int, home: int) -> AsyncIterator[ServerSentEvent]:
    """Stream a `beds` event whenever the home changes, to those who may see it. No transaction is held open."""
    hub: Hub = request.app.state.hub
    async with hub.watching(county, home) as queue:
        yield ServerSentEvent(event="ready", raw_data="0")
        waiting: set[asyncio.Task[Any]] = {asyncio.create_task(hub.closed.wait())}
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                while not hub.closed.is_set():
                    changed = asyncio.create_task(queue.get())
                    waiting.add(changed)
                    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                    if changed.done():
                        waiting.discard(changed)
                        yield ServerSentEvent(event="beds", raw_data=str(changed.result()))
        except TimeoutError:
            return
        finally:
            for task in waiting:
                task.cancel()
