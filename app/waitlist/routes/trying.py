"""Rules tried on the list before they are published: whose place, and whose tier, would be another."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.i18n import _
from app.core.scope import Scope
from app.waitlist.queries import entries_facts, lines_of, policy_on
from app.waitlist.routes.words import name_said, sex_and_age
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.steps import LISTED
from app.waitlist.rules.supposing import Moved, simulate

__all__ = ["Trial", "say_fault", "tried"]

MOST = 200


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One person whose place would change."""

    moved: Moved
    name: str
    person: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What other rules would do on a day."""

    old: Policy
    new: Policy
    day: date
    all: int
    moved: int
    up: int
    down: int
    tiers: int
    lines: list[MovedLine]

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.moved - len(self.lines)


async def tried(session: AsyncSession, actor: Actor, county: int, new: Policy, day: date) -> Trial:
    """Put the county's list in order by the rules of the day and by the new ones, and give the differences."""
    scope = Scope(regions=frozenset({county}))
    old = await policy_on(session, county, day)
    facts = await entries_facts(session, scope, county, states=LISTED)
    moved = simulate(old, new, facts, day)
    shown = moved[:MOST]
    named = await lines_of(session, scope, county, [one.facts.entry_id for one in shown])
    lines = [
        MovedLine(
            one, name_said(named[one.facts.entry_id].name if one.facts.entry_id in named else None, one.facts),
            sex_and_age(one.facts, day),
        )
        for one in shown
    ]  # fmt: skip
    return Trial(
        old, new, day, sum(one.is_listed(day) for one in facts), len(moved), sum(one.by < 0 for one in moved),
        sum(one.by > 0 for one in moved), sum(_other_tier(one) for one in moved), lines,
    )  # fmt: skip


def _other_tier(one: Moved) -> bool:
    return (one.was.tier.number if one.was else 0) != (one.will.tier.number if one.will else 0)


def say_fault(fault: str) -> str:
    """Say a fault of rules to a person; one without words of its own is shown with its key."""
    if found := re.match(r"tiers\.(\d+)\.when: the last tier", fault):
        return _("最后一类（第 {n} 类）要写「其他老年人」，不然有人没有位置").format(n=found[1])
    if found := re.match(r"tiers\.(\d+)\.when: takes anyone", fault):
        return _("第 {n} 类写了「其他老年人」，后面的类别就没有人了，请把它放到最后").format(n=found[1])
    if fault.startswith("tiers: no tiers"):
        return _("至少要写一类")
    return fault
