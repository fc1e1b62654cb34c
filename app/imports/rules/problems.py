"""What can be wrong with a ledger: a fault has one code, one severity and one sentence, wherever it turns up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from app.core.i18n import N_, _
from app.imports.rules.ledger import parse_address

__all__ = ["FAULTS", "Fact", "Fault", "Fix", "Group", "Problem", "Severity", "counts", "fault", "grouped", "in_order"]

Fact: TypeAlias = str | int


class Severity(StrEnum):
    """How much a problem weighs: an error blocks the whole file, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _({"error": N_("错误"), "warning": N_("警告"), "notice": N_("提示")}[self.value])


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of problem. `title` heads a group, `sentence` speaks of one place; both take facts by name."""

    code: str
    severity: Severity
    title: str
    sentence: str


FAULTS: dict[str, Fault] = {}


def fault(code: str, severity: Severity, title: str, sentence: str) -> Fault:
    """Make a fault known by its code, so that a stored problem finds its sentence again in any language."""
    if code in FAULTS:
        raise ValueError(code)
    FAULTS[code] = Fault(code, severity, title, sentence)
    return FAULTS[code]


@dataclass(frozen=True, slots=True)
class Fix:
    """What the owner may do: type `value`, or one of `choices`, or leave the row out. Never done unasked."""

    value: str | None = None
    choices: tuple[str, ...] = ()
    skip: bool = False

    @property
    def label(self) -> str:
        """The proposal as a sentence."""
        if self.value is not None and self.skip:
            return _("改为「{value}」，或跳过这行").format(value=self.value)
        if self.value is not None:
            return _("改为「{value}」").format(value=self.value)
        if self.choices:
            return _("改为其中之一：{choices}").format(choices=_("、").join(self.choices))
        return _("跳过这行")

    @property
    def key(self) -> str:
        """Equal for equal proposals."""
        return f"{self.value}|{'|'.join(self.choices)}|{self.skip}"


# Facts that are words of ours, not of the ledger: kept in 中文, said in the reader's language.
_WORDS = frozenset({"columns", "field", "guess", "kind", "level", "mark"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one place. `count` is larger than 1 when one line stands for a whole column."""

    fault: Fault
    cell: str | None = None
    row: int | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    fix: Fix | None = None
    found: str = ""
    count: int = 1

    @property
    def code(self) -> str:
        """The fault's code."""
        return self.fault.code

    @property
    def severity(self) -> Severity:
        """The fault's weight."""
        return self.fault.severity

    @property
    def title(self) -> str:
        """The heading of problems of this kind, in the reader's language."""
        return _(self.fault.title).format(**self._said())

    @property
    def message(self) -> str:
        """What is wrong here and what to do, in the reader's language."""
        return _(self.fault.sentence).format(**self._said())

    def _said(self) -> dict[str, Fact]:
        """The facts in the reader's language: names of fields and kinds are kept as the catalogue's own keys."""
        said = {
            name: _("、").join(map(_, str(fact).split("、"))) for name, fact in self.facts.items() if name in _WORDS
        }
        return {**self.facts, **said, "found": self.found, "count": self.count}

    def as_plain(self) -> dict[str, Any]:
        """Give plain values that a JSON column can keep; sentences are made anew when read."""
        fix = {"value": self.fix.value, "choices": list(self.fix.choices), "skip": self.fix.skip} if self.fix else None
        return {
            "code": self.code, "cell": self.cell, "row": self.row, "facts": dict(self.facts), "fix": fix,
            "found": self.found, "count": self.count,
        }  # fmt: skip

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Problem":
        """Read back what `as_plain` gave."""
        fix = plain["fix"] and Fix(plain["fix"]["value"], tuple(plain["fix"]["choices"]), plain["fix"]["skip"])
        place = (plain["cell"], plain["row"], plain["facts"])
        return cls(FAULTS[plain["code"]], *place, fix=fix, found=plain["found"], count=plain["count"])


@dataclass(frozen=True, slots=True)
class Group:
    """Problems under one heading, as the page lists them."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        """The problem that stands for the group."""
        return self.problems[0]

    @property
    def count(self) -> int:
        """In how many places."""
        return sum(problem.count for problem in self.problems)

    @property
    def batches(self) -> list[tuple[Fix, tuple[Problem, ...]]]:
        """Problems that one and the same proposal would fix: 「同类 37 处一起改」, the largest batch first."""
        alike: dict[str, list[Problem]] = {}
        for problem in self.problems:
            if problem.fix:
                alike.setdefault(problem.fix.key, []).append(problem)
        found = [(members[0].fix, tuple(members)) for members in alike.values() if len(members) > 1]
        return sorted(((fix, batch) for fix, batch in found if fix), key=lambda pair: -len(pair[1]))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Errors before warnings before notices, then as the eye walks down the sheet."""
    weight = list(Severity)

    def place(problem: Problem) -> tuple[int, int, int, str]:
        column = parse_address(problem.cell)[0] if problem.cell else 0
        return weight.index(problem.severity), problem.row or 0, column, problem.code

    return sorted(problems, key=place)


def grouped(problems: Iterable[Problem]) -> list[Group]:
    """Put problems under one heading together, the heaviest first."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in in_order(problems):
        groups.setdefault((problem.code, problem.title), []).append(problem)
    return [Group(tuple(members)) for members in groups.values()]


def counts(problems: Iterable[Problem]) -> dict[Severity, int]:
    """Count places by severity."""
    totals = dict.fromkeys(Severity, 0)
    for problem in problems:
        totals[problem.severity] += problem.count
    return totals
