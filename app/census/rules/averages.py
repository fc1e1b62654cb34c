"""A home over a range of days: the line of its rates and people, its month ends, and what its beds were used on average."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from app.census.rules.lines import Line, line_of
from app.census.rules.occupancy import Standing
from app.census.rules.rates import Rate

__all__ = ["Average", "DayLine", "average_of", "by_month", "month_ends", "people_line", "rate_line"]


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


def rate_line(lines: Sequence[DayLine]) -> Line | None:
    """Draw the official rate in percent; days without one are gaps."""
    return line_of([(line.day, None if line.rate.tenths is None else line.rate.tenths / 10) for line in lines], 100)


def people_line(lines: Sequence[DayLine]) -> Line | None:
    """Draw the people in residence."""
    return line_of([(line.day, float(line.in_residence)) for line in lines])
