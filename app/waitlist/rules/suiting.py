"""Which free bed would be whose today: beds held against the order, from the first line on, each bed given out once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.beds.rules.kinds import Sex
from app.core.i18n import _
from app.residents.rules.kinds import Category
from app.waitlist.rules.conditions import counted_level
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.matching import BedWish, call_faults, match
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.ranking import Ranking

__all__ = ["FreeBed", "Suited", "Suiting", "kind_of_bed", "lack_of", "suited"]


@dataclass(frozen=True, slots=True)
class FreeBed:
    """A bed that nobody has and nobody awaits."""

    id: int
    name: str
    wish: BedWish

    @property
    def institution_id(self) -> int:
        """The home it stands in."""
        return self.wish.institution_id


@dataclass(slots=True)
class Suiting:
    """Free beds as people see them. What is asked of a bed has few forms, so each is held against the beds once."""

    policy: Policy
    day: date
    beds: tuple[FreeBed, ...]
    # How many beds of each home the reserve leaves for others than 特困 persons; None where nothing is reserved.
    left: Mapping[int, int] | None = None
    _by_home: dict[int, list[FreeBed]] = field(default_factory=lambda: defaultdict(list))
    _known: dict[Any, tuple[FreeBed, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the beds by home."""
        for bed in self.beds:
            self._by_home[bed.institution_id].append(bed)

    def fitting(self, facts: EntryFacts) -> Iterator[FreeBed]:
        """Give the beds that suit somebody, those of the first wish first."""
        others = (home for home in self._by_home if home not in facts.wishes) if facts.any_home else ()
        for home in (*facts.wishes, *others):
            if home in self._by_home:
                yield from self._in_home(facts, home)

    def _in_home(self, facts: EntryFacts, home: int) -> tuple[FreeBed, ...]:
        asked = (home, facts.sex, counted_level(self.policy, facts, self.day), facts.dementia, facts.needs_nursing,
                 facts.needs_dementia, facts.needs_single)  # fmt: skip
        if asked not in self._known:
            self._known[asked] = tuple(
                bed for bed in self._by_home[home] if match(self.policy, facts, bed.wish, self.day).ok
            )
        return self._known[asked]


@dataclass(frozen=True, slots=True)
class Suited:
    """The order of a day held against its free beds: whose is which, and who fits one that goes to somebody ahead."""

    by_entry: Mapping[int, FreeBed]
    after_others: frozenset[int]
    kept: frozenset[int] = frozenset()

    @property
    def people(self) -> int:
        """How many would have a bed today."""
        return len(self.by_entry)


def suited(ranking: Ranking, suiting: Suiting) -> Suited:
    """Give each bed to the first in the order whom it suits and who can be called today."""
    left = {bed.id for bed in suiting.beds}
    mine: dict[int, FreeBed] = {}
    after: set[int] = set()
    kept: set[int] = set()
    may = dict(suiting.left or {})
    for line in ranking:
        facts = line.facts
        fits = tuple(suiting.fitting(facts))
        if not fits or call_faults(facts, suiting.day):
            continue
        free = [one for one in fits if one.id in left]
        counts = suiting.left is not None and not facts.holds(Category.EXTREME_POVERTY, suiting.day)
        bed = next((one for one in free if not counts or may.get(one.institution_id, 0)), None)
        if bed is None:
            (kept if free else after).add(facts.entry_id)
            continue
        left.discard(bed.id)
        mine[facts.entry_id] = bed
        if counts:
            may[bed.institution_id] -= 1
    return Suited(mine, frozenset(after), frozenset(kept))


def kind_of_bed(policy: Policy, facts: EntryFacts, day: date) -> str:
    """Say what kind of bed somebody waits for: 认知障碍, 护理型 or 普通, and 单人间 where it is asked for."""
    said = _care(policy, facts, day)
    return said + _("，单人间") if facts.needs_single else said


def _care(policy: Policy, facts: EntryFacts, day: date) -> str:
    level = counted_level(policy, facts, day)
    if facts.dementia or facts.needs_dementia:
        return _("认知障碍")
    if facts.needs_nursing or (level is not None and level >= policy.nursing_from_level):
        return _("护理型")
    return _("普通")


def lack_of(policy: Policy, facts: EntryFacts, day: date) -> str:
    """Say which bed is missing: 缺男护理型床."""
    sex = {Sex.MALE: _("男"), Sex.FEMALE: _("女")}.get(facts.sex, "") if facts.sex else ""
    said = _("缺{sex}{kind}单人间") if facts.needs_single else _("缺{sex}{kind}床")
    return said.format(sex=sex, kind=_care(policy, facts, day))
