"""Counting the past days of the queue from what was told, in one pass: the job that counts a day reads it from the rows."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.demo import queries
from app.demo.rules.story import days
from app.demo.rules.town import Town
from app.demo.service.folding import Told
from app.waitlist.models import WaitlistCount
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.figures import FLOWS, HERE, WHOLE_COUNTY
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.ranking import place
from app.waitlist.rules.steps import LIVE, EntryState

__all__ = ["write_counts"]

Row = dict[str, Any]
OLD = 80


@dataclass(slots=True)
class _Sum:
    label: str = ""
    entries: int = 0
    waiting_days: int = 0
    longest: int = 0
    flows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FLOWS.values(), 0))


async def write_counts(session: AsyncSession, town: Town, policies: list[Policy], told: list[Told]) -> None:
    """Write the figures of every day before today; today's are counted by the job itself."""
    sums: dict[tuple[date, int, int, EntryState], _Sum] = defaultdict(_Sum)
    logs: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        logs[one.entry.id].append(one)
    for log in logs.values():
        _count(town, policies, log, sums)
    rows = [
        {"county": town.county, "institution_id": home, "day": day, "tier": tier, "state": state,
         "tier_label": one.label, "entries": one.entries, "waiting_days": one.waiting_days, "longest": one.longest,
         **one.flows}
        for (day, home, tier, state), one in sums.items()
    ]  # fmt: skip
    await queries.insert_rows(session, WaitlistCount, rows)


def _count(town: Town, policies: list[Policy], log: list[Told], sums: Any) -> None:
    """Count one application over its days: what is true at the end of each, and what happened on it."""
    flows: dict[date, list[str]] = defaultdict(list)
    last: dict[date, EntryFacts] = {}
    for one in log:
        day = one.story.at.date()
        last[day] = one.after
        if one.story.kind in FLOWS:
            flows[day].append(FLOWS[one.story.kind])
    for span, facts in _spans(last, town.today):
        known: tuple[int, str] | None = None
        for day in span:
            if known is None or _may_change(facts, policies, day):
                known = _tier(policies, facts, day)
            for home in (WHOLE_COUNTY, facts.wishes[0]):
                _add(sums[day, home, known[0], facts.state_on(day)], known[1], facts, day, flows.get(day, ()))
            if facts.state not in LIVE:
                break


def _spans(last: dict[date, EntryFacts], today: date) -> Iterator[tuple[Iterator[date], EntryFacts]]:
    starts = sorted(last)
    for start, end in zip(starts, [*starts[1:], today], strict=True):
        if start < today:
            yield (start + days(gone) for gone in range((end - start).days)), last[start]


def _may_change(facts: EntryFacts, policies: list[Policy], day: date) -> bool:
    """Whether the tier may be another from this day on: a birthday, a level or a category that begins, or other rules."""
    born = facts.born_on
    birthday = born is not None and (day.year - born.year, day.month, day.day) == (OLD, born.month, born.day)
    begins = facts.level_on == day or any(one.from_on == day for one in (*facts.categories, *facts.circumstances))
    return birthday or begins or any(one.from_on == day for one in policies)


def _tier(policies: list[Policy], facts: EntryFacts, day: date) -> tuple[int, str]:
    policy = next((one for one in reversed(policies) if one.from_on and one.from_on <= day), policies[0])
    tier = place(policy, facts, day).tier
    return tier.number, tier.title[:80]


def _add(one: _Sum, label: str, facts: EntryFacts, day: date, flows: Any) -> None:
    one.label = label
    if facts.state in LIVE:
        waited = max(0, (day - facts.accepted_at.astimezone(HERE).date()).days)
        one.entries, one.waiting_days, one.longest = (
            one.entries + 1,
            one.waiting_days + waited,
            max(one.longest, waited),
        )
    for flow in flows:
        one.flows[flow] += 1
