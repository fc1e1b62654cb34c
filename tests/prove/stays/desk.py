"""One person at a desk: what lies before them, and the small choices that every act is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from tests.prove.stays.known import HomeKnown, Known

__all__ = ["NOTHING", "Act", "Acts", "Desk", "Nothing", "Post"]

Post = tuple[str, dict[str, Any]]
"""Where to post, beneath the home unless it begins with a slash, and what the form says."""
Item = TypeVar("Item")
BACK = 12


class Nothing(Exception):
    """There is nothing to do this act on just now."""


NOTHING = Nothing()


@dataclass(slots=True)
class Desk:
    """A person of one home, or an officer of a county, with the chances of the race."""

    home: int
    other: tuple[int, int]
    county: int
    today: date
    known: Known
    random: Random

    @property
    def here(self) -> HomeKnown:
        """The home as it was when it was last looked at."""
        return self.known.homes[self.home]

    def chance(self, share: float) -> bool:
        """Whether it happens this time."""
        return self.random.random() < share

    def one(self, things: Sequence[Item]) -> Item:
        """Any of these."""
        if not things:
            raise NOTHING
        return self.random.choice(things)

    def some(self, things: Sequence[Item], most: int = 3) -> list[Item]:
        """A few of these."""
        if not things:
            raise NOTHING
        return self.random.sample(things, min(len(things), self.random.randint(1, most)))

    def day(self, since: date | None = None) -> date:
        """Today most often, else one of the last days, now and then one before it may be or one to come."""
        if self.chance(0.03):
            return self.today + timedelta(days=1)
        if self.chance(0.5):
            return self.today
        day = self.today - timedelta(days=self.random.randrange(1, BACK))
        return day if since is None or self.chance(0.1) else max(day, since)

    def dated(self, day: date, field: str = "on") -> dict[str, Any]:
        """A day as a form says it, with the reason where it is entered late."""
        late = {"late_reason": self.one(("handover", "family", "paper"))} if day < self.today else {}
        return {field: day.isoformat()} | late

    def version(self, row: Any) -> dict[str, Any]:
        """The version that was read, where the form carries one; it may be old by now."""
        return {"version": row.version} if self.chance(0.5) else {}


Act = Callable[[Desk], Post]
Acts = dict[str, tuple[int, Act]]
"""Acts by name, each with how often it comes to mind."""
