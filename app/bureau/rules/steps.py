"""What homes without rows of their own add to a series: steps from one report, paper or day of the home to the next."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple, Protocol

from app.bureau.rules.telling import SHUT, Span, Told, told
from app.census.rules.occupancy import Standing
from app.census.rules.reported import Reported

__all__ = ["NOTHING", "History", "Run", "Silent", "silent_runs", "steps"]

ONE = timedelta(days=1)


class Paper(Protocol):
    """A registered figure as far as a step needs it."""

    @property
    def value(self) -> int:
        """The beds."""

    @property
    def from_on(self) -> date:
        """The first day it holds."""

    @property
    def to_on(self) -> date:
        """The first day it no longer holds."""


class History(NamedTuple):
    """A home with its reports, the oldest first, and its papers."""

    span: Span
    reports: Sequence[Reported] = ()
    papers: Sequence[Paper] = ()


class Silent(NamedTuple):
    """What all homes without rows of their own that day add to it."""

    registered: int = 0
    people: int = 0
    reported: int = 0
    left: int = 0
    left_people: int = 0
    # Homes that anything is known of; where it is none, the day is before the first report.
    speaking: int = 0


NOTHING = Silent()


class Run(NamedTuple):
    """Days one after the other, the last one left out, and what is the same on all of them."""

    begin: date
    stop: date
    silent: Silent

    @property
    def days(self) -> Iterator[date]:
        """Every day of it."""
        return (self.begin + timedelta(days=step) for step in range((self.stop - self.begin).days))


def steps(home: History, first: date, last: date) -> Iterator[tuple[date, date, Told]]:
    """Cut the days from the first to the last, before the home has rows of its own, where anything about it changes."""
    end = min(last + ONE, home.span.first_on or last + ONE)
    turns = {home.span.opened_on, home.span.closed_on, *(report.as_of for report in home.reports)}
    turns |= {day for paper in home.papers for day in (paper.from_on, paper.to_on)}
    cuts = [first, *sorted(day for day in turns if day is not None and first < day < end), end]
    known = [report.as_of for report in home.reports]
    for begin, stop in pairwise(cuts):
        at = bisect_right(known, begin)
        paper = next((paper.value for paper in home.papers if paper.from_on <= begin < paper.to_on), None)
        if begin < stop:
            yield begin, stop, told(begin, home.span, None, home.reports[at - 1] if at else None, paper)


def silent_runs(homes: Iterable[History], first: date, last: date) -> list[Run]:
    """Add the steps of homes up: runs of days, both ends included, on which the sums stay the same.

    Cost is one event a step, not one a day and home.
    """
    events: dict[date, list[int]] = {first: [0] * len(Silent._fields)}
    for home in homes:
        for begin, stop, known in steps(home, first, last):
            for day, sign in ((begin, 1), (stop, -1)):
                change = events.setdefault(day, [0] * len(Silent._fields))
                for at, number in enumerate(_adds(known)):
                    change[at] += sign * number
    runs, standing = [], NOTHING
    for begin, stop in pairwise([*sorted(day for day in events if day <= last), last + ONE]):
        standing = Silent(*(now + change for now, change in zip(standing, events[begin], strict=True)))
        runs.append(Run(begin, stop, standing))
    return runs


def _adds(known: Told) -> Silent:
    if known.standing is Standing.COUNTED:
        return Silent(known.registered or 0, known.people or 0, reported=1, speaking=1)
    if known.standing in SHUT:
        return Silent()
    return Silent(left=1, left_people=known.left_people, speaking=int(known.reported_on is not None))
