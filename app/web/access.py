"""What a route asks of its caller: nothing, a sign-in, or a permission. A route that says nothing answers nobody."""

from typing import Final

__all__ = ["ACCESS", "PUBLIC", "SIGNED_IN", "access_of", "declare"]

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed in"

ACCESS: dict[str, str] = {}
"""Route name → what it asks; the architecture test holds this against its own reviewed table."""


def declare(name: str, access: str) -> None:
    """Declare what a route asks; two routes of one name must ask the same."""
    if ACCESS.setdefault(name, access) != access:
        raise ValueError(f"route {name} asks both {ACCESS[name]!r} and {access!r}")


def access_of(name: str | None) -> str | None:
    """Tell what a route asks, or None for one that has not said: it is refused to everyone."""
    return ACCESS.get(name or "")
