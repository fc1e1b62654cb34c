"""A home over a range of days: the line of its rates and people, its month ends, and what its beds were used on average."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from app.census.rules.occupancy import Standing
from app.census.rules.rates import Rate

__all__ = ["Average", "DayLine", "Line", "average_of", "by_month", "month_ends", "people_line", "rate_line"]

DRAWN = 480
"""The most steps a line is drawn in: more would be finer than a screen."""


class DayLine(NamedTuple):
    """What a series needs of one day of a home."""

    day: date
    standing: Standing
    registered: int | None
    in_residence: int
    counted: int
    existing: int
    closed: int
    slept: int
    private: int

    @property
    def open_beds(self) -> int:
        """Beds in service that are not closed 开放: what could be used that day; none in a home that does not operate."""
        return self.existing - self.closed if self.standing.operating else 0

    @property
    def used(self) -> int:
        """Beds slept in or paid for 包房, of those that are open."""
        return self.slept + self.private if self.standing.operating else 0

    @property
    def rate(self) -> Rate:
        """Counted ÷ registered: the official rate of the day."""
        return Rate(self.counted, self.registered if self.standing is Standing.COUNTED else None)


@dataclass(frozen=True, slots=True)
class Average:
    """Sums over days. Rates are made of the sums, never of the rates of days."""

    first: date
    last: date
    days: int
    used: int
    open: int
    counted: int
    registered: int
    counted_days: int
    nights: int

    @property
    def rate(self) -> Rate:
        """Bed-days used ÷ bed-days open."""
        return Rate(self.used, self.open)

    @property
    def official(self) -> Rate:
        """Counted person-days ÷ registered bed-days, of the days on which the home takes part."""
        return Rate(self.counted, self.registered)

    @property
    def tenths_in_residence(self) -> int:
        """People in residence on an average night, in tenths, half up."""
        return (20 * self.nights + self.days) // (2 * self.days) if self.days else 0


def average_of(lines: Sequence[DayLine]) -> Average | None:
    """Add up days; None where there is none."""
    if not lines:
        return None
    rated = [line for line in lines if line.rate.denominator]
    return Average(
        lines[0].day, lines[-1].day, len(lines),
        used=sum(line.used for line in lines), open=sum(line.open_beds for line in lines),
        counted=sum(line.counted for line in rated), registered=sum(line.registered or 0 for line in rated),
        counted_days=len(rated), nights=sum(line.in_residence for line in lines),
    )  # fmt: skip


def by_month(lines: Iterable[DayLine]) -> list[Average]:
    """Add up the days of each month; the first and the last may be parts of one."""
    months = (list(days) for _month, days in groupby(lines, lambda line: (line.day.year, line.day.month)))
    return [found for days in months if (found := average_of(days))]


def month_ends(lines: Sequence[DayLine]) -> list[DayLine]:
    """Give the last day of each month, and the last day there is."""
    return [
        line for number, line in enumerate(lines)
        if number == len(lines) - 1 or lines[number + 1].day.month != line.day.month
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A drawing: pieces of `x,y` points on a field of 1000 × 200, between two round edges, gaps left open."""

    pieces: tuple[str, ...]
    least: float
    most: float
    lowest: tuple[date, float]
    highest: tuple[date, float]

    @property
    def middle(self) -> float:
        """The value half-way up."""
        return (self.least + self.most) / 2


def rate_line(lines: Sequence[DayLine]) -> Line | None:
    """Draw the official rate in percent; days without one are gaps."""
    return _line([(line.day, None if line.rate.tenths is None else line.rate.tenths / 10) for line in lines], 10)


def people_line(lines: Sequence[DayLine]) -> Line | None:
    """Draw the people in residence."""
    return _line([(line.day, float(line.in_residence)) for line in lines], 10)


def _line(points: Sequence[tuple[date, float | None]], step: int) -> Line | None:
    known = [(day, value) for day, value in points if value is not None]
    if len(known) < 2:
        return None
    lowest, highest = min(known, key=lambda point: point[1]), max(known, key=lambda point: point[1])
    least, most = max(int(lowest[1] // step) * step, 0), (int(highest[1] // step) + 1) * step
    first, days = points[0][0], max((points[-1][0] - points[0][0]).days, 1)

    def place(day: date, value: float) -> str:
        return f"{1000 * (day - first).days / days:.1f},{200 - 200 * (value - least) / (most - least):.1f}"

    runs = _runs(known)
    pieces = tuple(" ".join(place(*point) for point in _thinned(run, len(known))) for run in runs)
    return Line(pieces, least, most, lowest, highest)


def _runs(known: Sequence[tuple[date, float]]) -> Iterator[list[tuple[date, float]]]:
    """Cut where days are missing."""
    run: list[tuple[date, float]] = []
    for point in known:
        if run and point[0] - run[-1][0] > timedelta(days=1):
            yield run
            run = []
        run.append(point)
    yield run


def _thinned(run: Sequence[tuple[date, float]], all_days: int) -> list[tuple[date, float]]:
    """Keep the lowest and the highest of each few days where there are more days than steps, so that no peak is lost."""
    few = -(-all_days * 2 // DRAWN)
    if all_days <= DRAWN:
        return list(run)
    kept = {run[0], run[-1]}
    for start in range(0, len(run), few):
        part = run[start : start + few]
        kept |= {min(part, key=lambda point: point[1]), max(part, key=lambda point: point[1])}
    return sorted(kept)
