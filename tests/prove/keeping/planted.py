"""A fault of one: the day of a discharge is counted as if it were slept. The proof has to see it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from app.census.queries import proof
from app.census.rules.days import DayCount, days_of
from app.census.rules.facts import HomeFacts

__all__ = ["planted_off_by_one"]

OPEN = date.max


@contextmanager
def planted_off_by_one() -> Iterator[None]:
    """Let the recount hold everybody one night longer than they were there."""

    def counted(home: HomeFacts, rulings: Any, first: date, last: date) -> list[DayCount]:
        longer = [
            stay if stay.to_on == OPEN else stay._replace(to_on=stay.to_on + timedelta(days=1)) for stay in home.stays
        ]
        return days_of(replace(home, stays=longer), rulings, first, last)

    with patch.object(proof, "days_of", counted):
        yield
