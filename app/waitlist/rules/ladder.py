"""Why an entry stands where it stands: rung by rung against the one before and the one behind, with the rung that decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from app.core.i18n import N_, _
from app.residents.rules.birthdays import say_age
from app.waitlist.rules.conditions import Tested, counted_level, tested
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.policy import Key, Policy, Tier
from app.waitlist.rules.ranking import Ranked, Ranking

__all__ = ["Ladder", "Rung", "TierStep", "Verdict", "explain", "tier_steps"]


class Verdict(StrEnum):
    """What one rung says about two neighbours."""

    SAME = "same"
    DECIDES = "decides"
    NOT_ASKED = "not_asked"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        """The verdict in words."""
        return _(_VERDICTS[self])


_VERDICTS = {
    Verdict.SAME: N_("相同，看下一级"),
    Verdict.DECIDES: N_("在这一级分出先后"),
    Verdict.NOT_ASKED: N_("上面已分出先后"),
    Verdict.NOBODY: N_("没有人"),
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung with the three values in words, and what it says against the one ahead and the one behind."""

    code: str
    label: str
    mine: str
    ahead: str
    behind: str
    against_ahead: Verdict
    against_behind: Verdict


@dataclass(frozen=True, slots=True)
class TierStep:
    """One tier that was tried for an entry, and every word of its condition with whether it holds."""

    tier: Tier
    holds: bool
    tested: tuple[Tested, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The explanation of one place. `steps` says why the rules put the entry into its tier."""

    line: Ranked
    ahead: Ranked | None
    behind: Ranked | None
    rungs: tuple[Rung, ...]
    steps: tuple[TierStep, ...]
    policy: Policy
    day: date
    of: int

    @property
    def against_ahead(self) -> Rung | None:
        """The rung that puts the entry behind the one before it."""
        return next((rung for rung in self.rungs if rung.against_ahead is Verdict.DECIDES), None)

    @property
    def against_behind(self) -> Rung | None:
        """The rung that puts the entry before the one behind it."""
        return next((rung for rung in self.rungs if rung.against_behind is Verdict.DECIDES), None)

    def to_json(self) -> dict[str, Any]:
        """Freeze the explanation beside an offer: numbers and words of the day, no person's name."""
        return {
            "position": self.line.position, "of": self.of, "day": str(self.day), "number": self.line.facts.number,
            "tier": self.line.tier.number, "tier_title": self.line.tier.title, "by_rule": self.line.by_rule.number,
            "overridden": self.line.overridden, "override_reason": self.line.facts.override_reason,
            "policy": {"no": self.policy.no, "code": self.policy.code, "title": self.policy.title,
                       "source": self.policy.source, "document_no": self.policy.document_no},
            "ahead": self.ahead.facts.number if self.ahead else None,
            "behind": self.behind.facts.number if self.behind else None,
            "rungs": [
                {"code": rung.code, "mine": rung.mine, "ahead": rung.ahead, "behind": rung.behind,
                 "against_ahead": str(rung.against_ahead), "against_behind": str(rung.against_behind)}
                for rung in self.rungs
            ],
        }  # fmt: skip


TIER = "tier"
HERE = ZoneInfo("Asia/Shanghai")


def explain(policy: Policy, ranking: Ranking, entry_id: int, day: date) -> Ladder | None:
    """Explain the place of an entry in an order, None where it does not stand in it.

    The rungs are the keys the order was made with, in their order; the first in which two neighbours differ decided.
    """
    line = ranking.line_of(entry_id)
    if line is None:
        return None
    ahead, behind = ranking.at_position(line.position - 1), ranking.at_position(line.position + 1)
    codes: Sequence[str] = (TIER, *policy.keys)
    above, below = _verdicts(line, ahead), _verdicts(line, behind)
    rungs = tuple(
        Rung(
            code, _label(code), _say(policy, code, line, day), _say(policy, code, ahead, day),
            _say(policy, code, behind, day), above[place], below[place],
        )
        for place, code in enumerate(codes)
    )  # fmt: skip
    steps = tuple(tier_steps(policy, line.facts, day))
    return Ladder(line, ahead, behind, rungs, steps, policy, day, len(ranking))


def _verdicts(line: Ranked, other: Ranked | None) -> list[Verdict]:
    if other is None:
        return [Verdict.NOBODY] * len(line.keys)
    found, decided = [], False
    for mine, theirs in zip(line.keys, other.keys, strict=True):
        if decided:
            found.append(Verdict.NOT_ASKED)
        else:
            decided = mine != theirs
            found.append(Verdict.DECIDES if decided else Verdict.SAME)
    return found


def tier_steps(policy: Policy, facts: EntryFacts, day: date) -> list[TierStep]:
    """List the tiers that were tried, up to the one that took the entry, with the words that hold and those that do not."""
    steps = []
    for tier, holds in policy.tests:
        took = holds(facts, day)
        steps.append(TierStep(tier, took, tuple(tested(tier.when, policy, facts, day))))
        if took:
            break
    return steps


def _label(code: str) -> str:
    return _("类别") if code == TIER else Key(code).label


def _say(policy: Policy, code: str, line: Ranked | None, day: date) -> str:
    if line is None:
        return ""
    if code == TIER:
        said = _("第 {number} 类：{title}").format(number=line.tier.number, title=line.tier.label)
        by_rule = _("（人工调整，按规则是第 {number} 类）").format(number=line.by_rule.number)
        return said + by_rule if line.overridden else said
    return str(_SAY[Key(code)](policy, line.facts, day))


def _say_level(policy: Policy, facts: EntryFacts, day: date) -> str:
    level = counted_level(policy, facts, day)
    if level is None:
        return _("没有能力等级")
    return _("{level} 级").format(level=level) + ("" if facts.level_holds(day) else _("（已过期，待复评）"))


def _say_circumstance(kind: str) -> Any:
    def said(policy: Policy, facts: EntryFacts, day: date) -> str:
        return _("是") if facts.lives(kind, day, unverified=policy.unverified_counts) else _("否")

    return said


def _say_accepted(_policy: Policy, facts: EntryFacts, _day: date) -> str:
    here: datetime = facts.accepted_at.astimezone(HERE)
    said = f"{here:%Y-%m-%d %H:%M:%S}"
    return said if facts.backdated_by is None else said + _("（经办更正）")


_SAY: dict[Key, Any] = {
    Key.LEVEL: _say_level,
    Key.LIVES_ALONE: _say_circumstance("lives_alone"),
    Key.NO_FAMILY: _say_circumstance("no_family"),
    Key.AGE: lambda _policy, facts, day: say_age(facts.born_on, facts.birth_precision, day),
    Key.ACCEPTED_AT: _say_accepted,
    Key.RECEIPT_NO: lambda _policy, facts, _day: facts.number,
}
