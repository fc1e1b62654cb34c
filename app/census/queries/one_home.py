"""All that counting one home begins with, in one statement: nearly every act is about one home and a few days of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries.arrays import LIVED, OF_PEOPLE, fill
from app.census.queries.days import Home
from app.census.queries.facts import put_files
from app.census.rules.days import DayCount
from app.census.rules.facts import HomeFacts
from app.census.rules.measures import MEASURES
from app.census.rules.occupancy import Standing
from app.census.rules.rulings import Answer, RulingCode

__all__ = ["Ground", "ground_of"]

# A home by two plain values and not by lists: the server then keeps one plan for all homes.
HERE = "county = :county AND institution_id = :home"
OF_ONE = {
    "county": "county = :county",
    "here": HERE,
    "elders": "ARRAY(SELECT elder_id FROM lived)",
    "stays": "ARRAY(SELECT id FROM lived)",
}
GROUND = text(f"""
WITH lived AS MATERIALIZED (
  SELECT id, elder_id FROM stays WHERE {HERE} AND voided_at IS NULL AND from_on <= :last AND to_on > :first
)
{LIVED.format(**OF_ONE)}
UNION ALL
{OF_PEOPLE.format(**OF_ONE)}
UNION ALL
SELECT 'home', id, NULL, NULL, ARRAY[code, name]::text[], NULL, NULL, NULL, ARRAY[opened_on, closed_on], NULL, NULL
  FROM institutions WHERE county = :county AND id = :home
UNION ALL
SELECT 'opened', NULL, NULL, NULL, NULL, NULL, NULL, NULL, ARRAY[opened_to], NULL, NULL
  FROM census_openings WHERE county = :county
UNION ALL
SELECT 'kept', NULL, NULL, NULL, NULL, NULL, NULL, NULL, ARRAY[first_on, counted_to], NULL, NULL
  FROM census_homes WHERE {HERE}
UNION ALL
SELECT 'begun', NULL, NULL, NULL, NULL, NULL, NULL, NULL, ARRAY[
         (SELECT min(from_on) FROM bed_services WHERE {HERE} AND voided_at IS NULL AND to_on > from_on),
         (SELECT min(from_on) FROM stays WHERE {HERE} AND voided_at IS NULL)], NULL, NULL
UNION ALL
SELECT 'rulings', NULL, NULL, NULL, array_agg(code::text ORDER BY from_on, id),
       array_agg(counts::text ORDER BY from_on, id), NULL, NULL,
       array_agg(from_on ORDER BY from_on, id), array_agg(to_on ORDER BY from_on, id), NULL
  FROM rulings WHERE county = :county AND voided_at IS NULL AND from_on <= :last AND to_on > :first
UNION ALL
SELECT 'day', NULL, ARRAY[{", ".join(MEASURES)}]::bigint[], ARRAY[registered]::bigint[],
       ARRAY[standing::text, flows::text], NULL, NULL, NULL, ARRAY[day], NULL, NULL
  FROM census_days WHERE {HERE} AND day BETWEEN :since AND :last
""")  # noqa: S608  (names of columns, no word of anybody's)


@dataclass(frozen=True, slots=True)
class Ground:
    """A home with its rows from a day to another, how far it is counted, and what is kept of its days."""

    facts: HomeFacts
    rulings: list[Answer]
    first_on: date | None
    opened_to: date | None
    kept: tuple[date | None, date] | None
    before: dict[date, DayCount]


async def ground_of(session: AsyncSession, home: Home, eve: date, since: date, last: date) -> Ground | None:
    """Read a home's rows from the eve to the last day and its kept days since; None for a home that cannot be seen."""
    county, institution_id = home
    asked = {"county": county, "home": institution_id, "first": eve, "since": since, "last": last}
    rows = (await session.execute(GROUND, asked)).all()
    said = {row.name: row for row in rows}
    if "home" not in said:
        return None
    kept = said["kept"].from_on if "kept" in said else None
    return Ground(
        _facts(home, rows, said),
        _rulings(said["rulings"]),
        min((day for day in said["begun"].from_on if day is not None), default=None),
        said["opened"].from_on[0] if "opened" in said else None,
        (kept[0], kept[1]) if kept else None,
        {row.from_on[0]: _day(row) for row in rows if row.name == "day"},
    )


def _facts(home: Home, rows: Sequence[Any], said: Mapping[str, Any]) -> HomeFacts:
    line = said["home"]
    facts = HomeFacts(*home, *line.word, *line.from_on)
    of_home = {facts.institution_id: facts}
    fill(of_home, (row for row in rows if row.institution_id is not None and row is not line))
    put_files(of_home, said)
    return facts


def _rulings(row: Any) -> list[Answer]:
    counts = (word == "true" for word in row.more or ())
    return list(map(Answer, map(RulingCode, row.word or ()), counts, row.from_on or (), row.to_on or ()))


def _day(row: Any) -> DayCount:
    standing, flows = row.word
    moved = None if flows is None else json.loads(flows)
    return DayCount(row.from_on[0], Standing(standing), row.two[0], tuple(row.one), moved)
