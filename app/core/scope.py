"""Which homes an actor may see for one purpose, and how a query says so."""

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, false, or_, tuple_

__all__ = ["Scope", "within"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whole regions (GB/T 2260 codes; 0 is everywhere) and single homes (county, institution_id)."""

    regions: frozenset[int] = frozenset()
    homes: frozenset[tuple[int, int]] = frozenset()

    def covers(self, county: int, institution_id: int | None) -> bool:
        """Tell whether a row of that county (and home, where it has one) lies inside."""
        if any(region_covers(region, county) for region in self.regions):
            return True
        return institution_id is not None and (county, institution_id) in self.homes

    def covers_region(self, county: int) -> bool:
        """Tell whether the whole county lies inside, not only single homes of it."""
        return any(region_covers(region, county) for region in self.regions)

    def __bool__(self) -> bool:
        """An empty scope sees nothing."""
        return bool(self.regions or self.homes)


class Homed(Protocol):
    """A table whose rows belong to a county, and mostly to one home."""

    county: Any


def region_covers(region: int, county: int) -> bool:
    """Tell whether a county code lies under a region code, from the digits of GB/T 2260 alone."""
    if region == 0 or region == county:
        return True
    if region % 10000 == 0:
        return county // 10000 == region // 10000
    return region % 100 == 0 and county // 100 == region // 100


def within(model: Any, scope: Scope, *, home: str = "institution_id") -> ColumnElement[bool]:
    """Say in SQL that a row lies inside the scope. The home column of `institutions` itself is its `id`."""
    column = getattr(model, home, None)
    rules: list[ColumnElement[bool]] = [_in_region(model.county, region) for region in scope.regions]
    if scope.homes and column is not None:
        rules.append(_in_homes(model.county, column, scope.homes))
    return or_(*rules) if rules else false()


def _in_region(county: Any, region: int) -> ColumnElement[bool]:
    if region == 0:
        return county.is_not(None)  # type: ignore[no-any-return]
    step = 10000 if region % 10000 == 0 else 100 if region % 100 == 0 else 1
    if step == 1:
        return county == region  # type: ignore[no-any-return]
    return and_(county >= region, county < region + step)


def _in_homes(county: Any, column: Any, homes: frozenset[tuple[int, int]]) -> ColumnElement[bool]:
    if len(homes) == 1:
        ((only_county, only_home),) = homes
        return and_(county == only_county, column == only_home)
    return tuple_(county, column).in_(sorted(homes))
