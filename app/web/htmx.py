"""What htmx 4 asks and what we answer it."""

import json
from urllib.parse import quote, unquote, urlencode

from fastapi import Request, Response
from starlette.responses import RedirectResponse

__all__ = ["is_htmx", "is_partial", "left_word", "see_other", "toast"]


ADDRESS = ":/%#?=@[]!$&'()*+,;"
"""What an address may hold as it is; a plain redirect escapes all else, and a header is no place for less care."""
UNDO_FOLLOWS = "&"
"""Stands between the word and the way back in the cookie; inside of either it is written escaped."""


def is_htmx(request: Request) -> bool:
    """Tell whether htmx asks, so that a redirect must be said by header."""
    return request.headers.get("HX-Request") == "true"


def is_partial(request: Request) -> bool:
    """Tell whether a fragment is wanted; htmx says `full` for body targets and history."""
    return is_htmx(request) and request.headers.get("HX-Request-Type", "partial") == "partial"


def see_other(request: Request, path: str, *, message: str = "", undo: str | None = None, **query: str) -> Response:
    """Send the reader on: 303 for a plain form, HX-Redirect for htmx (fetch would swap the next page in).

    The message is said on the next page; `undo` is the path that takes the act back.
    """
    target = path + ("?" + urlencode(query) if query else "")
    if is_htmx(request):
        response = Response(status_code=204, headers={"HX-Redirect": quote(target, safe=ADDRESS)})
    else:
        response = RedirectResponse(target, status_code=303)
    if message:
        said = quote(message, safe="") + (UNDO_FOLLOWS + quote(undo, safe="") if undo else "")
        # Nothing of it needs a quotation mark, which is all that a jar of cookies would look for.
        response.headers.append("set-cookie", f"said={said}; HttpOnly; Max-Age=30; Path=/; SameSite=lax")
    return response


def left_word(request: Request) -> dict[str, str | None] | None:
    """The word that the page before this one left, with the way back where there is one; a way is a path of ours."""
    message, _sign, undo = request.cookies.get("said", "").partition(UNDO_FOLLOWS)
    if not message:
        return None
    path = unquote(undo)
    return {"message": unquote(message), "undo": path if path.startswith("/") and path[1:2] not in "/\\" else None}


def toast(response: Response, message: str, *, undo: str | None = None) -> Response:
    """Say a sentence at the foot of the page; headers are latin-1, so it travels escaped."""
    said = {"msg": message} | ({"undo": undo} if undo else {})
    response.headers["HX-Trigger"] = json.dumps({"toast": said})
    return response
