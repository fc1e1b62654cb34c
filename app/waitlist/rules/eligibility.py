"""What the rules ask of an applicant before the list takes them; a recorded check by a person stands before the sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.i18n import _
from app.waitlist.rules.ages import certain_age, is_unsure
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.kinds import CheckKind, CheckResult
from app.waitlist.rules.policy import Policy

__all__ = ["REQUIRED", "Unmet", "unmet"]

REQUIRED = (CheckKind.IDENTITY,)
"""Without these checks nobody is taken into the list."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """One thing that stands in the way, and the check by which a person may decide it."""

    kind: CheckKind
    sentence: str


def unmet(policy: Policy, facts: EntryFacts, checks: Mapping[CheckKind, CheckResult], day: date) -> list[Unmet]:
    """List what stands in the way of the list on a day.

    What was checked by a person and passed no longer does; what was checked and failed, or waits for papers, always does.
    """
    found = [
        Unmet(kind, _("「{check}」的核验结果是{result}").format(check=kind.label, result=result.label))
        for kind, result in checks.items()
        if result is not CheckResult.PASSED
    ]
    found += [
        Unmet(kind, _("还没有核验「{check}」").format(check=kind.label)) for kind in REQUIRED if kind not in checks
    ]
    return found + [each for each in _by_rule(policy, facts, day) if each.kind not in checks]


def _by_rule(policy: Policy, facts: EntryFacts, day: date) -> list[Unmet]:
    found = []
    age = certain_age(facts.born_on, facts.birth_precision, day)
    if age is None or age < policy.min_age:
        unsure = is_unsure(facts.born_on, facts.birth_precision, policy.min_age, day)
        told = _("年龄还不能确定满 {years} 岁") if unsure else _("不满 {years} 岁")
        found.append(Unmet(CheckKind.AGE, told.format(years=policy.min_age)))
    if policy.hukou == "county" and facts.hukou_county != facts.county:
        found.append(Unmet(CheckKind.HUKOU, _("户籍不在本县，或还没有登记户籍")))
    if policy.level_required and not facts.level_holds(day):
        found.append(Unmet(CheckKind.ASSESSMENT, _("没有有效的能力评估")))
    return found
