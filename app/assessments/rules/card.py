"""Tables over grades: the card of MZ/T 039-2013 附录 D, and the matrix of 医保办发〔2021〕37 号."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from pydantic import ConfigDict, with_config

__all__ = ["GRADES", "UNCLEAR", "Card", "Matrix", "fillings"]

GRADES = range(4)
UNCLEAR = "?"


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Card:
    """A level for each profile of four grades, as a table that leaves nothing out.

    `rows` has a line for each pair of the first two grades, such as `1-2`; in it stand four blocks for the third grade,
    each with four cells for the fourth. A cell is a level, or `?` where the text can be read as either level of
    `unclear`; `unclear_profiles` says how many such cells there are.
    """

    rows: Mapping[str, str]
    clause: str
    unclear: tuple[int, int]
    unclear_profiles: int

    def readings(self, profile: Sequence[int]) -> tuple[int, ...]:
        """Give the levels that the text allows for a profile: one, or two where it is ambiguous, the milder first."""
        first, second, third, fourth = profile
        cell = self.rows[f"{first}-{second}"].split()[third][fourth]
        return self.unclear if cell == UNCLEAR else (int(cell),)


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Matrix:
    """A level for each pair: the grade of the first group, and the worst grade among the others."""

    rows: tuple[tuple[int, ...], ...]
    clause: str

    def level(self, first: int, others: int) -> int:
        """Give the level in that row and column."""
        return self.rows[first][others]


def fillings(profile: Sequence[int | None]) -> Iterator[tuple[int, ...]]:
    """Give every whole profile that one with gaps may stand for."""
    return product(*[GRADES if grade is None else (grade,) for grade in profile])
