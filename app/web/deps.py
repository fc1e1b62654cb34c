"""What handlers may ask for, and the two hooks that the domains above hang in at start-up."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

from fastapi import Depends, Path, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.db import Question

__all__ = [
    "AT_HAND",
    "CurrentActor",
    "MaybeActor",
    "RowId",
    "Session",
    "identify_caller",
    "identify_with",
    "note_seen",
    "opening_of",
    "page_facts",
    "page_facts_with",
    "token_of",
]

TokenOf = Callable[[Request], str]
Identify = Callable[[Request, AsyncSession], Awaitable[Actor | None]]
Openings = Mapping[bool, Question]
NoteSeen = Callable[[Request], Awaitable[None]]
PageFacts = Callable[[Request, AsyncSession, Actor | None], Awaitable[dict[str, Any]]]

_identify: list[tuple[TokenOf, Identify, NoteSeen, Openings]] = []
_page_facts: list[PageFacts] = []


def identify_with(token_of: TokenOf, actor_of: Identify, note_seen: NoteSeen, openings: Openings) -> None:
    """Say how a request's cookie becomes an actor; `accounts` hangs itself in here. The second hook sets state.token.

    `openings` begin a transaction that only reads, or one that writes, with the question the second hook has answered.
    """
    _identify[:] = [(token_of, actor_of, note_seen, openings)]


def token_of(request: Request) -> str:
    """Give the token that the request carries, whether it opens anything or not."""
    return _identify[0][0](request) if _identify else ""


def opening_of(request: Request, *, read_only: bool) -> Question | None:
    """Give the statement that tells who is calling as it opens the transaction; nobody is asked about without a token."""
    return _identify[0][3][read_only] if _identify and token_of(request) else None


async def identify_caller(request: Request, session: AsyncSession) -> Actor | None:
    """Tell who is calling, or None; the session has begun under the token of the request."""
    request.state.token = ""
    return await _identify[0][1](request, session) if _identify and token_of(request) else None


async def note_seen(request: Request) -> None:
    """Remember that the caller was here, when the last time is long enough ago; the request's transaction is over."""
    token: str = getattr(request.state, "token", "")
    if _identify and token:
        await _identify[0][2](request)


def page_facts_with(hook: PageFacts) -> None:
    """Add facts that every full page shows: the home at hand, the navigation."""
    if hook not in _page_facts:
        _page_facts.append(hook)


async def page_facts(request: Request, session: AsyncSession, actor: Actor | None) -> dict[str, Any]:
    """Gather the facts every full page shows."""
    facts: dict[str, Any] = {}
    for hook in _page_facts:
        facts |= await hook(request, session, actor)
    return facts


# The framework sends whatever is no coroutine to another thread, which costs more than all of these do.
async def _session(request: Request) -> AsyncSession:
    session: AsyncSession = request.state.session
    return session


async def _actor(request: Request) -> Actor:
    actor: Actor = request.state.actor
    return actor


async def _maybe_actor(request: Request) -> Actor | None:
    actor: Actor | None = request.state.actor
    return actor


AT_HAND: Mapping[Any, str] = {_session: "session", _actor: "actor", _maybe_actor: "actor"}
"""Where the state of a request keeps what each of them gives."""

Session = Annotated[AsyncSession, Depends(_session)]
CurrentActor = Annotated[Actor, Depends(_actor)]
MaybeActor = Annotated[Actor | None, Depends(_maybe_actor)]
RowId = Annotated[int, Path(ge=1, le=2**63 - 1)]
