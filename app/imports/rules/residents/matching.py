"""Who of a ledger has a file already: by the number of a paper, without one by name, sex and birth."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.imports.rules.kinds import Layout
from app.imports.rules.problems import Problem
from app.imports.rules.residents import plan_faults
from app.imports.rules.residents.existing import ExistingPeople, Hidden, KnownPerson
from app.imports.rules.residents.people import PersonKey, PersonSaid
from app.imports.rules.residents.pointing import at
from app.residents.rules.kinds import BirthPrecision, PaperKind

__all__ = ["Match", "doubts", "match_people"]

_CARDS = {PaperKind.ID_CARD, PaperKind.RESIDENCE_PERMIT}


@dataclass(frozen=True, slots=True)
class Match:
    """What is known of one person of the ledger: their file, or that another home keeps it, or several candidates."""

    person: KnownPerson | None = None
    hidden: Hidden | None = None
    by_name: bool = False
    candidates: int = 0

    @property
    def elder_id(self) -> int | None:
        """The elder's id, where there is one."""
        return self.person.id if self.person else self.hidden.id if self.hidden else None


def match_people(people: Mapping[PersonKey, PersonSaid], existing: ExistingPeople) -> dict[PersonKey, Match]:
    """Find the files of a ledger's people."""
    by_name: dict[tuple[str, str], list[KnownPerson]] = {}
    for person in existing.persons.values():
        by_name.setdefault((person.name, person.sex.value), []).append(person)
    # Whoever a number of the ledger has found is nobody else's namesake.
    taken = {found for (kind, number), found in existing.by_number.items() if (kind.value, number) in people}
    matches = {}
    for key, said in people.items():
        namesakes = [
            each for each in by_name.get((said.all.name, said.all.sex.value), ()) if each.id not in taken
        ]  # fmt: skip
        matches[key] = _match(said, existing, namesakes)
    return matches


def _match(said: PersonSaid, existing: ExistingPeople, namesakes: list[KnownPerson]) -> Match:
    row = said.all
    if row.number and row.paper:
        found = existing.by_number.get((row.paper, row.number))
        if found is not None and found in existing.persons:
            return Match(existing.persons[found])
        if found is not None and found in existing.hidden:
            return Match(hidden=existing.hidden[found])
    fitting = [each for each in namesakes if _may_be(said, each)]
    if len(fitting) == 1:
        return Match(fitting[0], by_name=True)
    return Match(candidates=len(fitting))


def _may_be(said: PersonSaid, person: KnownPerson) -> bool:
    """A card that arrives later belongs to the file without one; another card is another person."""
    row = said.all
    same_day = row.born_on == person.born_on and row.precision is person.precision and row.born_on is not None
    if row.number:
        return row.paper not in person.papers and not (row.paper in _CARDS and person.has_card) and same_day
    if person.has_card:
        return same_day and row.precision is BirthPrecision.DAY
    return same_day or (row.born_on is None or person.born_on is None)


def doubts(said: PersonSaid, match: Match, layout: Layout) -> list[Problem]:
    """What is wrong, or worth a look, about who this is."""
    row = said.rows[-1]
    if match.candidates > 1:
        return [at(plan_faults.AMBIGUOUS, ("id_no", "name"), row, layout, count=match.candidates)]
    if match.hidden:
        if match.hidden.elsewhere and any(each.to_on is None and each.from_on for each in said.rows):
            return [at(plan_faults.LIVES_ELSEWHERE, ("id_no", "name"), row, layout)]
        return [at(plan_faults.FILE_ELSEWHERE, ("id_no", "name"), row, layout)]
    person = match.person
    if person is None:
        return []
    found = []
    if person.name != row.name:
        found.append(at(plan_faults.NAME_UNLIKE_FILE, "name", row, layout))
    if person.sex is not row.sex:
        found.append(at(plan_faults.SEX_UNLIKE_FILE, ("sex", "id_no"), row, layout))
    if match.by_name and (person.has_card or not row.number) and person.papers:
        found.append(at(plan_faults.KNOWN_BY_NAME, ("id_no", "name"), row, layout))
    return found
