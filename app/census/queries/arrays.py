"""The rows of homes as arrays: one line for each table and home, so that whole years come over in few statements.

Row security keeps ranges off their index, so days are compared as dates. No table is joined to another: right after an
import the server takes every table for empty and would go through one for each row of the other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

from sqlalchemy import text

from app.assessments.rules.levels import SignedLevel, spans_of
from app.beds.rules.kinds import ClaimKind, ClosureReason, MarkKind, Sex
from app.census.rules.facts import (
    CategoryFact,
    ChangeFact,
    ClaimFact,
    DocumentFact,
    HomeFacts,
    LeaveFact,
    LevelFact,
    MarkFact,
    ServiceFact,
    StayFact,
)
from app.residents.rules.kinds import BirthPrecision, Category
from app.stays.rules.kinds import EndReason, Ground, LeaveKind, Payer, StayKind

__all__ = [
    "FILES", "FIRST", "LIVED", "OF_PEOPLE", "ROWS", "STAYS", "File", "categories", "changes", "fill", "known_people", "levels", "with_file",
]  # fmt: skip

# Every table comes in the same columns; which ones it fills is said where it is read.
LIVED = """
SELECT 'documents' AS name, institution_id, array_agg(value::bigint ORDER BY id) AS one, NULL::bigint[] AS two,
       NULL::text[] AS word, NULL::text[] AS more, NULL::text[] AS third, NULL::text[] AS fourth,
       array_agg(from_on ORDER BY id) AS from_on, array_agg(to_on ORDER BY id) AS to_on, NULL::date[] AS by_on
  FROM registered_beds
 WHERE {here} AND voided_at IS NULL AND from_on <= :last AND to_on > :first GROUP BY institution_id
UNION ALL
SELECT 'services', institution_id, array_agg(bed_id ORDER BY id), NULL, NULL, NULL, NULL, NULL,
       array_agg(from_on ORDER BY id), array_agg(to_on ORDER BY id), NULL
  FROM bed_services
 WHERE {here} AND voided_at IS NULL AND from_on <= :last AND to_on > :first GROUP BY institution_id
UNION ALL
SELECT 'extra', institution_id, array_agg(id), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM beds WHERE {here} AND extra GROUP BY institution_id
UNION ALL
SELECT 'claims', institution_id, array_agg(bed_id ORDER BY id), array_agg(stay_id ORDER BY id),
       array_agg(kind::text ORDER BY id), array_agg(reason::text ORDER BY id), NULL, NULL,
       array_agg(from_on ORDER BY id), array_agg(to_on ORDER BY id), NULL
  FROM bed_claims
 WHERE {here} AND voided_at IS NULL AND from_on <= :last AND to_on > :first GROUP BY institution_id
UNION ALL
SELECT 'marks', institution_id, array_agg(bed_id ORDER BY id), NULL, array_agg(kind::text ORDER BY id), NULL, NULL, NULL,
       array_agg(from_on ORDER BY id), array_agg(to_on ORDER BY id), NULL
  FROM bed_marks
 WHERE {here} AND voided_at IS NULL AND from_on <= :last AND to_on > :first GROUP BY institution_id
UNION ALL
SELECT 'stays', institution_id, array_agg(id ORDER BY id), array_agg(elder_id ORDER BY id),
       array_agg(kind::text ORDER BY id), array_agg(payer::text ORDER BY id), array_agg(ground::text ORDER BY id),
       array_agg(end_reason::text ORDER BY id), array_agg(from_on ORDER BY id), array_agg(to_on ORDER BY id), NULL
  FROM {lived} GROUP BY institution_id
UNION ALL
SELECT 'leaves', institution_id, array_agg(stay_id ORDER BY id), NULL, array_agg(kind::text ORDER BY id), NULL, NULL,
       NULL, array_agg(from_on ORDER BY id), array_agg(to_on ORDER BY id), array_agg(expected_on ORDER BY id)
  FROM leaves
 WHERE {here} AND voided_at IS NULL AND from_on <= :last AND to_on > :first GROUP BY institution_id
"""
OF_PEOPLE = """
SELECT 'people' AS name, NULL::bigint AS institution_id, array_agg(id) AS one, array_agg(hukou_region::bigint) AS two,
       array_agg(sex::text) AS word, array_agg(birth_precision::text) AS more, NULL::text[] AS third,
       NULL::text[] AS fourth, array_agg(born_on) AS from_on, NULL::date[] AS to_on, NULL::date[] AS by_on
  FROM elders WHERE {county} AND id = ANY({elders})
UNION ALL
SELECT 'categories', NULL, array_agg(elder_id ORDER BY id), NULL, array_agg(kind::text ORDER BY id), NULL, NULL, NULL,
       array_agg(from_on ORDER BY id), array_agg(to_on ORDER BY id), NULL
  FROM elder_categories
 WHERE {county} AND elder_id = ANY({elders}) AND voided_at IS NULL AND from_on <= :last AND to_on > :first
UNION ALL
SELECT 'levels', NULL, array_agg(elder_id ORDER BY id), array_agg(final::bigint ORDER BY id),
       array_agg(scale_code::text ORDER BY id), NULL, NULL, NULL, array_agg(assessed_on ORDER BY id), NULL, NULL
  FROM assessments
 WHERE {county} AND elder_id = ANY({elders})
   AND kind = 'ability' AND state = 'signed' AND voided_at IS NULL AND assessed_on <= :last
UNION ALL
SELECT 'changes', NULL, array_agg(stay_id ORDER BY from_on, id), NULL, array_agg(kind::text ORDER BY from_on, id),
       array_agg(payer::text ORDER BY from_on, id), NULL, NULL, array_agg(from_on ORDER BY from_on, id), NULL, NULL
  FROM stay_changes
 WHERE {here} AND stay_id = ANY({stays}) AND voided_at IS NULL AND from_on <= :last
"""

STAYS = "stays WHERE {here} AND voided_at IS NULL AND from_on <= :last AND to_on > :first"
HOMES = "county = ANY(:counties) AND institution_id = ANY(:homes)"
MANY = {"county": "county = ANY(:counties)", "here": HOMES, "lived": STAYS.format(here=HOMES)}
ROWS = text(LIVED.format(**MANY))
"""What homes have and who lives in them, on some day from the first to the last."""
FILES = text(OF_PEOPLE.format(**MANY, elders=":elders", stays=":stays"))
"""What the files of these people say, as far as it is counted, and what changed of these stays."""

FIRST = text("""
SELECT county, institution_id, min(from_on) FROM (
    SELECT county, institution_id, from_on FROM bed_services
     WHERE county = ANY(:counties) AND institution_id = ANY(:homes) AND voided_at IS NULL AND to_on > from_on
    UNION ALL
    SELECT county, institution_id, from_on FROM stays
     WHERE county = ANY(:counties) AND institution_id = ANY(:homes) AND voided_at IS NULL
) AS rows GROUP BY county, institution_id
""")
"""The first day with a bed in service or with somebody who comes to live, even if only for that day."""


class File(NamedTuple):
    """What is counted of a person's file; nothing is known where it cannot be seen."""

    born_on: date | None = None
    precision: BirthPrecision | None = None
    sex: Sex | None = None
    hukou_region: int | None = None


_FILE = StayFact._fields.index(File._fields[0])


def fill(homes: Mapping[int, HomeFacts], rows: Iterable[Any]) -> None:
    """Put the lines of ROWS into their homes."""
    for row in rows:
        _FILL[row.name](homes[row.institution_id], row)


def known_people(row: Any) -> dict[int, File]:
    """Read the line of FILES that holds people."""
    said = map(File, row.from_on or (), _words(BirthPrecision, row.more), _words(Sex, row.word), row.two or ())
    return dict(zip(row.one or (), said, strict=True))


def with_file(stay: StayFact, file: File) -> StayFact:
    """Put what the file says into the stay, where both have it in one order: `_replace` would take three times as long."""
    return StayFact._make((*stay[:_FILE], *file, *stay[_FILE + len(file) :]))


def categories(row: Any) -> list[CategoryFact]:
    """Read the line of FILES that holds categories."""
    return list(map(CategoryFact, row.one or (), _words(Category, row.word), row.from_on or (), row.to_on or ()))


def levels(row: Any) -> list[LevelFact]:
    """Read the line of FILES that holds signed assessments: each gives its level until the next one, in their order."""
    said = zip(row.one or (), row.word or (), row.two or (), row.from_on or (), strict=True)
    signed = [SignedLevel(who, place, scale, level, on) for place, (who, scale, level, on) in enumerate(said)]
    return [LevelFact(*span) for span in spans_of(signed)]


def changes(row: Any) -> list[ChangeFact]:
    """Read the line of FILES that holds what changed of stays, in the order in which it did."""
    kinds, payers = _words(StayKind, row.word), _words(Payer, row.more)
    return list(map(ChangeFact, row.one or (), row.from_on or (), kinds, payers))


def _documents(home: HomeFacts, row: Any) -> None:
    home.documents = list(map(DocumentFact, row.one, row.from_on, row.to_on))


def _services(home: HomeFacts, row: Any) -> None:
    home.services = list(map(ServiceFact, row.one, row.from_on, row.to_on))


def _extra(home: HomeFacts, row: Any) -> None:
    home.extra = set(row.one)


def _claims(home: HomeFacts, row: Any) -> None:
    kinds, reasons = _words(ClaimKind, row.word), _words(ClosureReason, row.more)
    home.claims = list(map(ClaimFact, row.one, kinds, row.two, reasons, row.from_on, row.to_on))


def _marks(home: HomeFacts, row: Any) -> None:
    home.marks = list(map(MarkFact, row.one, _words(MarkKind, row.word), row.from_on, row.to_on))


def _stays(home: HomeFacts, row: Any) -> None:
    nobody = repeat(None)
    home.stays = list(map(
        StayFact, row.one, row.two, _words(StayKind, row.word), _words(Payer, row.more), row.from_on, row.to_on,
        nobody, nobody, nobody, nobody, _words(Ground, row.third), _words(EndReason, row.fourth),
    ))  # fmt: skip


def _leaves(home: HomeFacts, row: Any) -> None:
    home.leaves = list(map(LeaveFact, row.one, _words(LeaveKind, row.word), row.from_on, row.to_on, row.by_on))


_FILL: dict[str, Callable[[HomeFacts, Any], None]] = {
    "documents": _documents, "services": _services, "extra": _extra, "claims": _claims, "marks": _marks,
    "stays": _stays, "leaves": _leaves,
}  # fmt: skip


def _words(kind: type[StrEnum], said: Sequence[str | None] | None) -> Iterable[Any]:
    """Read texts as members of an enum."""
    return map(_members(kind).__getitem__, said or ())


@cache
def _members(kind: type[StrEnum]) -> dict[str | None, StrEnum | None]:
    return {None: None, **{member.value: member for member in kind}}
