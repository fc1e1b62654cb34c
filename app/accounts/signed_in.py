"""Turns the cookie of a request into the actor of the request, and a new sign-in into cookies."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from fastapi import Request, Response
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.queries import sign_ins as queries
from app.accounts.rules import device_label
from app.accounts.service import Caller, Opened
from app.accounts.service.actors import actor_from
from app.core.actor import Actor
from app.core.db import transaction
from app.core.log import log
from app.core.settings import settings
from app.web.deps import identify_with

__all__ = ["actor_of", "caller_of", "forget_sign_in", "note_seen", "remember_device", "remember_sign_in", "token_of"]

LONGEST_TOKEN = 64
SEEN_EVERY = timedelta(seconds=30)
QUIET_LONG = timedelta(seconds=60)
"""How old the last-seen time may get before it is written again: well below any idle limit, not at every request."""

NOT_AN_ACT = {"web.events"}
"""A stream that waits is nobody at the keyboard."""

DEVICE_DAYS = 400


def _name(short: str) -> str:
    """Name a cookie; the prefix makes browsers insist on https, this host and the root path."""
    return f"__Host-{short}" if settings().cookies_are_secure else short


def token_of(request: Request) -> str:
    """Give the token in the cookie, or nothing where no token could look like that."""
    token = request.cookies.get(_name("s"), "")
    return token if len(token) <= LONGEST_TOKEN and token.isascii() and token.isprintable() else ""


async def actor_of(request: Request, session: AsyncSession) -> Actor | None:
    """Tell who calls, by the cookie's token and nothing else; no copy is kept, so an ended sign-in ends at once."""
    facts, at = await queries.current_actor(session)
    if facts is None:
        return None
    state, quiet = request.state, _quiet(request, facts, at)
    state.token = token_of(request)
    state.unseen = quiet >= SEEN_EVERY and not getattr(state, "noted", False)
    # Row security asks at every statement whether the sign-in still lives: it may not run out half-way.
    state.see_first = state.unseen and quiet >= QUIET_LONG
    return actor_from(facts, at)


async def note_seen(request: Request) -> None:
    """Write the last-seen time anew, in a transaction of its own; what else is done stands, whether it succeeds or not."""
    if not getattr(request.state, "unseen", False):
        return
    request.state.unseen, request.state.noted = False, True
    try:
        async with transaction(pool="side") as session:
            await queries.touch_sign_in(session)
    except (SQLAlchemyError, TimeoutError) as error:
        log().warning("sign_in.unseen", kind=type(error).__name__)


identify_with(token_of, actor_of, note_seen, queries.OPENING)


def _quiet(request: Request, facts: dict[str, Any], at: datetime) -> timedelta:
    """How long nothing was heard of the caller; what a page asks by itself is no sign of anybody."""
    if getattr(request.scope.get("route"), "name", None) in NOT_AN_ACT:
        return timedelta()
    return at - datetime.fromisoformat(facts["seen_at"])


def caller_of(request: Request) -> Caller:
    """Say what is known of the device at the door; one without a cookie gets a token of its own."""
    kept = request.cookies.get(_name("d"), "")
    known = (
        kept
        if kept.isascii() and kept.isprintable() and 20 <= len(kept) <= LONGEST_TOKEN
        else secrets.token_urlsafe(32)
    )
    agent = request.headers.get("User-Agent", "")
    return Caller(known, device_label(agent), request.client.host if request.client else "")


def remember_sign_in(response: Response, caller: Caller, opened: Opened) -> Response:
    """Put the new token into its cookie; it lives as long as the browser, and on the server no longer than a shift."""
    _set(response, "s", opened.token, days=None)
    return remember_device(response, caller)


def remember_device(response: Response, caller: Caller) -> Response:
    """Let this device be known again, so that strangers' failures never hold it up."""
    _set(response, "d", caller.device_token, days=DEVICE_DAYS)
    return response


def forget_sign_in(response: Response) -> Response:
    """Take the token out of the browser, and what the browser has kept of our pages."""
    response.delete_cookie(_name("s"), path="/", secure=settings().cookies_are_secure, httponly=True, samesite="lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _set(response: Response, short: str, value: str, *, days: int | None) -> None:
    response.set_cookie(
        _name(short), value, max_age=days * 86400 if days else None, path="/",
        secure=settings().cookies_are_secure, httponly=True, samesite="lax",
    )  # fmt: skip
