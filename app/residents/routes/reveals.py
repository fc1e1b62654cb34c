"""Numbers shown whole 查看: for a reason, for half a minute, and so many within an hour."""

from typing import Any

from fastapi import Response

from app.residents.forms.papers import LookForm
from app.residents.queries.file import File, file_of
from app.residents.queries.looks import WHOLE, count_reveals, one_reveal_at_a_time
from app.residents.routes.filing import PREFIX, OfFile, Revealing, record_look
from app.residents.rules.looking import MOST_REVEALS, SHOWN_SECONDS, check_quota
from app.web.forms import Bound, bind
from app.web.htmx import is_partial
from app.web.routing import Router
from app.web.templates import render

__all__ = ["reveal", "router"]

router = Router(prefix=f"{PREFIX}/reveals")


@router.get("/new", name="residents.reveals.new", access="residents.reveal")
async def new_reveal(file: Revealing) -> Response:
    """The form that asks why."""
    return await _ask(file, Bound(None))


@router.post("", name="residents.reveals.create", access="residents.reveal")
async def create_reveal(file: Revealing) -> Response:
    """Show the numbers whole; the look stands in the trail before they do."""
    bound = bind(LookForm, await file.request.form())
    if bound.values is None:
        return await _ask(file, bound)
    opened = await reveal(file, bound.values.reason)
    template = "residents/reveals/_panel.html" if is_partial(file.request) else "residents/reveals/show.html"
    response = await render(file.request, template, file=opened, seconds=SHOWN_SECONDS, **file.facts)
    response.headers["Cache-Control"] = "no-store"
    return response


async def reveal(file: OfFile, reason: str, *fields: str) -> File:
    """Open the file with its numbers whole, unless the caller has seen too many within the hour."""
    await one_reveal_at_a_time(file.session, file.actor)
    check_quota(await count_reveals(file.session, file.actor))
    parts = ("contacts", "names", "relations")
    opened = await file_of(file.session, file.home.scope, file.elder, parts=parts, whole=True)
    await record_look(file, WHOLE, *fields, purpose=reason)
    return opened


async def _ask(file: OfFile, bound: Bound[Any]) -> Response:
    template = "residents/reveals/_asking.html" if is_partial(file.request) else "residents/reveals/new.html"
    return await render(
        file.request, template, status=422 if bound.errors else 200, errors=bound.errors, raw=bound.raw,
        most=MOST_REVEALS, seconds=SHOWN_SECONDS, **file.facts,
    )  # fmt: skip
