"""Homes put together: by township, by county, all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.bureau.rules.homes import HomeOn
from app.bureau.rules.telling import SHUT
from app.census.rules.occupancy import Source
from app.census.rules.rates import Rate

__all__ = ["Group", "all_of", "counties_of", "townships_on"]


@dataclass(frozen=True)
class Group:
    """Homes of one place. Sums are over the homes that are in the rate; the others are `left` or not operating."""

    code: int | None
    name: str
    homes: tuple[HomeOn, ...]

    @cached_property
    def taking_part(self) -> tuple[HomeOn, ...]:
        """The homes that are in the rate."""
        return tuple(home for home in self.homes if home.counted)

    @cached_property
    def left(self) -> tuple[HomeOn, ...]:
        """The homes that would be in the rate if something were not missing."""
        return tuple(home for home in self.homes if not home.counted and home.standing not in SHUT)

    @cached_property
    def excluded(self) -> tuple[HomeOn, ...]:
        """Every home to be listed beside the rate: what is left out, and closed homes that people still live in."""
        return tuple(
            home for home in self.homes if not home.counted and (home.left_people or home.standing not in SHUT)
        )

    @property
    def registered(self) -> int | None:
        """Registered beds of the homes in the rate; None where none is."""
        return sum(home.registered or 0 for home in self.taking_part) if self.taking_part else None

    @property
    def people(self) -> int:
        """People of the homes in the rate."""
        return sum(home.people or 0 for home in self.taking_part)

    @property
    def rate(self) -> Rate:
        """Divided after adding."""
        return Rate(self.people, self.registered)

    @property
    def computed(self) -> int:
        """How many homes are in the rate by rows of their own."""
        return sum(home.source is Source.COMPUTED for home in self.taking_part)

    @property
    def reported(self) -> int:
        """How many homes are in the rate by what they report."""
        return sum(home.source is Source.REPORTED for home in self.taking_part)

    @property
    def left_homes(self) -> int:
        """How many homes are left out although they operate."""
        return len(self.left)

    @property
    def left_people(self) -> int:
        """Residents of homes that are in no rate, closed ones included."""
        return sum(home.left_people for home in self.homes)

    @property
    def oldest_report(self) -> date | None:
        """The oldest report that is in the rate."""
        return min((home.reported_on for home in self.taking_part if home.reported_on), default=None)

    def total(self, name: str) -> int:
        """Sum a field of the homes that know it: existing, available, occupied, in_residence and the like."""
        return sum(getattr(home, name) or 0 for home in self.homes)


def townships_on(homes: Iterable[HomeOn]) -> list[Group]:
    """Group homes by where they stand, in the order of codes; those without a place come last."""
    places: dict[tuple[bool, int], list[HomeOn]] = {}
    for home in homes:
        places.setdefault((home.township is None, home.township or 0), []).append(home)
    return [Group(of[0].township, of[0].township_name, tuple(of)) for _key, of in sorted(places.items())]


def counties_of(homes: Iterable[HomeOn]) -> list[Group]:
    """Group homes by county, in the order of codes."""
    counties: dict[int, list[HomeOn]] = {}
    for home in homes:
        counties.setdefault(home.county, []).append(home)
    return [Group(code, of[0].county_name, tuple(of)) for code, of in sorted(counties.items())]


def all_of(homes: Iterable[HomeOn], name: str = "") -> Group:
    """Put all homes together."""
    return Group(None, name, tuple(homes))
