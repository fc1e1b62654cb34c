"""Working days: Monday to Friday, but for what the State Council's yearly notice says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

__all__ = ["Calendar", "due_after", "due_instant", "working_days_until"]

HERE = ZoneInfo("Asia/Shanghai")
FRIDAY = 4
LONGEST = 400
"""No clock here runs longer; a calendar on which nobody works is a mistake, not a long wait."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What differs from the weekdays, by day: True works although it is a weekend, False rests on a weekday."""

    different: Mapping[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        """Tell whether offices work on the day."""
        return self.different.get(day, day.weekday() <= FRIDAY)


def due_after(day: date, n: int, calendar: Calendar) -> date:
    """Give the n-th working day after a day: the day itself never counts, and the last one is still in time."""
    due = day
    for _step in range(LONGEST):
        if n <= 0:
            return due
        due += timedelta(days=1)
        n -= calendar.works(due)
    raise ValueError("the calendar has no working days")


def due_instant(due_on: date) -> datetime:
    """Give the instant at which the last day is over, by the clock of China."""
    return datetime.combine(due_on + timedelta(days=1), time.min, HERE)


def working_days_until(day: date, due_on: date, calendar: Calendar) -> int:
    """Count the working days after a day up to and with the due one; below nothing when that is past."""
    if due_on < day:
        return -working_days_until(due_on, day, calendar)
    return sum(calendar.works(day + timedelta(days=step)) for step in range(1, (due_on - day).days + 1))
