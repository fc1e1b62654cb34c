"""What if: the place an entry would have with other facts, and whose place other rules would change."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.waitlist.rules.facts import ABILITY, EntryFacts
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.ranking import Ranked, Ranking, place, rank

__all__ = ["Moved", "Supposed", "simulate", "supposed_levels", "what_if"]


@dataclass(frozen=True, slots=True)
class Moved:
    """One entry whose place or tier other rules would change; a place that is None is outside the order."""

    facts: EntryFacts
    was: Ranked | None
    will: Ranked | None

    @property
    def by(self) -> int:
        """How many places it falls; negative is up."""
        return (self.will.position if self.will else 0) - (self.was.position if self.was else 0)


@dataclass(frozen=True, slots=True)
class Supposed:
    """A place that an entry would have, and in which tier."""

    position: int
    of: int
    tier: int
    title: str


def what_if(policy: Policy, ranking: Ranking, entry_id: int, change: Mapping[str, Any], day: date) -> Supposed | None:
    """Give the place an entry would have with other facts, while everybody else stays as they are.

    `change` names fields of its facts, such as `{"level": 4}`; a level is taken to be of the ability scale and of the day.
    None where the entry does not stand in the order.
    """
    line = ranking.line_of(entry_id)
    if line is None:
        return None
    where = place(policy, _changed(line.facts, change, day), day)
    keys = [each.keys for each in ranking if each.facts.entry_id != entry_id]
    position = bisect_left(keys, where.keys) + 1
    return Supposed(position, len(ranking), where.tier.number, where.tier.title)


def _changed(facts: EntryFacts, change: Mapping[str, Any], day: date) -> EntryFacts:
    assessed: dict[str, Any] = {}
    if "level" in change:
        assessed = {"level_scale": ABILITY, "level_on": day, "level_until": None}
    return replace(facts, **(assessed | dict(change)))


def supposed_levels(policy: Policy, ranking: Ranking, entry_id: int, day: date) -> dict[int, Supposed]:
    """Give the place with each ability level the entry might be found to have, from 1 to 4."""
    found = {level: what_if(policy, ranking, entry_id, {"level": level}, day) for level in (1, 2, 3, 4)}
    return {level: supposed for level, supposed in found.items() if supposed is not None}


def simulate(old: Policy, new: Policy, facts: Iterable[EntryFacts], day: date) -> list[Moved]:
    """List whose place or tier other rules would change on a day, in the order of the places they would have."""
    every = list(facts)
    before, after = rank(old, every, day), rank(new, every, day)
    moved = []
    for each in every:
        was, will = before.line_of(each.entry_id), after.line_of(each.entry_id)
        if _stands(was) != _stands(will):
            moved.append(Moved(each, was, will))
    return sorted(moved, key=_place_then_receipt)


def _stands(line: Ranked | None) -> tuple[int, int] | None:
    return None if line is None else (line.position, line.tier.number)


def _place_then_receipt(one: Moved) -> tuple[int, int, int]:
    return (one.will.position if one.will else 0, one.facts.receipt_year, one.facts.receipt_no)
