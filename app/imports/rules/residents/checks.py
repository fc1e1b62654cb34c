"""What contradicts what inside one residents' ledger; nothing here needs to know what exists."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from app.imports.rules.kinds import Layout
from app.imports.rules.problems import Fix, Problem
from app.imports.rules.residents import around_faults, faults, plan_faults
from app.imports.rules.residents.people import PersonSaid, people_of
from app.imports.rules.residents.pointing import FIELD_TITLES, at
from app.imports.rules.residents.rows import ResidentContext, ResidentRow
from app.residents.rules.kinds import Category, HealthKind

__all__ = ["check_rows", "share_a_day"]


def check_rows(rows: Sequence[ResidentRow], layout: Layout, context: ResidentContext) -> Iterable[Problem]:
    """Say what rows contradict each other in, and what is taken for granted where the ledger says nothing."""
    people = people_of(rows).values()
    return chain(*(_person(person, layout) for person in people), _namesakes(people, layout), _assumed(rows, layout))


def share_a_day(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """Whether two spans share a day; one of zero days shares the day it stands on, two of them share none."""
    (from_1, to_1), (from_2, to_2) = first, second
    if from_1 == to_1:
        return from_2 <= from_1 < to_2
    if from_2 == to_2:
        return from_1 < from_2 < to_1
    return from_1 < to_2 and from_2 < to_1


def _span(row: ResidentRow) -> tuple[date, date]:
    return row.from_on or date.min, row.ends_on


def _person(person: PersonSaid, layout: Layout) -> Iterator[Problem]:
    if len(person.rows) == 1:
        return
    first, *again = sorted(person.rows, key=lambda row: row.row)
    key = "id_no" if first.number else "name"
    for row in again:
        if row.name != first.name:
            yield at(plan_faults.ID_TWO_NAMES, "id_no", row, layout, other=first.row)
    yield from _guardians(person, layout)
    for place, row in enumerate(person.rows):
        for other in person.rows[:place]:
            if not (row.from_on and other.from_on and not share_a_day(_span(other), _span(row))):
                yield _twice(row, other, key, layout)
                break


def _twice(row: ResidentRow, other: ResidentRow, key: str, layout: Layout) -> Problem:
    later, earlier = sorted((row, other), key=lambda each: -each.row)
    if row.from_on == other.from_on and (row.bed, row.room) == (other.bed, other.room):
        return at(plan_faults.DUPLICATE, key, later, layout, Fix(skip=True), other=earlier.row)
    if key == "name":
        return at(plan_faults.NAMESAKES, ("id_no", "born", "name"), later, layout, other=earlier.row)
    return at(plan_faults.TWO_STAYS, "from_on", later, layout, Fix(skip=True), other=earlier.row)


def _guardians(person: PersonSaid, layout: Layout) -> Iterator[Problem]:
    named = [(row, one.name) for row in person.rows for one in row.contacts if one.guardian]
    for row, name in named[1:]:
        if name != named[0][1]:
            yield at(plan_faults.TWO_GUARDIANS, "guardian", row, layout, other=named[0][0].row)


def _namesakes(people: Iterable[PersonSaid], layout: Layout) -> Iterator[Problem]:
    """Somebody without a number or a birth may be any other of that name in the ledger."""
    people = list(people)
    names = Counter((person.all.name, person.all.sex) for person in people)
    for person in people:
        row = person.all
        if row.number or row.born_on or names[row.name, row.sex] < 2:
            continue
        other = next(
            each for each in people if each is not person and (each.all.name, each.all.sex) == (row.name, row.sex)
        )
        yield at(plan_faults.NAMESAKES, ("born", "id_no", "name"), row, layout, other=other.numbers[0])


def _assumed(rows: Sequence[ResidentRow], layout: Layout) -> Iterator[Problem]:
    """One line for each thing that is taken for granted, standing at the first row it concerns."""
    staying = [row for row in rows if row.from_on]
    lines = (
        (faults.KIND_BY_DEFAULT, "stay_kind", [row for row in staying if row.stay_kind is None]),
        (faults.PAYER_BY_DEFAULT, "payer", [row for row in staying if row.payer is None]),
        (faults.CATEGORY_UNVERIFIED, "category", [row for row in rows if set(row.categories) - {Category.SOCIAL}]),
        (
            around_faults.LEVEL_KEPT,
            "level",
            [row for row in rows if any(n.kind is HealthKind.NOTE for n in row.health)],
        ),
        (around_faults.BASIS_ASSUMED, "guardian", [row for row in rows if _assumes_basis(row, layout)]),
    )
    for fault, name, found in lines:
        if found:
            cell = layout.where(name, found[0].row)
            yield Problem(
                fault, cell, found[0].row, {"row": found[0].row, "field": FIELD_TITLES[name]}, count=len(found)
            )


def _assumes_basis(row: ResidentRow, layout: Layout) -> bool:
    return any(one.guardian for one in row.contacts) and not layout.said("guardian_basis", row.row)
