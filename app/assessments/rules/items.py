"""What is asked: choices, items, the groups they form and the levels there are. Numbers are points, unless said."""

from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict, with_config

from app.core.i18n import _

__all__ = ["Band", "Choice", "Group", "Item", "Level"]

_whole = with_config(ConfigDict(extra="forbid"))


@_whole
@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to an item. `key` tells sub-choices of one score apart; `grade` is given where a group takes its worst.

    `coma`: choosing it is being in a coma. `diagnosis`: choosing it says that there is a diagnosis.
    `ends`: the items after it need not be asked.
    """

    score: int
    words: str
    key: str = ""
    grade: int | None = None
    coma: bool = False
    diagnosis: bool = False
    ends: bool = False

    @property
    def answer(self) -> str:
        """What an answer says to mean this choice: its key, else its score."""
        return self.key or str(self.score)

    @property
    def label(self) -> str:
        """The words on the screen."""
        return _(self.words)


@_whole
@dataclass(frozen=True, slots=True)
class Item:
    """One question of a scale; `code` is the clause of the standard, `max` its highest score."""

    code: str
    name: str
    max: int
    choices: tuple[Choice, ...]

    @property
    def label(self) -> str:
        """The item's name on the screen."""
        return _(self.name)

    def choice_of(self, answer: str) -> Choice | None:
        """Find the choice that an answer means."""
        return next((choice for choice in self.choices if choice.answer == answer), None)


@_whole
@dataclass(frozen=True, slots=True)
class Band:
    """Sums from `at_least` to `at_most`, both included, are this grade of a group."""

    grade: int
    at_least: int
    at_most: int

    def takes(self, total: int) -> bool:
        """Tell whether a sum lies in the band."""
        return self.at_least <= total <= self.at_most


@_whole
@dataclass(frozen=True, slots=True)
class Group:
    """A primary indicator: its items' scores are summed (`max` is the highest sum), or the worst grade among them counts.

    `better` says whether the higher or the lower score means more ability; `clause` is where the standard grades it,
    `step` the distance between the scores of its items.
    """

    code: str
    name: str
    clause: str
    items: tuple[Item, ...]
    max: int = 0
    step: int = 1
    by: Literal["sum", "worst"] = "sum"
    better: Literal["higher", "lower"] = "higher"
    bands: tuple[Band, ...] = ()

    @property
    def label(self) -> str:
        """The group's name on the screen."""
        return _(self.name)


@_whole
@dataclass(frozen=True, slots=True)
class Level:
    """A level; where points decide, totals from `at_least` to `at_most` (both included) belong to it."""

    number: int
    name: str
    at_least: int | None = None
    at_most: int | None = None

    def takes(self, total: int) -> bool:
        """Tell whether a total is of this level; where points do not decide, none is."""
        return self.at_least is not None and self.at_most is not None and self.at_least <= total <= self.at_most

    @property
    def label(self) -> str:
        """The level's name on the screen."""
        return _(self.name)
