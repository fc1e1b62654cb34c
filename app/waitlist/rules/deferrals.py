"""How long somebody has been passed over at their own wish: one deferral after the other is one."""

from collections.abc import Iterable
from datetime import date

__all__ = ["deferred_since"]


def deferred_since(spans: Iterable[tuple[date, date]], today: date) -> date:
    """Give the first day of the deferral that a new one of today goes on from; today where none does.

    `spans` are the deferrals so far, the first one first: the day each began, and the first day it no longer held.
    """
    begun = last = date.min
    for from_on, to_on in spans:
        if from_on > last:
            begun = from_on
        last = max(last, to_on)
    return begun if today <= last else today
