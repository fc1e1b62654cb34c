"""Whose a ledger is: one home's, or a county's as a whole."""

from dataclasses import dataclass
from typing import TypeAlias

from app.beds.rules.home import Home
from app.core.scope import Scope

__all__ = ["CountyPlace", "Place", "place_of"]


@dataclass(frozen=True, slots=True)
class CountyPlace:
    """A county as a whole, where a ledger is about all its homes."""

    county: int
    institution_id: None = None

    @property
    def scope(self) -> Scope:
        """The scope of this county, for reads inside an act that was let through."""
        return Scope(regions=frozenset({self.county}))

    @property
    def keys(self) -> dict[str, int | None]:
        """The two columns every ledger begins with; it is no one home's."""
        return {"county": self.county, "institution_id": None}


Place: TypeAlias = Home | CountyPlace


def place_of(county: int, institution_id: int | None) -> Place:
    """Say whose a ledger is from its two keys."""
    return CountyPlace(county) if institution_id is None else Home(county, institution_id)
