"""Turns the cookie of a request into the actor of the request, and a new sign-in into cookies."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from fastapi import Request, Response

from app.accounts.queries import sign_ins as queries
from app.accounts.rules import device_label
from app.accounts.service import Caller, Opened
from app.accounts.service.actors import actor_from
from app.core.actor import Actor
from app.core.db import acting_under, transaction
from app.core.settings import settings
from app.web.deps import identify_with

__all__ = ["actor_of", "caller_of", "forget_sign_in", "remember_device", "remember_sign_in"]

LONGEST_TOKEN = 64
SEEN_EVERY = timedelta(seconds=30)
"""How old the last-seen time may get before it is written again: well below any idle limit, not at every request."""

NOT_AN_ACT = {"web.events"}
"""A stream that waits is nobody at the keyboard."""

DEVICE_DAYS = 400


def _name(short: str) -> str:
    """Name a cookie; the prefix makes browsers insist on https, this host and the root path."""
    return f"__Host-{short}" if settings().cookies_are_secure else short


async def actor_of(request: Request) -> Actor | None:
    """Tell who calls, by the cookie's token and nothing else; no copy is kept, so an ended sign-in ends at once."""
    token = request.cookies.get(_name("s"), "")
    if not token or len(token) > LONGEST_TOKEN or not (token.isascii() and token.isprintable()):
        return None
    before = acting_under.set(token)
    try:
        async with transaction(read_only=True) as session:
            facts, at = await queries.current_actor(session)
        if facts is None:
            return None
        if _is_stale(request, facts, at):
            async with transaction(pool="side") as session:
                await queries.touch_sign_in(session)
    finally:
        acting_under.reset(before)
    request.state.token = token
    return actor_from(facts, at)


identify_with(actor_of)


def _is_stale(request: Request, facts: dict[str, Any], at: datetime) -> bool:
    route = request.scope.get("route")
    seen_at = datetime.fromisoformat(facts["seen_at"])
    return at - seen_at >= SEEN_EVERY and getattr(route, "name", None) not in NOT_AN_ACT


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
