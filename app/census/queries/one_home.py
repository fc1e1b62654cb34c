"""All that counting one home begins with, in one statement: nearly every act is about one home and a few days of it.

Each table is read once: whoever calls is asked for their rights at every mention of a table, and that costs more here
than the rows.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.census.queries.arrays import LIVED, OF_PEOPLE, STAYS, fill
from app.census.queries.days import Home
from app.census.queries.facts import put_files
from app.census.rules.days import DayCount
from app.census.rules.facts import HomeFacts
from app.census.rules.measures import MEASURES
from app.census.rules.occupancy import Standing
from app.census.rules.rulings import Answer, RulingCode
from app.core.asking import Asked

__all__ = ["Ground", "ground_of"]

# A home by two plain values and not by lists: the server then keeps one plan for all homes.
HERE = "county = :county AND institution_id = :home"
OF_ONE = {
    "county": "county = :county",
    "here": HERE,
    "lived": "lived",
    "elders": "ARRAY(SELECT elder_id FROM lived)",
    "stays": "ARRAY(SELECT id FROM lived)",
}
GROUND = Asked(f"""
WITH lived AS MATERIALIZED (
  SELECT institution_id, id, elder_id, kind, payer, ground, end_reason, from_on, to_on FROM {STAYS.format(here=HERE)}
)
{LIVED.format(**OF_ONE)}
UNION ALL
{OF_PEOPLE.format(**OF_ONE)}
UNION ALL
SELECT 'home', id, NULL, NULL, ARRAY[code, name]::text[], NULL, NULL, NULL, ARRAY[opened_on, closed_on], NULL, NULL
  FROM institutions WHERE county = :county AND id = :home
UNION ALL
SELECT 'rulings', NULL, NULL, NULL, array_agg(code::text ORDER BY from_on, id),
       array_agg(counts::text ORDER BY from_on, id), NULL, NULL,
       array_agg(from_on ORDER BY from_on, id), array_agg(to_on ORDER BY from_on, id), NULL
  FROM rulings WHERE county = :county AND voided_at IS NULL AND from_on <= :last AND to_on > :first
UNION ALL
SELECT 'day', NULL, ARRAY[{", ".join(MEASURES)}]::bigint[], ARRAY[registered]::bigint[],
       ARRAY[standing::text, flows::text], NULL, NULL, NULL, ARRAY[day], NULL, NULL
  FROM census_days WHERE {HERE} AND day >= :first
""")  # noqa: S608  (names of columns, no word of anybody's)


@dataclass(frozen=True, slots=True)
class Ground:
    """A home with its rows from a day to another, and all that is kept of its days since the first of them."""

    facts: HomeFacts
    rulings: list[Answer]
    days: dict[date, DayCount]


async def ground_of(session: AsyncSession, home: Home, first: date, last: date) -> Ground | None:
    """Read a home's rows between two days and its kept days from the first on; None for a home that cannot be seen."""
    county, institution_id = home
    asked = {"county": county, "home": institution_id, "first": first, "last": last}
    rows = (await GROUND.ask(session, asked)).all()
    said = {row.name: row for row in rows}
    if "home" not in said:
        return None
    days = {row.from_on[0]: _day(row) for row in rows if row.name == "day"}
    return Ground(_facts(home, rows, said), _rulings(said["rulings"]), days)


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
