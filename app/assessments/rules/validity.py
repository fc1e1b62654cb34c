"""How long an assessment holds: half a year for residents, a year where a subsidy asks for no more."""

import calendar
from datetime import date, timedelta

__all__ = ["MONTHS", "SOON", "is_valid", "months_after", "valid_to"]

MONTHS = (6, 12)
"""How many months an ability assessment may hold; the first is taken unless another is asked for."""

SOON = timedelta(days=30)
"""So many days ahead the next one is announced."""


def months_after(day: date, months: int) -> date:
    """Give the day so many months later; where that month is shorter, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def valid_to(assessed_on: date, months: int = MONTHS[0]) -> date:
    """Give the first day on which an assessment of that day no longer holds."""
    return months_after(assessed_on, months)


def is_valid(valid_from: date, until: date | None, day: date) -> bool:
    """Tell whether it holds on a day; without an end it holds until it is reviewed."""
    return valid_from <= day and (until is None or day < until)
