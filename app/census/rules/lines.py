"""A line over days, laid out for a drawing: from zero, so that a few people more or less look like a few."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["DRAWN", "Line", "line_of"]

DRAWN = 480
"""The most steps a line is drawn in: more would be finer than a screen."""
STEP = 10
Point = tuple[date, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A drawing: pieces of `x,y` points on a field of 1000 × 100, from zero to a round top, gaps left open."""

    pieces: tuple[str, ...]
    most: int
    lowest: Point
    highest: Point
    days: tuple[date, date]
    last: float

    @property
    def scale(self) -> tuple[tuple[float, float], ...]:
        """The heights at which the scale is ruled, in per cent, and their values."""
        return (0.0, 0), (50.0, self.most / 2), (100.0, self.most)

    @property
    def end(self) -> float:
        """How high the last point stands, in per cent."""
        return 100 * self.last / self.most


def line_of(points: Sequence[tuple[date, float | None]], least_top: int = STEP) -> Line | None:
    """Draw values of days from zero up, to `least_top` at the least; None where fewer than two days have one."""
    known = [(day, value) for day, value in points if value is not None]
    if len(known) < 2:
        return None
    lowest, highest = min(known, key=lambda point: point[1]), max(known, key=lambda point: point[1])
    most = max(least_top, -int(-highest[1] // STEP) * STEP)
    first, last = points[0][0], points[-1][0]
    days = max((last - first).days, 1)

    def place(day: date, value: float) -> str:
        return f"{1000 * (day - first).days / days:.1f},{100 - 100 * value / most:.1f}"

    pieces = tuple(" ".join(place(*point) for point in _thinned(run, len(known))) for run in _runs(known))
    return Line(pieces, most, lowest, highest, (first, last), known[-1][1])


def _runs(known: Sequence[Point]) -> Iterator[list[Point]]:
    """Cut where days are missing."""
    run: list[Point] = []
    for point in known:
        if run and point[0] - run[-1][0] > timedelta(days=1):
            yield run
            run = []
        run.append(point)
    yield run


def _thinned(run: Sequence[Point], all_days: int) -> list[Point]:
    """Keep the lowest and the highest of each few days where there are more days than steps, so that no peak is lost."""
    few = -(-all_days * 2 // DRAWN)
    if all_days <= DRAWN:
        return list(run)
    kept = {run[0], run[-1]}
    for start in range(0, len(run), few):
        part = run[start : start + few]
        kept |= {min(part, key=lambda point: point[1]), max(part, key=lambda point: point[1])}
    return sorted(kept)
