"""The ladder of a result: scores → total → preliminary level → each clause that fired → final level."""

from dataclasses import dataclass

from app.assessments.rules.answers import Contradiction
from app.assessments.rules.items import Group, Level
from app.assessments.rules.scale import Clause

__all__ = ["Fired", "GroupScore", "Preliminary", "Result"]


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A primary indicator: its sum in points (None where it is not summed, or not all was asked) and its grade, if any."""

    group: Group
    score: int | None
    grade: int | None


@dataclass(frozen=True, slots=True)
class Preliminary:
    """The level before any clause.

    `total` is the sum in points, or the grades as `1-2-0-3` with `x` where a grade was not assessed. `readings` are the
    levels that an ambiguous text allows, the milder first, and `clause` is that text; both are empty where it is clear.
    """

    total: str
    level: int
    readings: tuple[int, ...] = ()
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Fired:
    """A change clause whose facts are there, with the level before and after it; the two are equal at a cap."""

    clause: Clause
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Result:
    """A level and how it was reached, under the scale's code and version."""

    scale: str
    version: str
    groups: tuple[GroupScore, ...]
    preliminary: Preliminary
    fired: tuple[Fired, ...]
    final: Level
    contradictions: tuple[Contradiction, ...]

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether a declared local rule chose between two readings of the standard (MZ/T 039-2013 附录 D)."""
        return bool(self.preliminary.readings)

    @property
    def clauses(self) -> str:
        """Every rule that spoke, the same in every language: `D-2:1|2;C.3-2:2>3`.

        `D-2:1|2` is a text that may be read as level 1 or 2; `C.3-2:2>3` a clause with the level before and after it.
        """
        readings = "|".join(map(str, self.preliminary.readings))
        unclear = [f"{self.preliminary.clause}:{readings}"] if readings else []
        return ";".join(unclear + [f"{one.clause.code}:{one.before}>{one.after}" for one in self.fired])
