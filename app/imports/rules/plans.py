"""What an import would do, worked out before anything is written: the rehearsal 预演."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from app.core.i18n import N_, _
from app.imports.rules.problems import Problem

__all__ = ["Absent", "Change", "Creation", "Key", "Outcome", "Plan"]

# What a thing is called from the top down, in the form in which names are compared: ("主楼", "101", "1").
Key: TypeAlias = tuple[str, ...]


class Outcome(StrEnum):
    """What becomes of one row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"

    @property
    def label(self) -> str:
        """The word above the count."""
        return _({"new": N_("新增"), "changed": N_("更新"), "unchanged": N_("不变"), "skipped": N_("跳过")}[self.value])


@dataclass(frozen=True, slots=True)
class Creation:
    """One thing to make: `values` are its label and the kind's fields by name.

    `parents` name by level and key what it belongs to: made before it, or in `Plan.known`.
    """

    level: str
    key: Key
    label: str
    values: Mapping[str, Any]
    parents: Mapping[str, Key] = field(default_factory=dict)
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One existing thing that the ledger says otherwise: by field, what is there and what would be.

    Where it would belong to something else, `parents` names that by level and key.
    """

    level: str
    key: Key
    id: int
    label: str
    fields: Mapping[str, tuple[Any, Any]]
    parents: Mapping[str, Key] = field(default_factory=dict)
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Absent:
    """Something that exists and that the ledger does not name; an import never removes it."""

    level: str
    id: int
    label: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an import would do, in the order of writing: parents before children, creations before changes.

    `known` gives the id of every existing thing by level and key. A row's outcome counts the row once, whatever
    of its building, floor, unit, room or bed is touched. With an error among `problems` nothing may be written.
    """

    creations: tuple[Creation, ...] = ()
    changes: tuple[Change, ...] = ()
    outcomes: Mapping[int, Outcome] = field(default_factory=dict)
    absent: tuple[Absent, ...] = ()
    problems: tuple[Problem, ...] = ()
    known: Mapping[tuple[str, Key], int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[Outcome, int]:
        """Rows by outcome."""
        return {outcome: sum(each is outcome for each in self.outcomes.values()) for outcome in Outcome}

    @property
    def writes(self) -> bool:
        """Whether anything would be written at all; the same ledger a second time writes nothing."""
        return bool(self.creations or self.changes)

    def created(self, level: str) -> list[Creation]:
        """Give what would be made on one level."""
        return [creation for creation in self.creations if creation.level == level]
