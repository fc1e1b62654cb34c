"""What is there already, as far as a workbook of reported figures can meet it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from app.census.rules.reported import Reported, ReportedKind
from app.imports.rules.words import known_form

__all__ = ["BedsOf", "HomeRef", "KnownPlaces", "Standing"]

# What nearly every home is called says nothing of which one is meant.
_COMMON = re.compile(
    r"(区域性|中心|社会)?(敬老院|养老院|福利院|福利中心|养老公寓|护养院|护理院|托养中心|养老(服务)?中心)$"
)

# A home and the beds of it that a figure is about.
BedsOf = tuple[int, ReportedKind, str]


@dataclass(frozen=True, slots=True)
class HomeRef:
    """A home that is on file."""

    id: int
    county: int
    code: str
    name: str
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A live figure that is on record."""

    id: int
    said: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """Counties by name, homes, the live figures of the days in the file, and what was reported around them."""

    counties: Mapping[str, int] = field(default_factory=dict)
    homes: tuple[HomeRef, ...] = ()
    figures: Mapping[tuple[BedsOf, date], Standing] = field(default_factory=dict)
    around: Mapping[BedsOf, Iterable[Reported]] = field(default_factory=dict)

    def nearest(self, county: int, name: str) -> str | None:
        """The name on file that reads most like this one."""
        names = {_own_part(home.name): home.name for home in self.homes if home.county == county}
        found = get_close_matches(_own_part(name), names, n=1, cutoff=0.5)
        return names[found[0]] if found else None


def _own_part(name: str) -> str:
    """A name without the words that homes share: two are not alike for both being a 敬老院."""
    form = known_form(name)
    return _COMMON.sub("", form) or form
