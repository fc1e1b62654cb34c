"""Couples in one room: two rows that say so, or one that names the other as its spouse."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.imports.rules.kinds import Layout
from app.imports.rules.problems import Problem
from app.imports.rules.residents import plan_faults
from app.imports.rules.residents.checks import share_a_day
from app.imports.rules.residents.people import PersonKey, person_key
from app.imports.rules.residents.placing import Placement
from app.imports.rules.residents.pointing import at
from app.imports.rules.residents.rows import ResidentRow
from app.residents.rules.kinds import Relation

__all__ = ["Couple", "couples_of"]


@dataclass(frozen=True, slots=True)
class Couple:
    """Two people of the ledger who live together."""

    people: tuple[PersonKey, PersonKey]
    rows: tuple[int, int]


def couples_of(placements: Iterable[Placement], layout: Layout) -> tuple[list[Couple], list[Problem]]:
    """Find who share a room as a couple; who says so alone is told that the other one is missing."""
    rooms: dict[int, list[Placement]] = {}
    for placement in placements:
        for room in {piece.service.room_id for piece in placement.pieces}:
            rooms.setdefault(room, []).append(placement)
    couples, problems = [], []
    paired: set[int] = set()
    for living in rooms.values():
        for place, one in enumerate(living):
            other = next((each for each in living[:place] if _belong(one, each, paired)), None)
            if other:
                rows = (other.row.row, one.row.row)
                paired |= set(rows)
                couples.append(Couple((person_key(other.row), person_key(one.row)), rows))
                problems.append(
                    at(plan_faults.COUPLE_FOUND, ("couple", "spouse", "bed"), one.row, layout, other=other.row.row)
                )
        problems += _alone(living, paired, layout)
    return couples, problems


def _belong(one: Placement, other: Placement, paired: set[int]) -> bool:
    first, second = one.row, other.row
    if first.sex is second.sex or {first.row, second.row} & paired:
        return False
    if not any(
        share_a_day((a.from_on, a.to_on), (b.from_on, b.to_on)) for a in one.pieces for b in other.pieces
    ):  # fmt: skip
        return False
    return bool(first.couple and second.couple) or _names(first, second) or _names(second, first)


def _names(one: ResidentRow, other: ResidentRow) -> bool:
    """Whether a row names the other as spouse, in its own column or as its contact."""
    contacts = {each.name for each in one.contacts if each.relation is Relation.SPOUSE}
    return one.couple is not False and other.name in contacts | {one.spouse}


def _alone(living: Sequence[Placement], paired: set[int], layout: Layout) -> list[Problem]:
    alone = [each.row for each in living if each.row.couple and each.row.row not in paired]
    return [at(plan_faults.COUPLE_ALONE, "couple", row, layout) for row in alone]
