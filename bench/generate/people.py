"""The people: numbers for names, no papers, an age that fits a home, and for some a policy category."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from asyncpg.pgproto.pgproto import UUID

from bench.generate.days import Days
from bench.generate.rows import COLUMNS, Rows

__all__ = ["People", "Person"]

DIED_ON = COLUMNS["elders"].index("died_on")
YEAR = 365.25


class Person:
    """One person as far as stays need it."""

    __slots__ = ("_row", "died", "id", "payer", "sex")

    def __init__(self, row: list[Any], payer: str) -> None:
        """Keep the row, which learns of a death later."""
        self._row, self.payer, self.died = row, payer, None
        self.id, self.sex = row[1], row[7]

    def dies(self, day: int, days: Days) -> None:
        """Write the day of death into the file."""
        self.died = day
        self._row[DIED_ON] = days.on(day)


class People:
    """Makes the files that one home keeps."""

    def __init__(self, rows: Rows, days: Days, county: int, institution_id: int, random: Random) -> None:
        """Make them for one home."""
        self.rows, self.days, self.random = rows, days, random
        self.county, self.institution_id = county, institution_id

    def seal(self) -> UUID:
        """Draw a seal."""
        return UUID(self.random.randbytes(16))

    def new(self, day: int, sex: str | None) -> Person:
        """Make somebody who comes on this day."""
        random, rows, number = self.random, self.rows, self.rows.new("elders")
        name, draw = f"合成{number}", random.random()
        born, precision = _birth(self.days.on(day), random)
        hukou = self.county if draw < 0.85 else self.county // 100 * 100 + 1 if draw < 0.95 else None
        noted = self.days.noted(day)
        row = [
            self.county, number, self.institution_id, self.seal(), name, f"hc {number:09}", f"hecheng{number}",
            sex or ("female" if random.random() < 0.6 else "male"), born, precision, hukou, noted, None,
        ]  # fmt: skip
        rows.tables["elders"].append(row)
        rows.add("elder_homes", self.county, self.institution_id, number, noted)
        kinds = list(_categories(random.random()))
        for kind in kinds:
            paper = "" if kind == "social" else f"合成证 {number}"
            rows.add("elder_categories", self.county, rows.new("elder_categories"), number, kind, paper,
                     self.days.on(day), date.max, noted)  # fmt: skip
        return Person(row, "government" if "extreme_poverty" in kinds else "family" if draw < 0.5 else "self")


def _birth(day: date, random: Random) -> tuple[date | None, str]:
    age = min(max(random.gauss(79, 9), 41), 104)
    born, draw = date.fromordinal(day.toordinal() - int(age * YEAR)), random.random()
    if draw < 0.93:
        return born, "day"
    if draw < 0.96:
        return born.replace(day=1), "month"
    if draw < 0.99:
        return born.replace(month=1, day=1), "year" if draw < 0.98 else "estimated"
    return None, "unknown"


def _categories(draw: float) -> Iterator[str]:
    if draw < 0.15:
        yield "extreme_poverty"
    elif draw < 0.25:
        yield "minimum_living"
    elif draw < 0.45:
        yield "social"
    if 0.1 < draw < 0.18:
        yield "severe_disability"
    if draw > 0.97:
        yield "veteran"
