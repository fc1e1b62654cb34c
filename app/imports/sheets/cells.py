"""One cell's value as the text its owner reads, and what that text hides."""

from datetime import date, datetime, time, timedelta

from app.imports.rules.ledger import Oddity

__all__ = ["Value", "shown"]

Value = int | float | str | bool | time | date | datetime | timedelta
# Excel keeps fifteen digits; a longer number has lost its last ones, and nobody can say what they were.
_EXACT = 10**15


def shown(value: Value) -> tuple[str, Oddity | None]:
    """Give a cell's text: 101.0 is 101, a day is 2024-03-01, a number beyond fifteen digits is lost."""
    if isinstance(value, str):
        return value, None
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}", Oddity.DATE
    if isinstance(value, date):
        return value.isoformat(), Oddity.DATE
    return str(value), None


def _number(value: float) -> tuple[str, Oddity | None]:
    if abs(value) >= _EXACT:
        return f"{value:.15G}", Oddity.LOST
    if float(value).is_integer():
        return str(int(value)), Oddity.NUMBER
    return f"{value:.15g}", Oddity.NUMBER
