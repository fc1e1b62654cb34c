"""The regions as a file: what a new database is filled with."""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeAlias

__all__ = ["SEED_COLUMNS", "SeedRow", "rows_for_seed"]

FILE = Path(__file__).with_name("regions.csv")
LEVELS = ("province", "city", "county", "township")

SEED_COLUMNS = (
    "code", "parent_code", "level", "name", "name_sort", "initials", "test", "since_on", "until_on", "note",
)  # fmt: skip
"""The columns of table `regions` in the order of every row given here."""

SeedRow: TypeAlias = tuple[int, int | None, str, str, str, str, bool, date | None, date | None, str]


@cache
def rows_for_seed() -> list[SeedRow]:
    """Give the rows of table `regions` in the order of SEED_COLUMNS, parents before their children."""
    with FILE.open(encoding="utf-8", newline="") as source:
        rows = [_row(line) for line in csv.DictReader(source)]
    return sorted(rows, key=lambda row: (LEVELS.index(row[2]), row[0]))


def _row(line: dict[str, str]) -> SeedRow:
    code = int(line["code"])
    return (
        code, int(line["parent"]) if line["parent"] else None, line["level"], line["name"], line["name_sort"],
        line["initials"], line["code"].startswith("99"), _day(line["since"]), _day(line["until"]), line["note"],
    )  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
