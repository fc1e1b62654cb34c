"""Acts on one application: each has a form, a few words, and one thing it does; the pages of all of them are alike."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.waitlist.routes.asking import first_time
from app.waitlist.routes.filing import OfEntry
from app.waitlist.rules.steps import EventKind, may_follow
from app.web.forms import Bound, bind, refused, status_of
from app.web.templates import render

__all__ = ["Act", "act_named", "carry_out", "form_page", "offered"]

Facts = Callable[[OfEntry], Awaitable[dict[str, Any]]]


async def _nothing(_of: OfEntry) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what it is called, its form, what it does, and after which states it may come.

    `words` are msgids: the title, the button, the sentence in front, what is said when it is done. `step` is the event
    it leads to; where it is None the act may always come. `facts` gives what its form chooses from.
    """

    form: type[Any]
    words: tuple[str, str, str, str]
    fields: str
    do: Callable[[OfEntry, Any, Bound[Any]], Awaitable[Any]]
    step: EventKind | None = None
    facts: Facts = _nothing
    danger: bool = False
    first: Callable[[OfEntry], dict[str, Any]] = lambda _of: {}


def act_named(acts: Mapping[str, Act], name: str) -> Act:
    """Give the act of that name; another name is no page."""
    if name not in acts:
        raise NotFound
    return acts[name]


def offered(acts: Mapping[str, Act], of: OfEntry, names: tuple[str, ...]) -> list[tuple[str, str, bool]]:
    """List those of some acts that may come now: name, button and whether it ends something."""
    state = of.facts.state
    return [
        (name, _(act.words[0]), act.danger)
        for name in names
        if (act := acts[name]).step is None or may_follow(state, act.step)
    ]


async def form_page(of: OfEntry, act: Act, bound: Bound[Any], refusal: DomainError | None = None) -> Response:
    """Draw the form of an act, with what was typed."""
    raw = bound.raw or act.first(of) | dict(of.request.query_params)
    title, go, lead, _said = (_(word) for word in act.words)
    return await render(
        of.request, "waitlist/acts/show.html", status=status_of(bound, refusal), of=of, title=title, go=go, lead=lead,
        fields=act.fields, danger=act.danger, action=of.request.url.path, errors=bound.errors, raw=raw,
        **await act.facts(of),
    )  # fmt: skip


async def carry_out(of: OfEntry, name: str, act: Act) -> Response:
    """Do the act once and go back to the file; or draw the form again with what was typed."""
    bound = bind(act.form, await of.request.form())
    form = bound.values
    if form is None:
        return await form_page(of, act, bound)
    try:
        if await first_time(of.session, of.actor, f"waitlist.{name}", form, of.county, entry=of.entry_id):
            await act.do(of, form, bound)
    except DomainError as refusal:
        return await form_page(of, act, refused(bound, refusal), refusal)
    return of.back(_(act.words[3]))
