"""What every page of a file needs: the home and the person in the address, one tap once, a refusal beside its field."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.queries.changes import changes_said as both_values
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.errors import DomainError
from app.core.i18n import _
from app.institutions.queries import get_institution
from app.residents.errors import Changed
from app.residents.models import Elder
from app.residents.queries import get_elder
from app.web.deps import CurrentActor, RowId, Session
from app.web.forms import Bound, bind, refused, status_of
from app.web.htmx import is_partial, see_other
from app.web.templates import render

__all__ = [
    "PREFIX",
    "Act",
    "Editing",
    "OfFile",
    "Revealing",
    "Seeing",
    "carry_out",
    "changes_said",
    "end_page",
    "form_page",
    "void_page",
]

PREFIX = "/institutions/{institution_id}/elders/{elder_id}"


@dataclass(frozen=True, slots=True)
class OfFile:
    """One request about one file. Ids and name are kept apart from the row: a refusal may expire it."""

    request: Request
    session: AsyncSession
    actor: Actor
    institution: Any
    home: Home
    elder: Elder
    elder_id: int
    name: str

    def path(self, route: str, **params: Any) -> str:
        """Give the path of a route of this file."""
        where = {"institution_id": self.home.institution_id, "elder_id": self.elder_id}
        return str(self.request.app.url_path_for(route, **where, **params))

    def back(self, tab: str, message: str) -> Response:
        """Send the reader back to a tab of the file and say what was done."""
        return see_other(self.request, self.path("residents.elders.show"), message=message, tab=tab)

    def may(self, permission: str) -> bool:
        """Tell whether the caller holds a permission in this very home."""
        return self.actor.scope(permission).covers(self.home.county, self.home.institution_id)

    @property
    def facts(self) -> dict[str, Any]:
        """What every template of a file draws."""
        return {"institution": self.institution, "elder_id": self.elder_id, "person": self.name}


def file_for(permission: str) -> Callable[..., Awaitable[OfFile]]:
    """Give the dependency that finds the file in the address where the caller holds a permission."""

    async def find(
        request: Request, session: Session, actor: CurrentActor, institution_id: RowId, elder_id: RowId
    ) -> OfFile:
        institution = await get_institution(session, actor.scope(permission), institution_id)
        home = Home(institution.county, institution.id)
        elder = await get_elder(session, home.scope, home, elder_id)
        return OfFile(request, session, actor, institution, home, elder, elder.id, elder.name)

    return find


Seeing = Annotated[OfFile, Depends(file_for("residents.see"))]
Editing = Annotated[OfFile, Depends(file_for("residents.edit"))]
Revealing = Annotated[OfFile, Depends(file_for("residents.reveal"))]


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a file: its form, what it does, how the form is drawn again, what is said and where one lands."""

    form: type[Any]
    action: str
    do: Callable[[Any, Bound[Any]], Awaitable[Any]]
    again: Callable[[Bound[Any], DomainError | None], Awaitable[Response]]
    said: str
    tab: str
    row_id: int = 0


async def carry_out(file: OfFile, act: Act) -> Response:
    """Read the form, do the act once, and go back to the file; or draw the form again with what was typed."""
    bound = bind(act.form, await file.request.form())
    form = bound.values
    if form is None:
        return await act.again(bound, None)
    body = form.model_dump(mode="json", exclude={"tap_id"})
    body |= {"home": file.home.institution_id, "elder": file.elder_id, "row": act.row_id}
    claim = {"tap_id": form.tap_id, "action": act.action, "body": body, "county": file.home.county}
    try:
        if await audit.first_time(file.session, file.actor, **claim):
            await act.do(form, bound)
    except DomainError as refusal:
        return await act.again(refused(bound, refusal), refusal)
    return file.back(act.tab, act.said)


async def form_page(
    file: OfFile,
    form: str,
    title: str,
    bound: Bound[Any],
    refusal: DomainError | None = None,
    **facts: Any,
) -> Response:
    """Draw a form about this file: as a page of its own, or beside the page that asked for it."""
    status = status_of(bound, refusal)
    shell = "residents/forms/_panel.html" if is_partial(file.request) else "residents/forms/show.html"
    version = getattr(refusal, "version", facts.pop("version", None))
    return await render(
        file.request, shell, status=status, form=form, title=title, errors=bound.errors, raw=bound.raw,
        changes=await changes_said(file, refusal), version=version, **file.facts, **facts,
    )  # fmt: skip


async def changes_said(file: OfFile, refusal: DomainError | None) -> tuple[Changed, ...]:
    """Both values of every field two people changed, with who was first and how long ago."""
    return await both_values(file.session, file.home.scope, refusal)


async def void_page(
    file: OfFile, bound: Bound[Any], refusal: DomainError | None = None, *, what: str, action: str, tab: str
) -> Response:
    """Ask why a row was never right; `what` names it, `action` is where the answer goes."""
    title = _("作废{what}").format(what=what)
    return await form_page(
        file, "residents/forms/_void.html", title, bound, refusal, what=what, action=action, tab=tab
    )  # fmt: skip


async def end_page(
    file: OfFile,
    bound: Bound[Any],
    refusal: DomainError | None = None,
    *,
    what: str,
    action: str,
    tab: str,
    version: int,
) -> Response:
    """Ask from which day on a row no longer holds."""
    title = _("终止{what}").format(what=what)
    return await form_page(
        file, "residents/forms/_end.html", title, bound, refusal, what=what, action=action, tab=tab, version=version
    )  # fmt: skip


async def record_look(file: OfFile, *fields: str, purpose: str = "") -> None:
    """Leave a line that these parts of the file were looked at."""
    await audit.record_view(
        file.actor, county=file.home.county, institution_id=file.home.institution_id, kind="elders",
        subjects=[file.elder_id], fields=fields, purpose=purpose,
    )  # fmt: skip
