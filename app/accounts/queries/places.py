"""Names of the places grants lie in. Regions and homes live upstairs, so they are hung in here at start-up."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.i18n import _
from app.core.scope import Scope

__all__ = ["EVERYWHERE", "GrantHome", "Place", "homes_in", "name_places_with", "place_exists", "place_names"]

EVERYWHERE = 0

Place: TypeAlias = tuple[int, int | None]
"""A whole region, or one home of a county."""


@dataclass(frozen=True, slots=True)
class GrantHome:
    """A home a role may be granted in."""

    county: int
    id: int
    name: str

    @property
    def value(self) -> str:
        """The home as one word of a form: `510322/17`."""
        return f"{self.county}/{self.id}"


RegionNames: TypeAlias = Callable[[AsyncSession, Collection[int]], Awaitable[dict[int, str]]]
HomesIn: TypeAlias = Callable[[AsyncSession, Scope], Awaitable[list[GrantHome]]]

_upstairs: list[tuple[RegionNames, HomesIn]] = []


def name_places_with(region_names: RegionNames, homes: HomesIn) -> None:
    """Say who names regions and lists homes; a process without pages may do without."""
    _upstairs[:] = [(region_names, homes)]


async def homes_in(session: AsyncSession, scope: Scope) -> list[GrantHome]:
    """List the homes inside the scope, in the order their owner gives them."""
    return [home for _names, homes in _upstairs for home in await homes(session, scope)]


async def place_names(session: AsyncSession, wanted: Collection[Place]) -> dict[Place, str]:
    """Name places; one that nobody names any more keeps its code, so that a row is never blank."""
    named: dict[Place, str] = {place: _by_code(place) for place in wanted}
    for region_names, homes in _upstairs:
        regions = await region_names(session, {region for region, home in wanted if home is None})
        named |= {(code, None): name for code, name in regions.items() if (code, None) in named}
        single = frozenset((region, home) for region, home in wanted if home is not None)
        if single:
            named |= {(home.county, home.id): home.name for home in await homes(session, Scope(homes=single))}
    return named


async def place_exists(session: AsyncSession, place: Place) -> bool:
    """Tell whether there is such a place; whoever cannot be asked does not refuse."""
    region, home_id = place
    for region_names, homes in _upstairs:
        if home_id is not None:
            return any(home.id == home_id for home in await homes(session, Scope(homes=frozenset({(region, home_id)}))))
        return region == EVERYWHERE or region in await region_names(session, {region})
    return True


def _by_code(place: Place) -> str:
    region, home = place
    if home is not None:
        return f"{region:06d}/{home}"
    return _("所有地区") if region == EVERYWHERE else f"{region:06d}"
