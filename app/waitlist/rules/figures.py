"""The figures of one day: who waits in which tier and state, how long, and what happened. Counts, never a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.ranking import place
from app.waitlist.rules.steps import LIVE, EntryState, EventKind

__all__ = ["FLOWS", "OUTSIDE", "Counted", "Place", "count_day", "waited"]

HERE = ZoneInfo("Asia/Shanghai")
OUTSIDE = 0
"""The tier of those who do not queue."""
WHOLE_COUNTY = 0

FLOWS: dict[EventKind, str] = {
    EventKind.REGISTERED: "received",
    EventKind.LISTED: "accepted",
    EventKind.OFFERED: "offered",
    EventKind.ACCEPTED: "agreed",
    EventKind.DECLINED: "declined",
    EventKind.LAPSED: "lapsed",
    EventKind.ADMITTED: "admitted",
    EventKind.WITHDRAWN: "withdrawn",
    EventKind.REMOVED: "removed",
    EventKind.INELIGIBLE: "removed",
    EventKind.MERGED: "removed",
}
"""What happens to an entry → the flow it is counted in."""

Place = tuple[int, int, EntryState]
"""A home (0: the county), a tier, a state."""


@dataclass(slots=True)
class Counted:
    """One row of figures."""

    tier_label: str = ""
    entries: int = 0
    waiting_days: int = 0
    longest: int = 0
    flows: dict[str, int] = field(default_factory=dict)


def count_day(
    policy: Policy, facts: Iterable[EntryFacts], happened: Iterable[tuple[int, EventKind]], day: date
) -> dict[Place, Counted]:
    """Count a day from the facts at its end and the events of it. A home has those whose first wish it is."""
    rows: dict[Place, Counted] = {}
    events: dict[int, list[str]] = {}
    for entry_id, kind in happened:
        if kind in FLOWS:
            events.setdefault(entry_id, []).append(FLOWS[kind])
    for one in facts:
        for row in _rows_of(policy, one, day, rows):
            if one.state in LIVE:
                days = waited(one, day)
                row.entries, row.waiting_days, row.longest = (
                    row.entries + 1, row.waiting_days + days, max(row.longest, days)
                )  # fmt: skip
            for flow in events.get(one.entry_id, ()):
                row.flows[flow] = row.flows.get(flow, 0) + 1
    return {where: row for where, row in rows.items() if row.entries or row.flows}


def _rows_of(policy: Policy, facts: EntryFacts, day: date, rows: dict[Place, Counted]) -> Iterator[Counted]:
    outside = policy.is_outside(facts, day) and not facts.overridden and facts.state is not EntryState.OFFERED
    tier = None if outside else place(policy, facts, day).tier
    number, label = (tier.number, tier.title[:80]) if tier else (OUTSIDE, "")
    state = facts.state_on(day)
    for home in (WHOLE_COUNTY, *facts.wishes[:1]):
        yield rows.setdefault((home, number, state), Counted(tier_label=label))


def waited(facts: EntryFacts, day: date) -> int:
    """Count the days since an application was accepted; one that is dated later than the day has waited none."""
    return max(0, (day - facts.accepted_at.astimezone(HERE).date()).days)
