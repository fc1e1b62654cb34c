"""What is published of an order: what everybody reads, and what only the family with its PIN is told.

Everybody reads numbers, places, the number of the tier, days and states, and a masked name where the family agreed.
Levels, circumstances and titles of tiers say something about a person's health or means: they are in `own` alone.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from app.core.identity import mask_name
from app.residents.rules.kinds import Category
from app.waitlist.rules.facts import ABILITY, EntryFacts, Held
from app.waitlist.rules.kinds import CircumstanceKind
from app.waitlist.rules.ladder import Verdict, explain
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.ranking import Ranked, Ranking, place

__all__ = ["Publication", "publication"]

HERE = ZoneInfo("Asia/Shanghai")
LEVELS = (1, 2, 3, 4)
LIKELY = (CircumstanceKind.LIVES_ALONE, CircumstanceKind.NO_FAMILY, CircumstanceKind.HARDSHIP)
"""What may come to be so in any family; honours and losses are not held up to anybody."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One order as it is published."""

    policy_no: int
    policy: dict[str, Any]
    lines: list[dict[str, Any]]
    own: dict[str, dict[str, Any]]


def publication(policy: Policy, ranking: Ranking, names: Mapping[int, str]) -> Publication:
    """Write an order down for outsiders; `names` are those of people whose family agreed, by elder."""
    keys = [line.keys for line in ranking]
    own = {line.facts.number: _own(policy, ranking, line, keys) for line in ranking}
    return Publication(policy.no, _rules(policy), [_line(line, names, ranking.day) for line in ranking], own)


def _line(line: Ranked, names: Mapping[int, str], day: date) -> dict[str, Any]:
    facts = line.facts
    told: dict[str, Any] = {
        "number": facts.number, "position": line.position, "tier": line.tier.number, "accepted_on": _day_of(facts),
        "state": str(facts.state_on(day)),
    }  # fmt: skip
    if facts.consent_public and facts.elder_id in names:
        told["name"] = mask_name(names[facts.elder_id])
    return told | ({"by_hand": True} if line.overridden else {})


def _day_of(facts: EntryFacts) -> str:
    return facts.accepted_at.astimezone(HERE).date().isoformat()


def _own(policy: Policy, ranking: Ranking, line: Ranked, keys: list[tuple[Any, ...]]) -> dict[str, Any]:
    """What the family is told: its own value on each rung and which rung decided, never a neighbour's value."""
    ladder = explain(policy, ranking, line.facts.entry_id, ranking.day)
    rungs = ladder.rungs if ladder else ()
    return {
        "position": line.position, "of": len(ranking), "tier": line.tier.number, "title": line.tier.title,
        "rungs": [
            {"code": rung.code, "mine": rung.mine, "ahead": rung.against_ahead is Verdict.DECIDES,
             "behind": rung.against_behind is Verdict.DECIDES} for rung in rungs
        ],
        "what_if": list(_better(policy, line, keys, ranking)),
    }  # fmt: skip


def _better(policy: Policy, line: Ranked, keys: list[tuple[Any, ...]], ranking: Ranking) -> Iterator[dict[str, Any]]:
    """Say which findings would bring the entry forward, and to which place; everybody else stays as they are."""
    reached: set[int] = set()
    for code, supposed in _supposed(line.facts, ranking):
        # Only the entry's own key changes, so its place among the others is where its new key would stand.
        would = bisect_left(keys, place(policy, supposed, ranking.day).keys) + 1
        if would < line.position and would not in reached:
            reached.add(would)
            yield {"code": code, "position": would}


def _supposed(facts: EntryFacts, ranking: Ranking) -> Iterator[tuple[str, EntryFacts]]:
    day = ranking.day
    for level in LEVELS:
        if facts.level is None or level > facts.level:
            yield f"level:{level}", replace(facts, level=level, level_scale=ABILITY, level_on=day, level_until=None)
    for kind in LIKELY:
        held = (*facts.circumstances, Held(str(kind), day))
        yield f"circumstance:{kind}", replace(facts, circumstances=held)
    for category in (Category.MINIMUM_LIVING, Category.SEVERE_DISABILITY):
        yield f"category:{category}", replace(facts, categories=(*facts.categories, Held(str(category), day)))


def _rules(policy: Policy) -> dict[str, Any]:
    return {
        "title": policy.title, "source": policy.source, "document_no": policy.document_no,
        "from_on": policy.from_on.isoformat() if policy.from_on else None,
        "unverified": policy.source_unverified or bool(policy.unverified),
        "tiers": [{"number": tier.number, "title": tier.title} for tier in policy.tiers],
        "keys": [str(key) for key in policy.keys],
    }  # fmt: skip
