"""One act on an admission: its form read, done once, and back to the list; or the list drawn again with what was typed."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Response

from app.admissions.routes.asking import Asked, first_time, refused, status_of
from app.admissions.routes.cases import draw_case
from app.core.errors import DomainError
from app.web.forms import Bound, bind
from app.web.htmx import see_other

__all__ = ["carry_out"]


async def carry_out(
    asked: Asked,
    admission_id: int,
    form: type[Any],
    action: str,
    do: Callable[[Any], Awaitable[str]],
    *,
    row: str = "",
) -> Response:
    """Do an act once; it gives the words that are said on the list."""
    bound: Bound[Any] = bind(form, await asked.request.form())
    said = ""
    if bound.values is None:
        return await draw_case(asked, admission_id, bound, status=status_of(bound), act=action, row=row)
    try:
        if await first_time(asked, f"admissions.{action}", bound.values, admission=admission_id, row=row):
            said = await do(bound.values)
    except DomainError as refusal:
        wrong = refused(bound, refusal)
        return await draw_case(asked, admission_id, wrong, status=status_of(wrong, refusal), act=action, row=row)
    return see_other(asked.request, asked.path("admissions.cases.show", admission_id=admission_id), message=said)
