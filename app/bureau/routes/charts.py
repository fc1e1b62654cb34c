"""The geometry of the charts that the server draws: bars on one scale, lines over days. Words and paint are the page's."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from app.census.rules.rates import Rate
from app.core.i18n import _

__all__ = ["Bar", "Plot", "ends_of", "plot", "round_top", "width_of"]

MOST_POINTS = 366
MOST_BARS = 24


class Bar(NamedTuple):
    """One bar of a ranking: its word, its length in per cent of the scale, what stands at its end, where it leads."""

    label: str
    width: float | None
    shown: str
    href: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Lines over the same days, in a box of 1000 by 100."""

    lines: list[tuple[str, list[str]]]
    rules: list[tuple[float, str]]
    ends: list[tuple[float, str]]
    first: str
    last: str


def width_of(rate: Rate, most: int = 1000) -> float | None:
    """A rate's length in per cent of a scale of so many tenths."""
    return None if rate.tenths is None else round(100 * min(rate.tenths, most) / most, 1)


def ends_of(bars: Sequence[Bar]) -> list[tuple[str, Sequence[Bar]]]:
    """All bars where they are few; of many the highest and the lowest."""
    if len(bars) <= MOST_BARS:
        return [("", bars)]
    half = MOST_BARS // 2
    known = [bar for bar in bars if bar.width is not None]
    return [(_("最高 {n} 家").format(n=half), known[:half]), (_("最低 {n} 家").format(n=half), known[: -half - 1 : -1])]


def round_top(most: float) -> int:
    """A round number at or above the highest value, so that the scale reads well."""
    step = int(10 ** max(len(str(int(most))) - 1, 0))
    return max(step * ceil(most / step), 1)


def plot(
    lines: Sequence[tuple[str, Sequence[float | None]]], top: int, *, first: str, last: str, unit: str = "",
    end: str = "",
) -> Plot:  # fmt: skip
    """Lay lines out from zero to the top; a day without a value is a gap, never zero. `end` is said at the last day."""
    drawn = [(kind, _pieces(_thinned(values), top)) for kind, values in lines]
    rules = [(height, f"{top * height / 100:g}{unit}") for height in (0.0, 50.0, 100.0)]
    final = lines[0][1][-1] if lines and lines[0][1] else None
    ends = [(100 * min(final, top) / top, end)] if end and final is not None else []
    return Plot(drawn, rules, ends, first, last)


def _thinned(values: Sequence[float | None]) -> Sequence[float | None]:
    """Every so many-th day, counted from the last, which always stands."""
    step = ceil(len(values) / MOST_POINTS)
    return values[::-1][::step][::-1] if step > 1 else values


def _pieces(values: Sequence[float | None], top: int) -> list[str]:
    """The points of each unbroken piece."""
    across = 1000 / max(len(values) - 1, 1)
    pieces: list[list[str]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{at * across:.1f},{100 - 100 * min(value, top) / top:.1f}")
    return [" ".join(points) for points in pieces if len(points) > 1]
