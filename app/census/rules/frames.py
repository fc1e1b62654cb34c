"""The frame of a home's days: on which ones it operates, on what paper, and whom the rulings leave out. Days are ordinals."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from app.census.rules.facts import HomeFacts, Spanned, on_day
from app.census.rules.occupancy import Standing, standing_on
from app.census.rules.rulings import Ruled, RulingCode, answers_on

__all__ = ["Days", "Frame", "Frames"]

Days = tuple[int, int]
"""From a day up to another, which is no longer in."""


class Frame(NamedTuple):
    """Days on which neither the standing of the home nor any answer changes."""

    from_on: int
    to_on: int
    standing: Standing
    registered: int | None
    answers: Mapping[RulingCode, bool]


class Frames:
    """All frames from the day `since` up to `until`, one after the other."""

    def __init__(self, home: HomeFacts, rulings: Sequence[Ruled], since: int, until: int) -> None:
        """Cut the days wherever a paper, a ruling, the opening or the closing changes something."""
        self.since, self.until = since, until
        said = [home.opened_on, home.closed_on]
        dated: list[Spanned] = [*home.documents, *rulings]
        said += [day for row in dated for day in (row.from_on, row.to_on)]
        cuts = {day.toordinal() for day in said if day is not None}
        edges = [since, *sorted(cut for cut in cuts if since < cut < until), until]
        self._frames = [self._frame(home, rulings, *days) for days in pairwise(edges)]
        operating = [frame for frame in self._frames if frame.standing.operating]
        self.operating: list[Days] = [frame[:2] for frame in operating]
        # On these days somebody of whom the question is true is left out.
        self.left_out: dict[RulingCode, list[Days]] = {
            code: days for code in RulingCode if (days := [frame[:2] for frame in operating if not frame.answers[code]])
        }

    def __iter__(self) -> Iterator[Frame]:
        """Give them in order."""
        return iter(self._frames)

    @staticmethod
    def _frame(home: HomeFacts, rulings: Sequence[Ruled], begins: int, ends: int) -> Frame:
        day = date.fromordinal(begins)
        documents = on_day(home.documents, day)
        registered = documents[0].value if documents else None
        return Frame(begins, ends, standing_on(home, day), registered, answers_on(rulings, day))
