"""How the pages of the waitlist say things: levels, spans of waiting, where an application came in."""

from datetime import date
from typing import Any

from app.core.clock import HERE
from app.core.i18n import N_, _
from app.core.identity import mask_name
from app.residents.rules.birthdays import age_on
from app.waitlist.rules.conditions import Condition, counted_level, say_atom, tested
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.ranking import Ranked

__all__ = ["accepted_on", "days_waited", "level_said", "name_said", "policy_said", "sex_and_age", "tier_said",
           "wishes_said"]  # fmt: skip

LEVELS = (N_("完好"), N_("轻度"), N_("中度"), N_("重度"), N_("完全"))


def level_said(policy: Policy, facts: EntryFacts, day: date) -> tuple[int | None, str]:
    """Give the level that counts as a number and in words."""
    level = counted_level(policy, facts, day)
    if level is None:
        return None, _("未评估") if facts.level is None else _("按旧标准评的")
    return level, _("{n} 级 {word}").format(n=level, word=_(LEVELS[level]))


def accepted_on(facts: EntryFacts) -> date:
    """Give the day of acceptance by the clock of China."""
    return facts.accepted_at.astimezone(HERE).date()


def tier_said(policy: Policy, line: Ranked, day: date) -> str:
    """Say by what somebody is in the tier, in a few words: 低保、失能; the tier's own title where nothing speaks."""
    if line.overridden:
        return _("人工调整，按规则是第 {number} 类").format(number=line.by_rule.number)
    if line.tier.when == "anyone":
        return line.tier.label
    holding = {one.atom for one in tested(line.tier.when, policy, line.facts, day) if one.holds}
    return _("且").join(say_atom(atom) for atom in _enough(line.tier.when, holding)) or line.tier.label


def _enough(condition: Condition, holding: set[str]) -> list[str]:
    """Give the first words by which a condition holds; none where it does not."""
    if isinstance(condition, str):
        return [condition] if condition in holding else []
    ((how, parts),) = condition.items()
    found = [_enough(part, holding) for part in parts]
    if how == "any":
        return next((atoms for atoms in found if atoms), [])
    return [atom for atoms in found for atom in atoms] if all(found) else []


def days_waited(facts: EntryFacts, day: date) -> int:
    """Count the days since acceptance."""
    return max((day - accepted_on(facts)).days, 0)


def sex_and_age(facts: EntryFacts, day: date) -> str:
    """Say sex and age shortly: 女 82."""
    age = age_on(facts.born_on, day)
    return " ".join(
        part for part in (facts.sex.label if facts.sex else "", str(age) if age is not None else "") if part
    )


def name_said(name: str | None, facts: EntryFacts) -> str:
    """Mask the name; who has none that the reader may know is the end of the number."""
    return mask_name(name) if name else _("受理号 {n}").format(n=facts.receipt_no)


def wishes_said(facts: EntryFacts, names: dict[int, str], *, but: int | None = None) -> list[str]:
    """Name the homes wished for in their order; one the reader may not see is another home."""
    said = [names.get(home, _("另一家机构")) for home in facts.wishes if home != but]
    return [*said, _("服从调剂")] if facts.any_home else said


def policy_said(policy: Policy) -> dict[str, Any]:
    """Say which rules these are: the third of the county since a day, or the system's own."""
    if policy.no == 0:
        return {"title": policy.label, "which": _("系统默认规则，本县还没有公布"), "doubtful": True}
    since = policy.from_on.isoformat() if policy.from_on else ""
    which = _("本县轮候规则第 {no} 版，{day} 起").format(no=policy.no, day=since)
    return {"title": policy.label, "which": which, "doubtful": policy.source_unverified}
