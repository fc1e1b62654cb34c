"""What a ledger would change of a person who has a file, and of a stay that is there; a blank never erases."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from app.imports.rules.kinds import Layout
from app.imports.rules.problems import Fix, Problem
from app.imports.rules.residents import plan_faults
from app.imports.rules.residents.existing import KnownContact, KnownNote, KnownPerson, KnownStay
from app.imports.rules.residents.people import PersonSaid
from app.imports.rules.residents.pointing import at
from app.imports.rules.residents.rows import ContactSaid, ResidentRow
from app.residents.rules.kinds import BirthPrecision, Relation
from app.stays.rules.kinds import EndReason

__all__ = ["CATEGORY", "CONTACT", "HEALTH", "Pair", "person_differences", "stay_differences", "stay_doubts"]

Pair: TypeAlias = tuple[str, tuple[Any, Any]]
# What is not one value of a file stands in a change under these and what it is: "contact:2" → (before, after).
CATEGORY, CONTACT, HEALTH = "category:", "contact:", "health:"
_PLAIN = ("ethnicity", "hukou_region", "hukou_kind", "phone", "address", "notes")
# A birth that is known better takes the place of one that is known worse, never the other way round.
_EXACT = [
    BirthPrecision.UNKNOWN, BirthPrecision.ESTIMATED, BirthPrecision.YEAR, BirthPrecision.MONTH, BirthPrecision.DAY,
]  # fmt: skip


def person_differences(said: PersonSaid, person: KnownPerson) -> Iterator[Pair]:
    """Give each thing said that the file says otherwise, or not yet."""
    row = said.all
    for name in _PLAIN:
        before, after = getattr(person, name), getattr(row, name)
        if after not in (None, "") and after != before:
            yield name, (before, after)
    yield from _papers(row, person)
    if row.born_on and _EXACT.index(row.precision) > _EXACT.index(person.precision):
        yield "born", ((person.born_on, person.precision), (row.born_on, row.precision))
    for kind in row.categories:
        if kind not in person.categories:
            yield f"{CATEGORY}{kind.value}", (None, kind)
    yield from _contacts(row, person)
    yield from _health(row, person)


def _papers(row: ResidentRow, person: KnownPerson) -> Iterator[Pair]:
    if row.number and row.paper and row.paper not in person.papers:
        yield "number", (None, (row.paper, row.number))
    if row.no_id_reason and not person.no_id_reason and not person.has_card:
        yield "no_id_reason", (None, row.no_id_reason)


def _health(row: ResidentRow, person: KnownPerson) -> Iterator[Pair]:
    for number, note in enumerate(row.health):
        known = KnownNote(note.kind, note.code, note.words)
        if known not in person.health:
            yield f"{HEALTH}{number}", (None, note)


def _contacts(row: ResidentRow, person: KnownPerson) -> Iterator[Pair]:
    known = {each.name: each for each in person.contacts}
    for number, one in enumerate(row.contacts):
        before = known.get(one.name)
        if before is None or _says_more(one, before):
            yield f"{CONTACT}{number}", (before, one)


def _says_more(one: ContactSaid, before: KnownContact) -> bool:
    relation = one.relation not in (None, Relation.OTHER, before.relation)
    phone = bool(one.phone) and one.phone != before.phone
    address = bool(one.address) and one.address != before.address
    return relation or phone or address or (one.guardian and not before.guardian)


def stay_differences(row: ResidentRow, stay: KnownStay, *, open_ended: bool) -> Iterator[Pair]:
    """Give what a row says otherwise of a stay that began on the same day."""
    if not open_ended:
        return
    if row.to_on:
        # New terms would begin with the import, when the stay is over.
        yield "to_on", (None, (row.to_on, row.end_reason or EndReason.OTHER))
        return
    if row.stay_kind and row.stay_kind is not stay.kind:
        yield "stay_kind", (stay.kind, row.stay_kind)
    if row.payer and row.payer is not stay.payer:
        yield "payer", (stay.payer, row.payer)
    if row.planned_end and row.planned_end != stay.planned_end:
        yield "planned_end", (stay.planned_end, row.planned_end)


def stay_doubts(row: ResidentRow, stay: KnownStay, layout: Layout, *, open_ended: bool) -> Iterator[Problem]:
    """Say where a row and a stay that has ended cannot both be right."""
    if open_ended:
        return
    there = stay.to_on.isoformat()
    if row.to_on is None:
        yield at(plan_faults.ENDED_ALREADY, ("to_on", "from_on"), row, layout, there=there)
    elif row.to_on != stay.to_on:
        date = row.to_on.isoformat()
        yield at(plan_faults.END_DIFFERS, ("to_on", "died"), row, layout, Fix(there), date=date, there=there)
