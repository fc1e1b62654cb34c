"""What a tier asks for, as data: words such as `category:minimum_living`, `level>=2` or `age>=80`, joined by all and any."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.core.i18n import N_, _
from app.residents.rules.kinds import Category
from app.waitlist.rules.ages import certain_age
from app.waitlist.rules.facts import ABILITY, EntryFacts
from app.waitlist.rules.kinds import CircumstanceKind

if TYPE_CHECKING:
    from app.waitlist.rules.policy import Policy

__all__ = ["Condition", "Test", "Tested", "compiled", "condition_faults", "counted_level", "say_atom", "tested"]

Test = Callable[[EntryFacts, date], bool]
Condition = str | dict[str, Any]
"""A word, or `{all = […]}` or `{any = […]}` of conditions."""

_COMPARED = re.compile(r"(level|age)>=(\d{1,3})")
_SIMPLE = {
    "anyone": N_("其他老年人"),
    "disabled": N_("失能"),
    "dementia": N_("失智"),
    "local": N_("本地户籍"),
}
TOP_LEVEL = 4
OLDEST = 120


@dataclass(frozen=True, slots=True)
class Tested:
    """One word of a condition and whether it holds."""

    atom: str
    holds: bool

    @property
    def label(self) -> str:
        """The word on the screen."""
        return say_atom(self.atom)


def counted_level(policy: "Policy", facts: EntryFacts, day: date) -> int | None:
    """Give the level that counts on the day: the newest by the ability scale, and one that ran out as the policy says."""
    if facts.level is None or facts.level_scale != ABILITY or (facts.level_on and facts.level_on > day):
        return None
    return facts.level if policy.expired_level_counts or facts.level_holds(day) else None


def compiled(condition: Condition, policy: "Policy") -> Test:
    """Make a condition a function of facts and a day."""
    if isinstance(condition, str):
        return _atom(condition, policy)
    ((how, parts),) = condition.items()
    tests = tuple(compiled(part, policy) for part in parts)
    return _all_of(tests) if how == "all" else _any_of(tests)


def _all_of(tests: tuple[Test, ...]) -> Test:
    # Written out: five thousand entries are asked a dozen words each, and a generator costs more than the word.
    def hold(facts: EntryFacts, day: date) -> bool:
        for test in tests:  # noqa: SIM110
            if not test(facts, day):
                return False
        return True

    return hold


def _any_of(tests: tuple[Test, ...]) -> Test:
    def holds(facts: EntryFacts, day: date) -> bool:
        for test in tests:  # noqa: SIM110
            if test(facts, day):
                return True
        return False

    return holds


def _atom(atom: str, policy: "Policy") -> Test:
    kind, _colon, name = atom.partition(":")
    loose = policy.unverified_counts
    if kind == "category":
        return lambda facts, day: bool(facts.categories) and facts.holds(name, day, unverified=loose)
    if kind == "circumstance":
        return lambda facts, day: bool(facts.circumstances) and facts.lives(name, day, unverified=loose)
    if compared := _COMPARED.fullmatch(atom):
        return _at_least(compared[1], int(compared[2]), policy)
    if atom == "disabled":
        return _at_least("level", policy.disabled_from_level, policy)
    if atom == "dementia":
        return lambda facts, day: facts.dementia and _counts(policy, facts, day)
    if atom == "local":
        return lambda facts, _day: facts.hukou_county == facts.county
    return lambda _facts, _day: True


def _counts(policy: "Policy", facts: EntryFacts, day: date) -> bool:
    begun = facts.level_on is None or facts.level_on <= day
    return begun and (policy.expired_level_counts or facts.level_until is None or day < facts.level_until)


def _at_least(what: str, number: int, policy: "Policy") -> Test:
    if what == "level":
        return lambda facts, day: (level := counted_level(policy, facts, day)) is not None and level >= number

    def is_old_enough(facts: EntryFacts, day: date) -> bool:
        age = certain_age(facts.born_on, facts.birth_precision, day)
        return age is not None and age >= number

    return is_old_enough


def tested(condition: Condition, policy: "Policy", facts: EntryFacts, day: date) -> list[Tested]:
    """List every word of a condition with whether it holds: what the tier of an entry rests on."""
    return [Tested(atom, _atom(atom, policy)(facts, day)) for atom in dict.fromkeys(_atoms(condition))]


def _atoms(condition: Condition) -> Iterator[str]:
    if isinstance(condition, str):
        yield condition
    else:
        for parts in condition.values():
            for part in parts:
                yield from _atoms(part)


def condition_faults(key: str, condition: Any) -> Iterator[str]:
    """List what is wrong with a condition, each with the key it stands under."""
    if isinstance(condition, str):
        if not _is_known(condition):
            yield f"{key}: no such condition: {condition}"
    elif not isinstance(condition, dict) or len(condition) != 1 or not set(condition) <= {"all", "any"}:
        yield f"{key}: must be one word, or one table with all or any"
    else:
        ((how, parts),) = condition.items()
        if not isinstance(parts, list | tuple) or not parts:
            yield f"{key}.{how}: must list at least one condition"
        else:
            for number, part in enumerate(parts, 1):
                yield from condition_faults(f"{key}.{how}.{number}", part)


def _is_known(atom: str) -> bool:
    kind, _colon, name = atom.partition(":")
    if kind == "category":
        return name in set(Category)
    if kind == "circumstance":
        return name in set(CircumstanceKind)
    if compared := _COMPARED.fullmatch(atom):
        return int(compared[2]) <= (TOP_LEVEL if compared[1] == "level" else OLDEST)
    return atom in _SIMPLE


def say_atom(atom: str) -> str:
    """Say one word of a condition as people do: 低保, 独居, 能力等级 2 级及以上, 年满 80 岁."""
    kind, _colon, name = atom.partition(":")
    if kind == "category":
        return Category(name).label
    if kind == "circumstance":
        return CircumstanceKind(name).label
    if compared := _COMPARED.fullmatch(atom):
        if compared[1] == "age":
            return _("年满 {years} 岁").format(years=compared[2])
        return _("能力等级 {level} 级及以上").format(level=compared[2])
    return _(_SIMPLE[atom])
