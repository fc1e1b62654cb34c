"""Which of a ledger's stays are new, which are there already, and which cannot be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.beds.rules.spans import FOREVER
from app.imports.rules.kinds import Layout
from app.imports.rules.problems import Fix, Problem
from app.imports.rules.residents import plan_faults
from app.imports.rules.residents.checks import share_a_day
from app.imports.rules.residents.differing import stay_differences, stay_doubts
from app.imports.rules.residents.existing import ExistingPeople, KnownPerson, KnownStay
from app.imports.rules.residents.matching import Match
from app.imports.rules.residents.people import PersonKey, PersonSaid
from app.imports.rules.residents.pointing import at
from app.imports.rules.residents.rows import ResidentRow

__all__ = ["Staying", "stays_of"]


@dataclass(frozen=True, slots=True)
class Staying:
    """One row's stay: `new`, or the one that is there with what would change, or neither where it cannot be."""

    key: PersonKey
    row: ResidentRow
    new: bool = False
    stay: KnownStay | None = None
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def stays_of(said: PersonSaid, match: Match, existing: ExistingPeople, layout: Layout) -> Iterator[Staying]:
    """Hold the stays of one person against those they have."""
    for row in said.rows:
        if row.from_on is None:
            continue
        person = match.person
        known = person.stays if person else ()
        same = next((stay for stay in known if stay.from_on == row.from_on), None)
        if same:
            open_ended = same.to_on == FOREVER
            fields = dict(stay_differences(row, same, open_ended=open_ended))
            problems = tuple(stay_doubts(row, same, layout, open_ended=open_ended))
            yield Staying(said.key, row, stay=same, fields=fields, problems=problems)
            continue
        problems = tuple(_impossible(row, person, known, existing, layout))
        yield Staying(said.key, row, new=True, problems=problems)


def _impossible(
    row: ResidentRow, person: KnownPerson | None, known: tuple[KnownStay, ...], existing: ExistingPeople, layout: Layout
) -> Iterator[Problem]:
    from_on = row.from_on or FOREVER
    if since := next((first for first, after in existing.listed if first <= from_on < after), None):
        said = {"date": from_on.isoformat(), "since": since.isoformat()}
        yield at(plan_faults.PAST_THE_LIST, "from_on", row, layout, Fix(skip=True), **said)
    other = next((stay for stay in known if share_a_day((from_on, row.ends_on), (stay.from_on, stay.to_on))), None)
    if other:
        days = {"date": from_on.isoformat(), "there": other.from_on.isoformat()}
        yield at(plan_faults.START_DIFFERS, "from_on", row, layout, Fix(days["there"]), **days)
    elif row.row in existing.clashes:
        yield at(plan_faults.LIVES_ELSEWHERE, ("id_no", "name"), row, layout)
    if row.number in existing.in_city and row.to_on is None:
        yield at(plan_faults.LIVES_IN_CITY, ("id_no", "name"), row, layout)
    if person and person.died_on and row.ends_on > person.died_on:
        yield at(plan_faults.DEAD, ("id_no", "name"), row, layout, date=person.died_on.isoformat())
