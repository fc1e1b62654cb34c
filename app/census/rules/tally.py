"""Counts of a home by day, kept as what changes on which day. Days are ordinals here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.census.rules.measures import FLOWS, MEASURES

__all__ = ["INDEX", "Piece", "Tally"]

INDEX = {name: number for number, name in enumerate(MEASURES)}
STOCKS = len(MEASURES) - len(FLOWS)
NOTHING = (0,) * len(FLOWS)
IN, OUT, CHANGED_IN, CHANGED_OUT = range(4)

Piece = tuple[int, int, int]
"""One of something on the days from the second number up to the third, counted in the measure of the first."""


class Tally:
    """Counts from the day `since`, which is only the ground the next day stands on, up to `until`, which is not counted."""

    def __init__(self, since: int, until: int) -> None:
        """Begin with nothing."""
        self.since, self.until = since, until
        self._ground = [0] * STOCKS
        self._steps: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self._flows: dict[int, list[int]] = defaultdict(lambda: [*NOTHING])
        self._split: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))

    def stock(self, measure: int, from_on: int, to_on: int, by: int = 1) -> None:
        """Count one more, or one less, from a day up to another."""
        if from_on >= to_on or to_on <= self.since or from_on >= self.until:
            return
        if from_on <= self.since:
            self._ground[measure] += by
        else:
            self._steps[from_on][measure] += by
        if to_on < self.until:
            self._steps[to_on][measure] -= by

    def flow(self, measure: int, day: int) -> None:
        """Count one who comes, goes or moves on a day."""
        if self.since < day < self.until:
            self._flows[day][measure - STOCKS] += 1

    def whole(self, measures: Iterable[int], from_on: int, to_on: int) -> None:
        """Count somebody who is here from a day up to another in splits that do not change meanwhile."""
        if from_on <= self.since and to_on >= self.until:
            for measure in measures:
                self._ground[measure] += 1
            return
        for measure in measures:
            self.split((measure, from_on, to_on), from_on, to_on)

    def split(self, piece: Piece, from_on: int, to_on: int) -> None:
        """Count somebody who is here from a day up to another in a split, for as long as they are what it counts."""
        measure, begins, ends = piece
        self.stock(measure, begins, ends)
        self._step(measure, begins, IN if begins == from_on else CHANGED_IN)
        self._step(measure, ends, OUT if ends == to_on else CHANGED_OUT)

    def passing(self, measure: int, day: int) -> None:
        """Count somebody who comes and goes on one day: in both flows of the split, and in no stock."""
        self._step(measure, day, IN)
        self._step(measure, day, OUT)

    def _step(self, measure: int, day: int, which: int) -> None:
        if self.since < day < self.until:
            self._split[day][measure][which] += 1

    def days(self) -> Iterator[tuple[int, ...]]:
        """Go through the days after `since` and give each one's measures."""
        now = self._ground
        shown, still = (*now, *NOTHING), True
        for day in range(self.since + 1, self.until):
            steps, flows = self._steps.get(day), self._flows.get(day)
            for measure, change in steps.items() if steps else ():
                now[measure] += change
            if steps or flows or not still:
                shown, still = (*now, *(flows or NOTHING)), not flows
            yield shown

    def flows_on(self, day: int) -> dict[str, list[int]] | None:
        """Name the splits that moved on a day, in the order of the measures."""
        moved = self._split.get(day)
        return {MEASURES[measure]: moved[measure] for measure in sorted(moved)} if moved else None
