"""The order: tier, the policy's keys, the instant of acceptance, the receipt. Total, and computed each time it is asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from app.waitlist.rules.ages import latest_birth
from app.waitlist.rules.conditions import counted_level
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.policy import Key, Policy, Tier
from app.waitlist.rules.steps import EntryState

__all__ = ["Placed", "Ranked", "Ranking", "place", "rank", "tier_by_rule"]


class Ranked(NamedTuple):
    """One entry in the order. `tier` is what counts, `by_rule` what the rules alone would say."""

    position: int
    facts: EntryFacts
    tier: Tier
    by_rule: Tier
    keys: tuple[Any, ...]

    @property
    def overridden(self) -> bool:
        """Whether somebody set the tier by hand; everyone is shown it."""
        return self.facts.overridden


class Placed(NamedTuple):
    """Where an entry belongs, before it has a position."""

    keys: tuple[Any, ...]
    tier: Tier
    by_rule: Tier


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order of a day. `outside` are listed entries that do not queue: 特困 persons wait for a 安置通知."""

    policy: Policy
    day: date
    lines: tuple[Ranked, ...]
    outside: tuple[EntryFacts, ...] = ()
    institution_id: int | None = None
    at: datetime | None = None
    _places: dict[int, int] = field(default_factory=dict)
    # The newest event of each entry: who knows these knows every order of the days before.
    events: tuple[tuple[int, int], ...] = ()

    def __len__(self) -> int:
        """How many stand in the order."""
        return len(self.lines)

    def __iter__(self) -> Iterator[Ranked]:
        """From the first to the last."""
        return iter(self.lines)

    def line_of(self, entry_id: int) -> Ranked | None:
        """Give the line of an entry, None where it does not stand in this order."""
        place = self._places.get(entry_id)
        return None if place is None else self.lines[place]

    def position_of(self, entry_id: int) -> int | None:
        """Give the position of an entry, counted from 1."""
        place = self._places.get(entry_id)
        return None if place is None else place + 1

    def at_position(self, position: int) -> Ranked | None:
        """Give the line at a position."""
        return self.lines[position - 1] if 0 < position <= len(self.lines) else None


def rank(
    policy: Policy,
    facts: Iterable[EntryFacts],
    day: date,
    *,
    institution_id: int | None = None,
    at: datetime | None = None,
) -> Ranking:
    """Put the listed entries in the order of the policy as of a day; `institution_id` keeps those who wish for that home.

    The same facts give the same order however they are handed in: (tier, keys, accepted at, receipt) is total, because a
    county gives a receipt number of a year once.
    """
    placed: list[tuple[Placed, EntryFacts]] = []
    outside: list[EntryFacts] = []
    is_outside = policy.is_outside
    for each in facts:
        if not each.is_listed(day) or (institution_id is not None and not each.wants(institution_id)):
            continue
        if is_outside(each, day) and not each.overridden and each.state is not EntryState.OFFERED:
            outside.append(each)
        else:
            placed.append((place(policy, each, day), each))
    placed.sort(key=_order)
    lines = tuple(
        Ranked(number, each, where.tier, where.by_rule, where.keys) for number, (where, each) in enumerate(placed, 1)
    )
    places = {line.facts.entry_id: line.position - 1 for line in lines}
    outside.sort(key=lambda each: (each.accepted_at, each.receipt_year, each.receipt_no))
    return Ranking(policy, day, lines, tuple(outside), institution_id, at, places)


def _order(pair: tuple[Placed, EntryFacts]) -> tuple[Any, ...]:
    return pair[0].keys


def tier_by_rule(policy: Policy, facts: EntryFacts, day: date) -> Tier:
    """Give the first tier whose condition holds; the last takes anyone."""
    for tier, holds in policy.tests:
        if holds(facts, day):
            return tier
    return policy.tiers[-1]


def place(policy: Policy, facts: EntryFacts, day: date) -> Placed:
    """Work out the keys of one entry on a day. A tier set by hand and approved stands before what the rules say."""
    by_rule = tier = tier_by_rule(policy, facts, day)
    if facts.overridden and facts.override_tier is not None:
        number = facts.override_tier
        tier = policy.tier_named(number) or Tier(number, by_rule.title, by_rule.when)
    keys = (tier.number, *[_KEYS[key](policy, facts, day) for key in policy.keys])
    return Placed(keys, tier, by_rule)


def _by_level(policy: Policy, facts: EntryFacts, day: date) -> int:
    level = counted_level(policy, facts, day)
    return 1 if level is None else -level


def _by_circumstance(kind: str) -> Any:
    def first(policy: Policy, facts: EntryFacts, day: date) -> int:
        return 0 if facts.lives(kind, day, unverified=policy.unverified_counts) else 1

    return first


def _by_age(_policy: Policy, facts: EntryFacts, _day: date) -> date:
    return latest_birth(facts.born_on, facts.birth_precision) or date.max


_KEYS: dict[Key, Any] = {
    Key.LEVEL: _by_level,
    Key.LIVES_ALONE: _by_circumstance("lives_alone"),
    Key.NO_FAMILY: _by_circumstance("no_family"),
    Key.AGE: _by_age,
    Key.ACCEPTED_AT: lambda _policy, facts, _day: facts.accepted_at,
    Key.RECEIPT_NO: lambda _policy, facts, _day: (facts.receipt_year, facts.receipt_no),
}
"""Each key gives a value of which the lesser comes first."""
