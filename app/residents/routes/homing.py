"""What every page of a home's people needs: the home in the address, and what may be done there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.actor import Actor
from app.institutions.queries import get_institution
from app.residents.rules.looking import asks_for_a_reason
from app.web.deps import CurrentActor, RowId, Session

__all__ = ["HOME", "EditingHome", "MergingHome", "OfHome", "SeeingHome"]

HOME = "/institutions/{institution_id}/elders"


@dataclass(frozen=True, slots=True)
class OfHome:
    """One request about the people of one home."""

    request: Request
    session: AsyncSession
    actor: Actor
    institution: Any
    home: Home

    def path(self, route: str, **params: Any) -> str:
        """Give the path of a route of this home."""
        where = {"institution_id": self.home.institution_id}
        return str(self.request.app.url_path_for(route, **where, **params))

    def may(self, permission: str) -> bool:
        """Tell whether the caller holds a permission in this very home."""
        return self.actor.scope(permission).covers(self.home.county, self.home.institution_id)

    @property
    def masked(self) -> bool:
        """Whether the caller comes from outside the home, so that a list shows no whole name."""
        return asks_for_a_reason(self.actor, self.home)


def _home_for(permission: str) -> Callable[..., Awaitable[OfHome]]:
    async def find(request: Request, session: Session, actor: CurrentActor, institution_id: RowId) -> OfHome:
        institution = await get_institution(session, actor.scope(permission), institution_id)
        return OfHome(request, session, actor, institution, Home(institution.county, institution.id))

    return find


SeeingHome = Annotated[OfHome, Depends(_home_for("residents.see"))]
EditingHome = Annotated[OfHome, Depends(_home_for("residents.edit"))]
MergingHome = Annotated[OfHome, Depends(_home_for("residents.merge"))]
