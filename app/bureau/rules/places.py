"""Where the caller may look, since when days are open, and what a home has reported."""

from datetime import date, datetime
from typing import NamedTuple

from app.census.rules.flags import ReportFlag
from app.census.rules.reported import Reported, ReportedKind
from app.regions.rules import Level

__all__ = ["DaysOpen", "Place", "ReportedLine"]


class DaysOpen(NamedTuple):
    """Which days can be asked for: from the first counted or reported day to the last that is open."""

    first: date | None
    last: date | None
    today: date
    # Counties whose days are not open as far as the last of the others.
    lagging: list[tuple[str, date]]

    @property
    def newest(self) -> date:
        """The day to show when none is asked for."""
        return self.last or self.today


class Place(NamedTuple):
    """A county with homes, or the city above one. A city may hold homes of its own 市本级: then it counts as a county."""

    code: int
    name: str
    level: Level
    holds_homes: bool = True


class ReportedLine(NamedTuple):
    """One report of a home, as it was handed in."""

    as_of: date
    kind: ReportedKind
    code: str
    label: str
    said: Reported
    source: str
    unverified: bool
    recorded_at: datetime
    flags: tuple[ReportFlag, ...] = ()
