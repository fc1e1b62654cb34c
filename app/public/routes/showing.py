"""Drawing a page for everybody: cached for a minute where it is the same for all, and never for a person's own."""

import hashlib
from typing import Any

from fastapi import Request, Response

from app.core.errors import DomainError
from app.web.templates import render

__all__ = ["address_of", "refusal_page", "shared"]

FOR_ALL = "public, max-age=60"


def address_of(request: Request) -> str:
    """Say from where somebody asks, for the counting of tries."""
    return request.client.host if request.client else ""


async def shared(request: Request, name: str, **facts: Any) -> Response:
    """Draw a page that is the same for everybody: a minute in any cache, and 304 for who has it already.

    The size of the letters and the language come from cookies, so a cache keeps one for each.
    """
    page = await render(request, name, **facts)
    tag = f'"{hashlib.sha256(bytes(page.body)).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": FOR_ALL, "Vary": "Cookie, HX-Request-Type"}
    if tag in {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}:
        return Response(status_code=304, headers=headers)
    for key, value in headers.items():
        page.headers[key] = value
    return page


async def refusal_page(request: Request, refusal: DomainError, *, back: str) -> Response:
    """Say on a page of this kind why something does not go on, with a way out."""
    return await render(request, "public/refused.html", status=refusal.status, message=refusal.message, back=back)
