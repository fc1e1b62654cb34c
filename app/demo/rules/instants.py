"""Hours beside days: when somebody came, left or sat down to enter it."""

from datetime import date, datetime, time, timedelta, timezone

from app.demo.rules.chance import Chance

__all__ = ["at", "entered_at"]

_CHINA = timezone(timedelta(hours=8))


def at(chance: Chance, day: date, today: date, *, between: tuple[int, int] = (9, 17)) -> datetime | None:
    """Draw an hour of a day; of today none is told, for it may not have come yet."""
    if day >= today:
        return None
    first, last = between
    return datetime.combine(day, time(chance.between(first, last - 1), chance.between(0, 59)), _CHINA)


def entered_at(day: date) -> datetime:
    """Say when something was entered: in the afternoon, on each day at another minute."""
    minute = day.toordinal() * 37 % 170
    return datetime.combine(day, time(14 + minute // 60, minute % 60), _CHINA)
