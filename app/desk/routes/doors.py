"""The way in, search, the command box and the keyboard sheet."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.queries.places import GrantHome, name_places_with
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.i18n import _
from app.core.marks import is_demo
from app.core.scope import Scope
from app.desk.queries import Group, find_everything
from app.desk.rules import DOORS, Door, NavItem, doors_for, place_at
from app.institutions.queries import HomeLine, home_at_hand, homes_in
from app.regions.queries import names_of
from app.web.access import SIGNED_IN
from app.web.deps import CurrentActor, Session, page_facts_with
from app.web.htmx import see_other
from app.web.routing import Router
from app.web.templates import render

__all__ = ["router"]

router = Router()


@router.get("/", name="desk.door", access=SIGNED_IN)
async def show_door(request: Request, actor: CurrentActor, session: Session) -> Response:
    """Lead each person to the page their work begins with."""
    home = await _home(request, session, actor)
    ways = [way for way in _ways(request, actor, home) if not way[0].rare]
    first = ways[0][1] if ways else str(request.app.url_path_for("accounts.account.show"))
    return see_other(request, first)


@router.get("/search", name="desk.search.index", access=SIGNED_IN)
async def list_search(request: Request, actor: CurrentActor, session: Session, q: str = "") -> Response:
    """Search everything the caller may see, as a page."""
    groups = await _find(request, session, actor, q)
    return await render(request, "desk/search/index.html", q=q, groups=groups)


@router.get("/command", name="desk.command.index", access=SIGNED_IN)
async def list_command(request: Request, actor: CurrentActor, session: Session, q: str = "") -> Response:
    """Search for the command box, as a list of links."""
    groups = await _find(request, session, actor, q)
    return await render(request, "desk/command/_list.html", q=q, groups=groups)


@router.get("/keyboard", name="desk.keyboard.show", access=SIGNED_IN)
async def show_keyboard(request: Request, actor: CurrentActor, session: Session) -> Response:
    """Show which keys lead where."""
    doors = doors_for(_permissions(actor), has_home=True)
    return await render(request, "desk/keyboard/show.html", doors=doors)


async def _find(request: Request, session: AsyncSession, actor: Actor, asked: str) -> list[Group]:
    ways = _ways(request, actor, await _home(request, session, actor))
    on = await business_date(session)

    def path_for(name: str, **params: Any) -> str:
        return str(request.app.url_path_for(name, **params))

    return await find_everything(session, actor, asked, on=on, doors=ways, path_for=path_for)


def _permissions(actor: Actor) -> frozenset[str]:
    return frozenset(door.permission for door in DOORS if actor.may(door.permission))


def _ways(request: Request, actor: Actor, home: HomeLine | None) -> list[tuple[Door, str]]:
    """Give each door its address, those of one home for the home at hand."""
    found = []
    for door in doors_for(_permissions(actor), has_home=home is not None):
        params = {"institution_id": home.id} if door.of_home and home else {}
        found.append((door, str(request.app.url_path_for(door.route, **params))))
    return found


async def _home(request: Request, session: AsyncSession, actor: Actor) -> HomeLine | None:
    """Find the home at hand: the one in the address, else the only or first one the caller works in."""
    asked = request.path_params.get("institution_id")
    wanted = int(asked) if asked is not None and str(asked).isdigit() else None
    return await home_at_hand(session, actor.scope("institutions.see"), wanted)


async def _facts(request: Request, session: AsyncSession, actor: Actor | None) -> dict[str, Any]:
    """Gather what every full page shows: the home at hand, the doors, and whether the data is a demo's."""
    facts: dict[str, Any] = {"demo": await is_demo(session)}
    if actor is None or actor.must_change_password:
        return facts
    # A page of the bureau is served on a database role that can read no home's row, whoever looks at it.
    of_homes = actor.may("institutions.see") and session.sync_session.info.get("pool") != "bureau"
    home = await _home(request, session, actor) if of_homes else None
    ways = _ways(request, actor, home)
    here = place_at(request.url.path, ways)
    items = [(door, NavItem(_(door.label), door.icon, href, href == here, keys=door.keys)) for door, href in ways]
    return facts | {
        "home": home,
        "nav": [item for door, item in items if not door.rare],
        "nav_more": [item for door, item in items if door.rare],
    }


async def _grant_homes(session: AsyncSession, scope: Scope) -> list[GrantHome]:
    return [GrantHome(home.county, home.id, home.name) for home in await homes_in(session, scope)]


page_facts_with(_facts)
name_places_with(names_of, _grant_homes)
