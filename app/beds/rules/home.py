"""The home an act is about, as its two keys."""

from dataclasses import dataclass

from app.core.scope import Scope

__all__ = ["Home"]


@dataclass(frozen=True, slots=True)
class Home:
    """One home: the tenant and the institution inside it. Beds are always one home's."""

    county: int
    institution_id: int

    @property
    def scope(self) -> Scope:
        """The scope of this home alone, for reads inside an act that was let through."""
        return Scope(homes=frozenset({(self.county, self.institution_id)}))

    @property
    def keys(self) -> dict[str, int]:
        """The two columns every row of the home begins with."""
        return {"county": self.county, "institution_id": self.institution_id}
