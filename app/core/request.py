"""What is known of the request, job or command at hand: its id, and the tap that caused it."""

import secrets
from contextvars import ContextVar
from dataclasses import dataclass, field

__all__ = ["RequestFacts", "current_request", "new_request"]

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 letters, as many as make every byte drawn fall on each of them equally often."""


def _draw() -> str:
    """Draw a short reference a person can read out over the phone, such as 7F3K-2QXM."""
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(8))
    return f"{letters[:4]}-{letters[4:]}"


@dataclass(slots=True)
class RequestFacts:
    """The reference number that pages, logs and audit lines share, and the tap of the act."""

    request_id: str = field(default_factory=_draw)
    tap_id: str | None = None


_current: ContextVar[RequestFacts | None] = ContextVar("request_facts", default=None)


def new_request() -> RequestFacts:
    """Begin a request, job or command with a reference of its own."""
    facts = RequestFacts()
    _current.set(facts)
    return facts


def current_request() -> RequestFacts:
    """Give the facts of the request at hand; outside of one they are begun."""
    return _current.get() or new_request()
