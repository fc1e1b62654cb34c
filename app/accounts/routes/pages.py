"""What the pages of accounts share: the choices of a grant, one account as a page, a tap that counts once."""

from datetime import date
from itertools import groupby
from typing import Any, TypeVar

from fastapi import Request, Response
from pydantic import BaseModel

from app.accounts.errors import GrantRefused
from app.accounts.forms import GrantForm
from app.accounts.models import User
from app.accounts.queries import grants, places, users
from app.accounts.rules import CODE_HOURS, Reach, roles_with_reach
from app.accounts.service import Code, NewGrant
from app.audit import service as audit
from app.core.actor import Actor
from app.core.errors import DomainError
from app.core.i18n import _
from app.web.deps import CurrentActor, Session
from app.web.forms import Bound, bind
from app.web.templates import render

__all__ = ["MANAGE", "choices", "code_page", "first_time", "new_grant", "path_of_user", "show_page", "tapped", "told"]

MANAGE = "accounts.manage"
F = TypeVar("F", bound=BaseModel)


def told(bound: Bound[Any], refusal: DomainError) -> Bound[Any]:
    """Put a refusal beside its field."""
    return bound.with_error(refusal.field or "", refusal.message)


async def first_time(session: Session, actor: Actor, action: str, form: Any, **where: int) -> bool:
    """Tell whether this tap has not been carried out before."""
    body = form.model_dump(mode="json", exclude={"tap_id"}) | where
    return await audit.first_time(session, actor, tap_id=form.tap_id, action=action, body=body)


async def tapped(request: Request, form: type[F]) -> F:
    """Read a form that cannot be filled in wrong by hand, only be old."""
    bound = bind(form, await request.form())
    if bound.values is None:
        raise DomainError(_("这一页放得太久了，请刷新后再办"))
    return bound.values


def new_grant(form: GrantForm, today: date) -> NewGrant:
    """Read the grant a form asks for; it begins today unless it says otherwise."""
    region, home = form.place
    if region is None:
        raise GrantRefused(_("请选择机构；管整个地区的，请选择地区"), field="region")
    return NewGrant(form.role, region, home, form.from_on or today, form.to_on or date.max, form.document)


async def choices(session: Session, actor: Actor) -> dict[str, Any]:
    """Offer what the administrator may grant: every role, their own homes and regions, others by search."""
    scope = actor.scope(MANAGE)
    homes = await places.homes_in(session, scope)
    regions = set(scope.regions) | {home.county for home in homes} | await grants.regions_granted(session, scope)
    names = await places.place_names(session, {(region, None) for region in regions})
    return {
        "home_roles": roles_with_reach(Reach.HOME),
        "region_roles": roles_with_reach(Reach.REGION),
        "regions": [(region, names[(region, None)]) for region in sorted(regions)],
        "homes": [
            (names[(county, None)], [(home.value, home.name) for home in of_county])
            for county, of_county in groupby(sorted(homes, key=lambda home: home.county), lambda home: home.county)
        ],
        "searches": any(region % 100 == 0 for region in scope.regions),
    }


async def show_page(
    request: Request, session: Session, actor: CurrentActor, user_id: int, bound: Bound[Any] | None = None,
    *, status: int = 200,
) -> Response:  # fmt: skip
    """Draw one account with its grants; a refused act comes back to it."""
    user = await users.get_user_line(session, actor.scope(MANAGE), user_id)
    facts: dict[str, Any] = {
        "user": user,
        "phone": await users.phone_of(session, user_id),
        "is_self": user.id == actor.user_id,
        "errors": bound.errors if bound else {},
        "raw": bound.raw if bound else {},
        **await choices(session, actor),
    }
    return await render(request, "accounts/users/show.html", status=status, **facts)


async def code_page(request: Request, user: User, code: Code, *, is_new: bool) -> Response:
    """Show a one-time code on a page made for paper, this once."""
    facts: dict[str, Any] = {"user": user, "code": code.text, "hours": CODE_HOURS, "is_new": is_new}
    return await render(request, "accounts/users/code.html", **facts)


def path_of_user(request: Request, user_id: int) -> str:
    """Give the path of one account's page."""
    return str(request.app.url_path_for("accounts.users.show", user_id=user_id))
