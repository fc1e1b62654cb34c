"""Chance from a seed: the only dice of the demo. Each thing draws from a stream of its own name."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

__all__ = ["Chance"]

T = TypeVar("T")


class Chance:
    """A stream of draws; a child of another name is not disturbed by how often its parent was asked."""

    def __init__(self, seed: str) -> None:
        """Begin the stream of this name."""
        self.seed = seed
        self._random = Random(seed)  # noqa: S311  (a made-up city, not a secret)

    def child(self, *name: object) -> "Chance":
        """Give the stream of a part."""
        return Chance("/".join((self.seed, *map(str, name))))

    def share(self) -> float:
        """Draw a number from 0 up to 1."""
        return self._random.random()

    def happens(self, probability: float) -> bool:
        """Let something happen with this probability."""
        return self._random.random() < probability

    def between(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return self._random.randint(low, high)

    def about(self, middle: float, spread: float, low: int, high: int) -> int:
        """Draw a whole number around a middle, never outside of two ends."""
        return min(max(round(self._random.gauss(middle, spread)), low), high)

    def pick(self, things: Sequence[T]) -> T:
        """Draw one of them."""
        return things[self._random.randrange(len(things))]

    def weighted(self, things: Mapping[T, float]) -> T:
        """Draw one by its weight."""
        return self._random.choices(list(things), weights=list(things.values()))[0]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """Draw several different ones, as many as there are."""
        return self._random.sample(list(things), min(count, len(things)))

    def times(self, expected: float) -> int:
        """Draw how often something rare happens in one day."""
        whole = int(expected)
        return whole + self.happens(expected - whole)

    def day(self, first: date, last: date) -> date:
        """Draw a day, both ends included."""
        return first + timedelta(days=self.between(0, max((last - first).days, 0)))
