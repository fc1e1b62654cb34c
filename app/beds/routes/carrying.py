"""Carrying an act out from its form: bound, done once, refused beside its fields, or sent on."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Response

from app.beds.routes.asking import Asked, changes_said, first_time, refused, status_of
from app.core.errors import DomainError
from app.web.forms import Bound
from app.web.htmx import see_other
from app.web.templates import render

__all__ = ["FormPage", "carry_out"]


class FormPage:
    """A page with one form: its template and what it needs besides what was typed."""

    def __init__(self, asked: Asked, template: str, **facts: Any) -> None:
        """Keep them; the page may be drawn twice, before and after a refusal."""
        self.asked, self.template, self.facts = asked, template, facts

    async def draw(self, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
        """Draw the form with what was typed and why it was refused."""
        facts = dict(self.facts)
        if getattr(refusal, "version", None) is not None:
            facts["version"] = getattr(refusal, "version", None)
        return await render(
            self.asked.request,
            self.template,
            status=status_of(bound, refusal),
            institution=self.asked.institution,
            errors=bound.errors,
            raw=bound.raw,
            changes=await changes_said(self.asked, refusal),
            **facts,
        )


async def carry_out(
    asked: Asked,
    page: Callable[[], Awaitable[FormPage]],
    bound: Bound[Any],
    action: str,
    do: Callable[[Any], Awaitable[object]],
    *,
    then: str,
    message: str,
    **where: Any,
) -> Response:
    """Do what the form asks, once, and go on; or draw it again with the reason.

    The page is gathered after the refusal: what was undone with it has to be read anew.
    """
    if bound.values is None:
        return await (await page()).draw(bound)
    try:
        if await first_time(asked, action, bound.values, **where):
            await do(bound.values)
    except DomainError as refusal:
        said = refused(bound, refusal)
        return await (await page()).draw(said, refusal)
    return see_other(asked.request, then, message=message)
