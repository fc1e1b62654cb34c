"""Comparing a residents' ledger with what exists: who is new, whose file changes, which stays and beds are added."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.beds.rules.spans import FOREVER
from app.imports.rules.kinds import Layout
from app.imports.rules.plans import Absent, Change, Creation, Outcome, Plan
from app.imports.rules.problems import Problem
from app.imports.rules.residents import plan_faults
from app.imports.rules.residents.couples import Couple, couples_of
from app.imports.rules.residents.differing import person_differences
from app.imports.rules.residents.existing import ExistingPeople, KnownPlace
from app.imports.rules.residents.matching import Match, doubts, match_people
from app.imports.rules.residents.people import PersonKey, PersonSaid, people_of, person_key
from app.imports.rules.residents.places import Places
from app.imports.rules.residents.placing import Placement, Placer
from app.imports.rules.residents.pointing import at
from app.imports.rules.residents.rows import ResidentContext, ResidentRow
from app.imports.rules.residents.staying_on import Staying, stays_of

__all__ = ["COUPLE", "PERSON", "STAY", "plan_residents"]

PERSON, STAY, COUPLE = "person", "stay", "couple"


@dataclass
class _Draft:
    """A plan on its way."""

    layout: Layout
    existing: ExistingPeople
    people: Mapping[PersonKey, PersonSaid]
    matches: Mapping[PersonKey, Match]
    creations: list[Creation] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan_residents(
    rows: Sequence[ResidentRow], layout: Layout, existing: ExistingPeople, context: ResidentContext
) -> Plan:
    """Say what importing the rows would do; the same rows again would do nothing."""
    people = people_of(rows)
    draft = _Draft(layout, existing, people, match_people(people, existing))
    places = Places(existing.places)
    for key, said in people.items():
        _person(draft, key, said)
    staying = [each for key, said in people.items() for each in stays_of(said, draft.matches[key], existing, layout)]
    draft.problems += [problem for each in staying for problem in each.problems]
    placements, couples = _placed(draft, staying, places)
    _stays(draft, staying, placements, places)
    _couples(draft, couples)
    known = {(PERSON, key): elder for key, match in draft.matches.items() if (elder := match.elder_id)}
    outcomes = _outcomes(rows, draft)
    absent = tuple(_absent(existing, draft.matches.values(), places))
    return Plan(tuple(draft.creations), tuple(draft.changes), outcomes, absent, tuple(draft.problems), known)


def _person(draft: _Draft, key: PersonKey, said: PersonSaid) -> None:
    match, row = draft.matches[key], said.rows[-1]
    draft.problems += doubts(said, match, draft.layout)
    if match.elder_id is None:
        values = {"row": said.all, "died_on": said.died_on}
        draft.creations.append(Creation(PERSON, key, _label(row), values, rows=said.numbers))
    elif match.person:
        fields = dict(person_differences(said, match.person))
        if fields:
            draft.changes.append(Change(PERSON, key, match.person.id, _label(row), fields, rows=said.numbers))


def _label(row: ResidentRow) -> str:
    """A person is named by row and bed: this is said on the command line and kept with the run."""
    return f"{row.row}　{row.building}{row.room}{'-' if row.room and row.bed else ''}{row.bed}".strip()


def _placed(draft: _Draft, staying: Sequence[Staying], places: Places) -> tuple[dict[int, Placement], list[Couple]]:
    """Find the beds of the new stays, see who belongs together, then lay everybody down in the order of the rows."""
    placer = Placer(draft.existing, places, draft.layout)
    found: list[Placement] = []
    for each in staying:
        place, problems = placer.find(each.row) if each.row.from_on else (None, [])
        if each.stay is not None:
            draft.problems += _bed_doubts(each, place, problems, places, draft.layout)
            continue
        draft.problems += problems
        if place and each.new:
            pieces, problems = placer.pieces(each.row, place)
            draft.problems += problems
            found.append(Placement(each.row, places.name(place.bed_id), pieces))
    couples, problems = couples_of([placement for placement in found if placement.pieces], draft.layout)
    draft.problems += problems
    spouses = {row: frozenset({other}) for couple in couples for row, other in (couple.rows, couple.rows[::-1])}
    placements = {}
    for one in sorted(found, key=lambda placement: placement.row.row):
        number = one.row.row
        with_elders = _known_spouses(draft, one) if number not in spouses else frozenset()
        placements[number] = replace(one, with_rows=spouses.get(number, frozenset()), with_elders=with_elders)
        draft.problems += placer.place(placements[number])
    return placements, couples


def _known_spouses(draft: _Draft, placement: Placement) -> frozenset[int]:
    """Husband or wife by the files, who lives in the same room already."""
    person = draft.matches[person_key(placement.row)].person
    rooms = {piece.service.room_id for piece in placement.pieces}
    if person is None or not person.related:
        return frozenset()
    there = (claim.elder_id for claim in draft.existing.claims if claim.room_id in rooms)
    return frozenset(elder for elder in there if elder in person.related)


def _bed_doubts(
    each: Staying, place: KnownPlace | None, problems: list[Problem], places: Places, layout: Layout
) -> Iterator[Problem]:
    """A stay that is there keeps the bed it has: a ledger moves nobody."""
    stay = each.stay
    if stay is None or not stay.beds or each.row.to_on:
        return
    yield from problems
    if place and place.bed_id != stay.beds[-1]:
        there = places.name(stay.beds[-1]) if stay.beds[-1] in places.by_id else "—"
        bed = places.name(place.bed_id)
        yield at(plan_faults.BED_DIFFERS, ("bed", "room"), each.row, layout, bed=bed, there=there)


def _stays(draft: _Draft, staying: Sequence[Staying], placements: Mapping[int, Placement], places: Places) -> None:
    for each in staying:
        row = each.row
        if each.new:
            placement = placements.get(row.row)
            label = placement.bed if placement else _label(row)
            values = {"row": row, "pieces": placement.pieces if placement else (),
                      "shares": placement.shares if placement else False}  # fmt: skip
            key = (*each.key, str(row.from_on))
            draft.creations.append(Creation(STAY, key, label, values, {PERSON: each.key}, (row.row,)))
        elif each.stay and each.fields:
            bed = each.stay.beds[-1] if each.stay.beds else 0
            label = f"{row.row}　{places.name(bed)}" if bed in places.by_id else str(row.row)
            key = (*each.key, str(row.from_on))
            draft.changes.append(Change(STAY, key, each.stay.id, label, each.fields, {PERSON: each.key}, (row.row,)))


def _couples(draft: _Draft, couples: Iterable[Couple]) -> None:
    for couple in couples:
        first, second = (draft.matches[key] for key in couple.people)
        if first.person and second.elder_id in first.person.related:
            continue
        parents = {"first": couple.people[0], "second": couple.people[1]}
        draft.creations.append(
            Creation(COUPLE, (*couple.people[0], *couple.people[1]), "", {}, parents, couple.rows)
        )  # fmt: skip


def _absent(existing: ExistingPeople, matches: Iterable[Match], places: Places) -> Iterator[Absent]:
    """Those who live here and whom the ledger does not name: they stay where they are."""
    named = {match.elder_id for match in matches}
    for person in existing.persons.values():
        here = next((stay for stay in person.stays if stay.to_on == FOREVER), None)
        if here and person.id not in named:
            bed = here.beds[-1] if here.beds else 0
            yield Absent(PERSON, person.id, places.name(bed) if bed in places.by_id else "—")


def _outcomes(rows: Sequence[ResidentRow], draft: _Draft) -> dict[int, Outcome]:
    outcomes = dict.fromkeys((row.row for row in rows), Outcome.UNCHANGED)
    touched: list[tuple[Any, Outcome]] = [(change.rows, Outcome.CHANGED) for change in draft.changes]
    for creation in draft.creations:
        new = creation.level in (PERSON, STAY)
        touched.append((creation.rows, Outcome.NEW if new else Outcome.CHANGED))
    for numbers, outcome in touched:
        for number in numbers:
            if outcomes[number] is not Outcome.NEW:
                outcomes[number] = outcome
    return outcomes
