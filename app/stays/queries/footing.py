"""What giving beds to one person rests on, in one statement: nearly every act is about one stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.hidden import Near
from app.beds.rules.home import Home
from app.beds.rules.housing import RoomsOfBeds, ServiceSpan, TermSpan
from app.beds.rules.kinds import ClaimKind, Sex, SexRule
from app.core.asking import Asked

__all__ = ["Also", "Footing", "footing_of", "footing_with_clash"]

GROUND = """
WITH here AS MATERIALIZED (
  SELECT id, bed_id, room_id, label, from_on, to_on FROM bed_services
   WHERE county = :county AND institution_id = :home AND voided_at IS NULL AND bed_id = ANY (:beds)
)
SELECT 'service' AS name, id, bed_id AS one, room_id AS two, NULL::bigint AS three, label::text AS word,
       NULL::text AS more, from_on, to_on,
       EXISTS (SELECT FROM bed_claims AS claim
                WHERE claim.county = :county AND claim.institution_id = :home AND claim.room_id = here.room_id
                  AND claim.voided_at IS NULL AND claim.sex_rule AND claim.shares_room) AS flag,
       NULL::boolean AS other
  FROM here
UNION ALL
SELECT 'term', id, room_id, NULL, NULL, label, sex_rule, from_on, to_on, NULL, NULL FROM room_terms
 WHERE county = :county AND room_id = ANY (ARRAY(SELECT room_id FROM here)) AND voided_at IS NULL
UNION ALL
SELECT 'spouse', NULL, elder_id, other_id, NULL, NULL, NULL, NULL,
       coalesce(CAST(timezone('Asia/Shanghai', voided_at) AS date), 'infinity'), NULL, NULL
  FROM elder_relations WHERE county = :county AND kind = 'spouse' AND (elder_id = :elder OR other_id = :elder)
UNION ALL
SELECT 'near', NULL, bed_id, room_id, elder_id, kind, sex, from_on, to_on, sex_rule, shares_room FROM bed_claims
 WHERE county = :county AND voided_at IS NULL AND from_on = to_on AND from_on > :from_on AND from_on < :to_on
   AND (bed_id = ANY (:beds) OR room_id = ANY (ARRAY(SELECT room_id FROM here)) OR elder_id = :elder)
"""
ANSWER = "UNION ALL\nSELECT '{}', NULL, NULL, NULL, NULL, {}, NULL, NULL, NULL, {}, NULL\n"
CLASH = ANSWER.format("clash", "NULL", "zero_day_clash(:county, :elder, :from_on, :to_on, :besides)")
FOOTING = Asked(GROUND)
WITH_CLASH = Asked(GROUND + CLASH)


@dataclass(frozen=True, slots=True)
class Also:
    """Questions of yes or no by name, to be asked along, and the values of what they name beside the footing's own."""

    questions: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Footing:
    """Whom a person is or was married to, until which day it counts; the beds asked for with their rooms; live claims of
    zero days near them; whether a stay of zero days meets this one unseen, and what else, where that was asked."""

    married: Mapping[int, date]
    rooms: RoomsOfBeds
    near: Sequence[Near]
    clash: bool
    answers: Mapping[str, bool] = field(default_factory=dict)


async def footing_of(
    session: AsyncSession, home: Home, elder_id: int, bed_ids: Sequence[int], *, from_on: date, to_on: date
) -> Footing:
    """Read what beds for a stay of these days rest on; asked under the home's lock."""
    asked = _asked(home, elder_id, bed_ids) | {"from_on": from_on, "to_on": to_on}
    return await _read(session, FOOTING, asked)


async def footing_with_clash(
    session: AsyncSession,
    home: Home,
    elder_id: int,
    bed_ids: Sequence[int],
    *,
    from_on: date,
    to_on: date,
    besides: int | None = None,
    also: Also | None = None,
) -> Footing:
    """Read the same, and whether the stay meets another one in a way that no exclusion sees; `also` is asked along."""
    asked = _asked(home, elder_id, bed_ids) | {"from_on": from_on, "to_on": to_on, "besides": besides}
    if also is None:
        return await _read(session, WITH_CLASH, asked)
    return await _read(session, _with_clash_and(also.questions), {**also.values, **asked})


@cache
def _with_clash_and(questions: tuple[tuple[str, str], ...]) -> Asked:
    """What is asked along is known when the program has started: the statement is put together once."""
    return Asked(GROUND + CLASH + "".join(ANSWER.format("also", f"'{name}'", said) for name, said in questions))


def _asked(home: Home, elder_id: int, bed_ids: Sequence[int]) -> dict[str, Any]:
    return {"county": home.county, "home": home.institution_id, "elder": elder_id, "beds": list(bed_ids)}


async def _read(session: AsyncSession, statement: Asked, asked: Mapping[str, Any]) -> Footing:
    found: dict[str, list[Any]] = {"service": [], "term": [], "spouse": [], "near": [], "clash": [], "also": []}
    for row in await statement.ask(session, asked):
        found[row[0]].append(row)
    services = [ServiceSpan(row.id, row.one, row.two, row.word, row.from_on, row.to_on) for row in found["service"]]
    terms = [TermSpan(row.id, row.one, row.word, SexRule(row.more), row.from_on, row.to_on) for row in found["term"]]
    rooms = RoomsOfBeds(
        sorted(services, key=lambda one: (one.bed_id, one.from_on, one.id)),
        sorted(terms, key=lambda one: (one.from_on, one.id)),
        any(row.flag for row in found["service"]),
    )
    return Footing(
        _married(found["spouse"], asked["elder"]),
        rooms,
        [_near(row) for row in found["near"]],
        any(row.flag for row in found["clash"]),
        {row.word: row.flag for row in found["also"]},
    )


def _near(row: Any) -> Near:
    sex = Sex(row.more) if row.more else None
    kind = ClaimKind(row.word)
    return Near(row.one, row.two, row.three, kind, sex, row.flag, row.other, row.from_on, row.to_on)


def _married(rows: Sequence[Any], elder_id: int) -> dict[int, date]:
    """What was taken back and recorded again counts until the later day."""
    until: dict[int, date] = {}
    for row in rows:
        other = row.two if row.one == elder_id else row.one
        until[other] = max(until.get(other, date.min), row.to_on)
    return until
