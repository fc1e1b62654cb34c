"""What a home's day adds to its county's day."""

from app.census.rules.days import DayCount
from app.census.rules.measures import MEASURES
from app.census.rules.occupancy import Standing

__all__ = ["ROLLED", "added", "difference"]

OF_COUNTY = ("homes", "counted_homes", "left_homes", "left_people", "registered")
ROLLED = (*OF_COUNTY, *MEASURES)
"""The sums a county's day holds, in the order in which `added` gives them."""

_COUNTED = MEASURES.index("counted")
_RESIDENTS = MEASURES.index("in_residence")


def added(day: DayCount | None) -> tuple[int, ...]:
    """Give a home's part of each sum. Only a home that takes part in the official rate adds to both sides of it."""
    if day is None:
        return (0,) * len(ROLLED)
    takes_part = day.standing is Standing.COUNTED
    numbers = list(day.numbers)
    if not takes_part:
        numbers[_COUNTED] = 0
    return (
        1,
        int(takes_part),
        int(day.standing is Standing.NO_DOCUMENT),
        0 if takes_part else day.numbers[_RESIDENTS],
        (day.registered or 0) if takes_part else 0,
        *numbers,
    )


def difference(before: DayCount | None, after: DayCount | None) -> tuple[int, ...]:
    """Give what a county's day gains when one home's day becomes another."""
    return tuple(now - then for now, then in zip(added(after), added(before), strict=True))
