"""What the pages of lists and rules need: the county or the home in the address, and what may be done there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.scope import Scope
from app.institutions.queries import get_institution, homes_in
from app.regions.queries import names_of
from app.waitlist.errors import CountyNotFound
from app.web.addresses import id_in
from app.web.deps import CurrentActor, RowId, Session

__all__ = ["ApplyingHome", "CountyAsked", "OfList", "SeeingHome", "first_time", "list_of_county", "the_county"]


@dataclass(frozen=True, slots=True)
class CountyAsked:
    """The county a page is about, and the others its reader may turn to."""

    code: int
    name: str
    others: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class OfList:
    """One request about the list of a county, or of one home where `institution` is there."""

    request: Request
    session: AsyncSession
    actor: Actor
    county: int
    scope: Scope
    institution: Any = None
    counties: CountyAsked | None = None

    @property
    def home_id(self) -> int | None:
        """The home whose list it is."""
        return self.institution.id if self.institution is not None else None

    @property
    def home(self) -> Home:
        """The home as an act names it."""
        return Home(self.county, self.institution.id)

    def may(self, permission: str) -> bool:
        """Tell whether the caller holds a permission for this county, or for this very home."""
        return self.actor.scope(permission).covers(self.county, self.home_id)

    def path(self, route: str, **params: Any) -> str:
        """Give the path of a route; those of a home are told its id."""
        return str(self.request.app.url_path_for(route, **params))

    @property
    def here(self) -> str:
        """The path of this list."""
        if self.institution is None:
            return self.path("waitlist.county.show")
        return self.path("waitlist.home.show", institution_id=self.institution.id)


async def the_county(
    session: AsyncSession, actor: Actor, asked: object, permission: str, *, whole: bool = True
) -> CountyAsked:
    """Find the county in the address among those the caller has as a whole; unasked it is the first.

    What every home may read of its county is asked with `whole=False`.
    """
    scope = actor.scope(permission)
    homes = await homes_in(session, scope)
    codes = sorted({home.county for home in homes if not whole or scope.covers_region(home.county)})
    codes = codes or sorted(region for region in scope.regions if region % 100)
    code = id_in(asked) if asked else (codes[0] if codes else None)
    if code not in codes:
        raise CountyNotFound
    names = await names_of(session, codes)
    return CountyAsked(code, names.get(code, str(code)), tuple((each, names.get(each, str(each))) for each in codes))


async def list_of_county(request: Request, session: AsyncSession, actor: Actor) -> OfList:
    """The list of a whole county."""
    found = await the_county(session, actor, request.query_params.get("county"), "waitlist.see")
    scope = Scope(regions=frozenset({found.code}))
    return OfList(request, session, actor, found.code, scope, counties=found)


def _home_for(permission: str) -> Callable[..., Awaitable[OfList]]:
    async def find(request: Request, session: Session, actor: CurrentActor, institution_id: RowId) -> OfList:
        institution = await get_institution(session, actor.scope(permission), institution_id)
        home = Home(institution.county, institution.id)
        return OfList(request, session, actor, institution.county, home.scope, institution)

    return find


SeeingHome = Annotated[OfList, Depends(_home_for("waitlist.see"))]
ApplyingHome = Annotated[OfList, Depends(_home_for("waitlist.apply"))]


async def first_time(session: AsyncSession, actor: Actor, action: str, form: Any, county: int, **where: Any) -> bool:
    """Claim the form's tap; the same tap again is not done again."""
    body = form.model_dump(mode="json", exclude={"tap_id"}) | where
    return await audit.first_time(session, actor, tap_id=form.tap_id, action=action, body=body, county=county)
