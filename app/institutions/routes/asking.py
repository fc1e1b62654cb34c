"""What every page of homes needs: the home in the address, one tap once, a refusal beside its field."""

from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.actor import Actor
from app.core.keys import EVERYWHERE
from app.institutions.models import Institution
from app.institutions.queries import get_institution
from app.web.forms import Bound, bind, status_of
from app.web.htmx import see_other
from app.web.templates import render

__all__ = ["Asked", "first_time", "form_page", "may_edit", "path_of", "read", "the_home"]

F = TypeVar("F", bound=BaseModel)
EDIT = "institutions.edit"


async def the_home(session: AsyncSession, actor: Actor, institution_id: int, permission: str = EDIT) -> Institution:
    """Find the home in the address where the caller holds the permission; elsewhere it is not there."""
    return await get_institution(session, actor.scope(permission), institution_id)


def may_edit(actor: Actor, home: Institution) -> bool:
    """Tell whether the caller may change this very home."""
    return actor.scope(EDIT).covers(home.county, home.id)


async def first_time(
    session: AsyncSession, actor: Actor, action: str, form: Any, *, county: int = EVERYWHERE, **where: Any
) -> bool:
    """Claim the form's tap; the same tap again is not done again."""
    body = form.model_dump(mode="json", exclude={"tap_id"}) | where
    return await audit.first_time(session, actor, tap_id=form.tap_id, action=action, body=body, county=county)


def path_of(request: Request, name: str, institution_id: int, **params: int) -> str:
    """Give the path of a route of this home."""
    return str(request.app.url_path_for(name, institution_id=institution_id, **params))


@dataclass(frozen=True, slots=True)
class Asked:
    """One request about one home: who asks, for what, and where."""

    request: Request
    session: AsyncSession
    actor: Actor
    institution_id: int

    def back(self, message: str) -> Response:
        """Send the reader to the home's file and say what has been done."""
        path = path_of(self.request, "institutions.show", self.institution_id)
        return see_other(self.request, path, message=message)


async def form_page(asked: Asked, template: str, bound: Bound[Any], **facts: Any) -> Response:
    """Draw a form about a home, with what was typed. The home is read anew: a refusal has rolled its row back."""
    home = await the_home(asked.session, asked.actor, asked.institution_id)
    return await render(
        asked.request, template, status=status_of(bound), file=home, errors=bound.errors, raw=bound.raw, **facts
    )  # fmt: skip


async def read(request: Request, form: type[F]) -> Bound[F]:
    """Read what was posted."""
    return bind(form, await request.form())
