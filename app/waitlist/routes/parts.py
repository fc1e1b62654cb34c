"""Parts that storeys above hang into pages of the waitlist: they are fetched by address, so nothing is imported upward."""

from typing import Any

from fastapi import Request

__all__ = ["parts_for", "tell_entry"]

_parts: dict[str, str] = {}


def tell_entry(part: str, route: str) -> None:
    """Let a storey above show a part of its own about an entry: `offers` or `admission`; the route takes entry_id."""
    _parts[part] = route


def parts_for(request: Request, entry_id: int) -> dict[str, str]:
    """Give the addresses of the parts about one entry."""
    where: dict[str, Any] = {"entry_id": entry_id}
    return {part: str(request.app.url_path_for(route, **where)) for part, route in _parts.items()}
