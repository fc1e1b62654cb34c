"""Whether a bed suits an entry, and if not, each thing that is missing: who is passed over for it keeps the place."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.beds.rules.kinds import Sex
from app.core.i18n import N_, _
from app.waitlist.rules.conditions import counted_level
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.steps import EntryState

__all__ = ["BedWish", "Match", "Mismatch", "call_faults", "match"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BedWish:
    """A free bed as far as it matters: its home, who may lie in the room, and what the bed is recognised for.

    `sexes` are those who may be laid there: by the room's rule, and by who is in the room already.
    """

    institution_id: int
    sexes: frozenset[Sex] = frozenset(Sex)
    nursing: bool = False
    dementia: bool = False
    single: bool = False


class Mismatch(StrEnum):
    """One thing by which a bed does not suit, or for which an entry cannot be called now."""

    HOME = "home"
    SEX = "sex"
    NURSING = "nursing"
    DEMENTIA = "dementia"
    SINGLE = "single"
    DEFERRED = "deferred"
    OFFERED = "offered"
    LEVEL_MISSING = "level_missing"
    LEVEL_EXPIRED = "level_expired"
    LEVEL_OTHER_SCALE = "level_other_scale"

    @property
    def label(self) -> str:
        """What is missing, in words."""
        return _(_MISMATCHES[self])


_MISMATCHES = {
    Mismatch.HOME: N_("没有填这家机构的志愿"),
    Mismatch.SEX: N_("房间只住另一性别"),
    Mismatch.NURSING: N_("需要护理型床位"),
    Mismatch.DEMENTIA: N_("需要认知障碍照护床位"),
    Mismatch.SINGLE: N_("需要单人间"),
    Mismatch.DEFERRED: N_("正在暂缓"),
    Mismatch.OFFERED: N_("已有一份床位通知"),
    Mismatch.LEVEL_MISSING: N_("还没有能力评估"),
    Mismatch.LEVEL_EXPIRED: N_("能力评估已过期，须先复评"),
    Mismatch.LEVEL_OTHER_SCALE: N_("能力评估用的是别的标准，须按现行标准评估"),
}


@dataclass(frozen=True, slots=True)
class Match:
    """Whether a bed suits, and every reason why it does not."""

    reasons: tuple[Mismatch, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it does."""
        return not self.reasons


def match(policy: Policy, facts: EntryFacts, bed: BedWish, day: date) -> Match:
    """Hold a bed against an entry on a day: the home, the room, and what the level and the application ask for."""
    level = counted_level(policy, facts, day)
    needs_nursing = facts.needs_nursing or (level is not None and level >= policy.nursing_from_level)
    asked = {
        Mismatch.HOME: not facts.wants(bed.institution_id),
        Mismatch.SEX: facts.sex not in bed.sexes,
        # A dementia bed is staffed for it, so it takes those who need a nursing bed and have dementia too.
        Mismatch.NURSING: needs_nursing and not (bed.nursing or bed.dementia),
        Mismatch.DEMENTIA: (facts.dementia or facts.needs_dementia) and not bed.dementia,
        Mismatch.SINGLE: facts.needs_single and not bed.single,
    }
    return Match(tuple(reason for reason, missing in asked.items() if missing))


def call_faults(facts: EntryFacts, day: date) -> tuple[Mismatch, ...]:
    """List why an entry cannot be called on a day whatever the bed: deferred, offered already, no valid level."""
    found = []
    state = facts.state_on(day)
    if state is EntryState.DEFERRED:
        found.append(Mismatch.DEFERRED)
    if state is EntryState.OFFERED:
        found.append(Mismatch.OFFERED)
    if facts.level is None:
        found.append(Mismatch.LEVEL_MISSING)
    elif not facts.is_of_the_scale:
        found.append(Mismatch.LEVEL_OTHER_SCALE)
    elif not facts.level_holds(day):
        found.append(Mismatch.LEVEL_EXPIRED)
    return tuple(found)
