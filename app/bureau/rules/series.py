"""Days one after the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from app.beds.rules.kinds import MarkKind
from app.bureau.rules.steps import Run, Silent
from app.bureau.rules.telling import SHUT, Own, Span, told
from app.census.rules.occupancy import Standing
from app.census.rules.rates import Rate

__all__ = ["MarksOn", "SeriesDay", "Summed", "joined", "month_ends", "of_home"]


class SeriesDay(NamedTuple):
    """A home, a county or all counties on one day of a series.

    `registered` and `people` are of the homes in the rate, computed and reported together; beds, marks and
    `in_residence` are of the homes with rows of their own.
    """

    day: date
    registered: int | None
    people: int
    # Homes that operate: in the rate by rows of their own, in it by what they report, or left out.
    homes: int
    computed_homes: int
    reported_homes: int
    reported_people: int
    left_homes: int
    left_people: int
    in_residence: int
    existing: int
    available: int
    occupied: int
    marked: Sequence[int] = ()
    lying: Sequence[int] = ()

    @property
    def rate(self) -> Rate:
        """People over registered beds."""
        return Rate(self.people, self.registered)

    @property
    def beds(self) -> Mapping[MarkKind, int]:
        """Beds with each mark."""
        return dict(zip(MarkKind, self.marked, strict=False))

    @property
    def people_by_mark(self) -> Mapping[MarkKind, int]:
        """People who have a bed with each mark."""
        return dict(zip(MarkKind, self.lying, strict=False))


class Summed(NamedTuple):
    """The kept sums of one day of a county, or of several counties added up."""

    day: date
    registered: int = 0
    people: int = 0
    homes: int = 0
    left_homes: int = 0
    left_people: int = 0
    in_residence: int = 0
    existing: int = 0
    available: int = 0
    occupied: int = 0
    marked: Sequence[int] = ()
    lying: Sequence[int] = ()


class MarksOn(NamedTuple):
    """Beds and people by mark on one day, of homes with rows of their own. A bed may have several marks."""

    day: date
    existing: int
    in_residence: int
    beds: Mapping[MarkKind, int]
    people: Mapping[MarkKind, int]


def joined(kept: Mapping[date, Summed], runs: Iterable[Run]) -> Iterator[SeriesDay]:
    """Put kept sums and the runs of homes without rows together; days of which nothing is known are not there."""
    for run in runs:
        for day in run.days:
            own = kept.get(day)
            if own is not None or run.silent.speaking:
                yield _day(own or Summed(day), run.silent)


def _day(own: Summed, other: Silent) -> SeriesDay:
    rated = own.homes + other.reported
    left = own.left_homes + other.left
    return SeriesDay(
        own.day, own.registered + other.registered if rated else None, own.people + other.people,
        rated + left, own.homes, other.reported, other.people, left, own.left_people + other.left_people,
        own.in_residence, own.existing, own.available, own.occupied, own.marked, own.lying,
    )  # fmt: skip


def of_home(day: date, own: Own, beds: Sequence[int], marked: Sequence[int], lying: Sequence[int]) -> Summed:
    """Give a home's own row of a day as a sum of one home. `beds` are existing, available and occupied."""
    known = told(day, Span(), own)
    rated = known.standing is Standing.COUNTED
    return Summed(
        day, (known.registered or 0) if rated else 0, (known.people or 0) if rated else 0, int(rated),
        int(not rated and known.standing not in SHUT), known.left_people, own.in_residence, beds[0], beds[1], beds[2], marked, lying,
    )  # fmt: skip


def month_ends(first: date, last: date) -> list[date]:
    """List the last days of the months from the first day to the last, and the last day itself."""
    found, day = [], first
    while day <= last:
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        found.append(min(following - timedelta(days=1), last))
        day = following
    return found
