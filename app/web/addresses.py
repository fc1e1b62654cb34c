"""Words of an address, or of a form drawn again, read as ids and days: what is neither is nothing, never an error."""

from datetime import date

__all__ = ["FIRST_YEAR", "LAST_YEAR", "LONGEST_ID", "day_in", "id_in"]

FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST_ID = 18
"""Digits of the longest id that a bigint holds in any case."""


def id_in(text: object) -> int | None:
    """Read an id; None where none stands."""
    word = str(text or "")
    return int(word) if word.isascii() and word.isdigit() and len(word) <= LONGEST_ID else None


def day_in(text: object) -> date | None:
    """Read a day that has days around it; None where none stands."""
    try:
        day = date.fromisoformat(str(text or "").strip())
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
