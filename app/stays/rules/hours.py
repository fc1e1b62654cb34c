"""Hours beside days: what a clock on the wall of a home shows, by the calendar of China."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

__all__ = ["SHANGHAI", "at_hour", "hour_of"]

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at_hour(day: date | None, hour: time | None) -> datetime | None:
    """Give the instant of an hour on a day; no hour, no instant."""
    if day is None or hour is None:
        return None
    return datetime.combine(day, hour.replace(tzinfo=None), SHANGHAI)


def hour_of(instant: datetime | None) -> str:
    """Say the hour of an instant as a form takes it: 08:30."""
    return "" if instant is None else instant.astimezone(SHANGHAI).strftime("%H:%M")
