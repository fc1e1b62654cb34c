"""A scale as its dated file gives it: items and levels, change clauses, settings, and what is still 来源待核."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeAlias

from pydantic import ConfigDict, with_config

from app.assessments.errors import SettingRefused
from app.assessments.rules.card import Card, Matrix
from app.assessments.rules.facts import COUNTED, FACTS, RiskEvent
from app.assessments.rules.items import Group, Item, Level
from app.assessments.rules.kinds import Decider, ScaleKind, ScaleMethod
from app.core.i18n import _

__all__ = ["Clause", "Scale", "Setting", "SettingValue", "Unverified"]

SettingValue: TypeAlias = bool | int | str
_whole = with_config(ConfigDict(extra="forbid"))


@_whole
@dataclass(frozen=True, slots=True)
class Clause:
    """A rule that changes a preliminary level: it sets a level, raises by some levels, or holds the level as it is.

    `clause` is its place in the standard, `when` the fact it asks for; `at_least` and `kinds` belong to risk events. Raising means less able.
    """

    code: str
    clause: str
    when: Literal["coma", "diagnosis", "risk_events", "preliminary"]
    words: str
    at_least: int = 0
    kinds: tuple[RiskEvent, ...] = ()
    sets: int | None = None
    raises: int = 0
    holds: int | None = None

    @property
    def label(self) -> str:
        """The clause in our words, on the screen."""
        return _(self.words)


@_whole
@dataclass(frozen=True, slots=True)
class Setting:
    """A question on which the standard is silent or contradicts itself, with the answer taken unless ruled otherwise."""

    code: str
    clause: str
    words: str
    default: SettingValue
    allowed: tuple[SettingValue, ...]

    @property
    def label(self) -> str:
        """The question on the screen."""
        return _(self.words)


@_whole
@dataclass(frozen=True, slots=True)
class Unverified:
    """来源待核: a part of the file (its key) that was recalled and not read in the text, and what is to be checked."""

    key: str
    words: str


@_whole
@dataclass(frozen=True, slots=True)
class Scale:
    """A dated scale. `valid_until` is the first day it is no longer valid; `version` changes with any rule of the file."""

    code: str
    kind: ScaleKind
    method: ScaleMethod
    title: str
    version: str
    standard: str
    clause: str
    decided_by: Decider
    is_on: bool
    valid_from: date
    groups: tuple[Group, ...]
    levels: tuple[Level, ...]
    valid_until: date | None = None
    max: int = 0
    grade_names: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    settings: tuple[Setting, ...] = ()
    card: Card | None = None
    matrix: Matrix | None = None
    unverified: tuple[Unverified, ...] = ()
    rulings: Mapping[str, SettingValue] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The scale's title on the screen."""
        return _(self.title)

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in the order of the form."""
        return tuple(item for group in self.groups for item in group.items)

    @property
    def facts(self) -> tuple[str, ...]:
        """Which facts its clauses ask for, in the order of files of answers."""
        asked = {clause.when for clause in self.clauses}
        wanted = {"coma": "coma" in asked, COUNTED: "risk_events" in asked}
        return tuple(name for name in FACTS if wanted.get(name, "diagnosis" in asked))

    @property
    def top(self) -> int:
        """The level of the least able."""
        return max(level.number for level in self.levels)

    def level(self, number: int) -> Level:
        """Give the level of that number."""
        return next(level for level in self.levels if level.number == number)

    def is_in_force(self, day: date) -> bool:
        """Tell whether an assessment of that day may use it."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def setting(self, code: str) -> SettingValue | None:
        """Give the answer in force to a question of the file, None where the file does not ask it."""
        asked = {setting.code: setting.default for setting in self.settings}
        return self.rulings.get(code, asked.get(code))

    def under(self, rulings: Mapping[str, SettingValue]) -> "Scale":
        """Give the same scale under other rulings; an unknown one, or a value it does not take, is SettingRefused."""
        allowed = {setting.code: setting.allowed for setting in self.settings}
        for code, value in rulings.items():
            if not any(value == each and type(value) is type(each) for each in allowed.get(code, ())):
                raise SettingRefused(field=code)
        return replace(self, rulings={**self.rulings, **rulings})
