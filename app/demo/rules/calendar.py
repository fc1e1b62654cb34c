"""The days on which a home empties and fills: feasts by the moon, seasons by the cold."""

from datetime import date, timedelta
from functools import cache

from lunar_python import Lunar, LunarYear, Solar

__all__ = ["Feast", "feasts", "lunar_birthday", "mid_autumn", "spring_festival", "winter"]

Feast = tuple[date, date, float, float]
"""First and last day to leave, and the share of those with a family and of those without who go."""

# How much more often old people of 川南 fall ill and die in each month than over the year.
_SEASON = (1.6, 1.5, 1.15, 0.95, 0.85, 0.8, 0.85, 0.9, 0.8, 0.85, 1.05, 1.4)


def spring_festival(year: int) -> date:
    """Give the first day of the lunar year that begins in this year."""
    return _solar(year, 1, 1)


def mid_autumn(year: int) -> date:
    """Give the 中秋 of this year."""
    return _solar(year, 8, 15)


def lunar_birthday(born_on: date) -> tuple[int, int, bool]:
    """Say a birth by the moon: month, day, and whether the month was a leap one."""
    began, month = max(one for one in _months(born_on.year) if one[0] <= born_on)
    return abs(month), (born_on - began).days + 1, month < 0


@cache
def _months(year: int) -> list[tuple[date, int]]:
    """List the first days of a year's months; working one year out costs milliseconds, and thousands were born in them."""
    found = []
    for month in LunarYear.fromYear(year).getMonths():
        solar = Solar.fromJulianDay(month.getFirstJulianDay())
        found.append((date(solar.getYear(), solar.getMonth(), solar.getDay()), month.getMonth()))
    return found


def _solar(year: int, month: int, day: int) -> date:
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def feasts(first: date, last: date) -> dict[date, Feast]:
    """List the feasts for which families fetch their old people, by the first day on which they do."""
    found: dict[date, Feast] = {}
    for year in range(first.year, last.year + 1):
        new_year, moon = spring_festival(year), mid_autumn(year)
        for begin, end, family, alone in (
            (new_year - timedelta(days=6), new_year - timedelta(days=1), 0.34, 0.05),
            (moon - timedelta(days=2), moon, 0.14, 0.02),
            (date(year, 4, 4), date(year, 4, 5), 0.04, 0.01),
            (date(year, 10, 1), date(year, 10, 3), 0.05, 0.01),
        ):
            if first <= begin and end < last:
                found[begin] = (begin, end, family, alone)
    return found


def winter(day: date) -> float:
    """Say how much more likely illness is on a day than on the mean of the year."""
    return _SEASON[day.month - 1]
