"""Faults to plant into the sweep. Each must be seen by the brute count, or the proof proves nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from app.census.rules import pieces, sweep, tally
from app.census.rules.facts import StayFact

__all__ = ["FAULTS", "SEEN_BY_SUMS"]

_span, _step, _stock, _flow = sweep.span, tally.Tally._step, tally.Tally.stock, tally.Tally.flow


def _last_day_too(row: Any) -> tuple[int, int]:
    from_on, to_on = _span(row)
    return (from_on, to_on + 1) if isinstance(row, StayFact) and from_on < to_on else (from_on, to_on)


def _from_the_second_day(row: Any) -> tuple[int, int]:
    from_on, to_on = _span(row)
    return (from_on + 1, to_on) if isinstance(row, StayFact) and from_on + 1 < to_on else (from_on, to_on)


def _without(which: int) -> Callable[..., None]:
    def step(self: tally.Tally, measure: int, day: int, kind: int) -> None:
        if kind != which:
            _step(self, measure, day, kind)

    return step


def _but(names: tuple[str, ...]) -> Callable[..., None]:
    measures = {tally.INDEX[name] for name in names}

    def stock(self: tally.Tally, measure: int, *more: int) -> None:
        if measure not in measures:
            _stock(self, measure, *more)

    return stock


def _no_moves(self: tally.Tally, measure: int, day: int) -> None:
    if measure != sweep.MOVES:
        _flow(self, measure, day)


def _on_28_february(born_on: date, years: int) -> int:
    day = born_on.replace(day=1, year=born_on.year + years) + timedelta(days=born_on.day - 1)
    return (day if day.month == born_on.month else day - timedelta(days=1)).toordinal()


Fault = Callable[[], AbstractContextManager[Any]]
FAULTS: dict[str, Fault] = {
    "the day of leaving counts": lambda: patch.object(sweep, "span", _last_day_too),
    "the day of coming does not count": lambda: patch.object(sweep, "span", _from_the_second_day),
    "who changes is not seen to come in": lambda: patch.object(tally.Tally, "_step", _without(tally.CHANGED_IN)),
    "who changes is not seen to go out": lambda: patch.object(tally.Tally, "_step", _without(tally.CHANGED_OUT)),
    "who leaves is not seen to go out": lambda: patch.object(tally.Tally, "_step", _without(tally.OUT)),
    "who changes counts as admitted": lambda: patch.object(tally, "CHANGED_IN", tally.IN),
    "spans that meet are two": lambda: patch.object(pieces, "_joined", list),
    "29 February is the 28th elsewhere": lambda: patch.object(pieces, "birthday", _on_28_february),
    "who comes and goes on one day is unseen": lambda: patch.object(tally.Tally, "passing", lambda *_said: None),
    "a move is unseen": lambda: patch.object(tally.Tally, "flow", _no_moves),
    "the last ruling leaves out": lambda: patch.object(
        sweep, "first_of", lambda codes: max(sweep._OUT[code] for code in codes)
    ),
    "who is transferred in is admitted": lambda: patch.object(sweep, "MOVED_IN", sweep.ADMITTED),
    "a whole city is the county": lambda: patch.object(
        pieces, "_registered", lambda region, _county: None if region is None else pieces.HUKOU_IN
    ),
    "nobody is overdue": lambda: patch.object(tally.Tally, "stock", _but(("overdue",))),
    "extra beds are beds": lambda: patch.object(sweep, "_EXTRA", sweep._PLAIN),
}
SEEN_BY_SUMS = (
    "who changes is not seen to come in", "who changes is not seen to go out", "who leaves is not seen to go out",
)  # fmt: skip
"""What the sums of one day and the next do not forgive either."""
