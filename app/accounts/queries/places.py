"""Names of the places a grant may lie in. They live upstairs, so `main` says at start-up who can name them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope

__all__ = ["GrantPlace", "PlaceSource", "name_of", "place_sources", "places"]


@dataclass(frozen=True, slots=True)
class GrantPlace:
    """A whole region (no home) or one home, by the name people know it by."""

    region: int
    institution_id: int | None
    name: str

    @property
    def value(self) -> str:
        """The place as one word of a form: `510322` or `510322/17`."""
        return f"{self.region}" if self.institution_id is None else f"{self.region}/{self.institution_id}"


PlaceSource: TypeAlias = Callable[[AsyncSession, Scope], Awaitable[list[GrantPlace]]]

place_sources: list[PlaceSource] = []
"""Filled by `main`: regions and homes name themselves, and accounts need not know them."""


async def places(session: AsyncSession, scope: Scope) -> list[GrantPlace]:
    """List the regions and homes inside the scope, in the order their owners give them."""
    found: list[GrantPlace] = []
    for source in place_sources:
        found += await source(session, scope)
    return found


def name_of(known: list[GrantPlace], region: int, institution_id: int | None) -> str:
    """Name a place; one that nobody names any more keeps its code, so that a row is never blank."""
    for place in known:
        if (place.region, place.institution_id) == (region, institution_id):
            return place.name
    return f"{region:06d}" if institution_id is None else f"{region:06d}/{institution_id}"
