"""A list as its page draws it: the order of a day, held against the free beds, fifty lines at a time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from app.core.i18n import N_, _
from app.waitlist.forms.lists import PAGE, ListAsk, Show
from app.waitlist.queries import entries_facts, lines_of, ranked, switch_on_day
from app.waitlist.queries.free import beds_on_offer
from app.waitlist.queries.persons import Counts, counts_of, homes_named
from app.waitlist.routes.asking import OfList
from app.waitlist.routes.words import (
    accepted_on,
    days_waited,
    level_said,
    name_said,
    sex_and_age,
    tier_said,
    wishes_said,
)
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.matching import Mismatch, call_faults
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.ranking import Ranked, Ranking
from app.waitlist.rules.steps import EntryState
from app.waitlist.rules.suiting import FreeBed, Suited, Suiting, kind_of_bed, lack_of, suited

__all__ = ["CONFIRM_DAYS", "Listed", "Row", "listed"]

CONFIRM_DAYS = 30
SHORTLY = {
    Mismatch.LEVEL_MISSING: N_("待评估"), Mismatch.LEVEL_EXPIRED: N_("待复评"),
    Mismatch.LEVEL_OTHER_SCALE: N_("待按现行标准评估"), Mismatch.DEFERRED: "", Mismatch.OFFERED: "",
}  # fmt: skip
"""What keeps somebody from being called, in a few words; the last two stand in the last column already."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    position: int | None
    facts: EntryFacts
    name: str
    person: str
    tier: Any
    tier_words: str
    level: int | None
    level_words: str
    level_over: bool
    accepted: date
    days: int
    kind: str
    wishes: list[str]
    state: EntryState
    bed: FreeBed | None = None
    lack: str = ""
    overridden: bool = False
    bed_home: str = ""

    @property
    def id(self) -> int:
        """The entry."""
        return self.facts.entry_id


class Listed(NamedTuple):
    """Everything the page of a list shows."""

    ask: ListAsk
    policy: Policy
    ranking: Ranking
    suited: Suited
    beds: tuple[FreeBed, ...]
    can_give: int
    counts: dict[Show, int]
    rows: list[Row]
    total: int
    pages: int
    next: Row | None
    longest: Ranked | None
    switch: Any


async def listed(of: OfList, ask: ListAsk) -> Listed:
    """Put the list of a day together; the number of questions asked does not grow with it."""
    ranking = await ranked(of.session, of.scope, of.county, home=of.home_id, day=ask.day)
    beds, left = ((), None) if ask.is_past else await beds_on_offer(
        of.session, of.scope, ranking.policy, ask.day, institution_id=of.home_id
    )  # fmt: skip
    fits = suited(ranking, Suiting(ranking.policy, ask.day, beds, left))
    soon = ask.today + timedelta(days=CONFIRM_DAYS)
    states = await counts_of(of.session, of.scope, of.county, home=of.home_id, confirm_by=soon)
    shown = await _shown(of, ask, ranking, fits, soon)
    pages = max(-(-len(shown) // PAGE), 1)
    ask = replace(ask, page=min(ask.page or _page_of(shown, ask.why), pages))
    page = shown[((ask.page or 1) - 1) * PAGE :][:PAGE]
    first = next((line for line in ranking if line.facts.entry_id in fits.by_entry), None)
    rows = await _rows(of, ranking, fits, [*page, *([first] if first else [])])
    switch = await switch_on_day(of.session, of.county, of.home_id, ask.day) if of.home_id else None
    return Listed(
        ask, ranking.policy, ranking, fits, beds, _can_give(beds, left), _counts(ranking, fits, states), rows[: len(page)], len(shown), pages,
        rows[-1] if first else None, min(ranking, key=lambda line: line.facts.accepted_at, default=None), switch,
    )  # fmt: skip


def _can_give(beds: Sequence[FreeBed], left: Mapping[int, int] | None) -> int:
    """Count the beds that may go to the list: what the reserve of a home keeps is none of them."""
    homes = Counter(bed.institution_id for bed in beds)
    return sum(count if left is None else min(count, left.get(home, 0)) for home, count in homes.items())


def _page_of(shown: Sequence[Ranked | EntryFacts], entry_id: int | None) -> int:
    """Find the page on which an entry stands; unasked it is the first."""
    ids = [one.facts.entry_id if isinstance(one, Ranked) else one.entry_id for one in shown] if entry_id else []
    return ids.index(entry_id) // PAGE + 1 if entry_id in ids else 1


async def _shown(of: OfList, ask: ListAsk, ranking: Ranking, fits: Suited, soon: date) -> Sequence[Ranked | EntryFacts]:
    if ask.show is Show.UNREADY:
        states = (EntryState.SUBMITTED, EntryState.CHECKING)
        found = await entries_facts(of.session, of.scope, of.county, home=of.home_id, states=states)
        return sorted(found, key=lambda one: (one.accepted_at, one.receipt_year, one.receipt_no))
    return [line for line in ranking if _is_shown(ask.show, line, ranking, fits, soon)]


def _is_shown(show: Show, line: Ranked, ranking: Ranking, fits: Suited, soon: date) -> bool:
    facts = line.facts
    if show is Show.ALL:
        return True
    if show is Show.MATCHED:
        return facts.entry_id in fits.by_entry
    if show in (Show.OFFERED, Show.DEFERRED):
        return facts.state_on(ranking.day) is EntryState(show.value)
    if show is Show.NURSING:
        return _needs_nursing(ranking, line)
    if show is Show.OVERRIDE:
        return line.overridden or facts.override_waits
    return facts.confirm_due_on is not None and facts.confirm_due_on <= soon


def _needs_nursing(ranking: Ranking, line: Ranked) -> bool:
    facts, policy = line.facts, ranking.policy
    holds = facts.level_scale and facts.level is not None and facts.level >= policy.nursing_from_level
    return bool(facts.needs_nursing or holds)


def _counts(ranking: Ranking, fits: Suited, states: Counts) -> dict[Show, int]:
    of = [line.facts.state_on(ranking.day) for line in ranking]
    return {
        Show.ALL: len(ranking),
        Show.MATCHED: fits.people,
        Show.OFFERED: sum(state is EntryState.OFFERED for state in of),
        Show.UNREADY: states.unready,
        Show.DEFERRED: sum(state is EntryState.DEFERRED for state in of),
        Show.NURSING: sum(_needs_nursing(ranking, line) for line in ranking),
        Show.CONFIRM: states.confirm,
        Show.OVERRIDE: sum(line.overridden or line.facts.override_waits for line in ranking),
    }


async def _rows(of: OfList, ranking: Ranking, fits: Suited, lines: Iterable[Any]) -> list[Row]:
    shown = [(line, line.facts) if isinstance(line, Ranked) else (None, line) for line in lines]
    named = await lines_of(of.session, of.scope, of.county, [facts.entry_id for _line, facts in shown])
    homes = await homes_named(of.session, of.county) if of.home_id is None else {}
    return [
        _row(of, ranking, fits, line, facts, named[facts.entry_id].name if facts.entry_id in named else None, homes)
        for line, facts in shown
    ]


def _row(
    of: OfList, ranking: Ranking, fits: Suited, line: Ranked | None, facts: EntryFacts, name: str | None, homes: Any
) -> Row:
    policy, day = ranking.policy, ranking.day
    level, words = level_said(policy, facts, day)
    bed = fits.by_entry.get(facts.entry_id)
    return Row(
        line.position if line else None, facts, name_said(name, facts), sex_and_age(facts, day),
        line.tier if line else None, tier_said(policy, line, day) if line else "", level, words,
        level is not None and not facts.level_holds(day), accepted_on(facts), days_waited(facts, day),
        kind_of_bed(policy, facts, day), wishes_said(facts, homes) if of.home_id is None else [],
        facts.state_on(day), bed, "" if bed or line is None else _lack(ranking, fits, facts),
        bool(line and line.overridden), homes.get(bed.institution_id, "") if bed else "",
    )  # fmt: skip


def _lack(ranking: Ranking, fits: Suited, facts: EntryFacts) -> str:
    """Say what is missing between somebody and a bed of today."""
    if facts.entry_id in fits.after_others:
        return _("合适的先给前面")
    if facts.entry_id in fits.kept:
        return _("空床在兜底预留内")
    faults = call_faults(facts, ranking.day)
    return _(SHORTLY[faults[0]]) if faults else lack_of(ranking.policy, facts, ranking.day)
