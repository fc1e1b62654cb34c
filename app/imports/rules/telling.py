"""How a kind says its plan: levels in their measures, what changes from what to what, one line for each new thing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.i18n import _
from app.imports.rules.plans import Creation, Plan

__all__ = ["Line", "Telling", "created_by_level", "say_created"]

# What changes, from what, to what.
Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of one kind. Every text is a key of the catalogue; `measures` go from parents down to children.

    `main` is the level that one row stands for; `heads` and `new_line` make the table of new ones. `made` names what
    an import wrote by the keys under which undoing keeps it. `absent` counts what the ledger leaves unnamed.
    """

    measures: Mapping[str, str]
    main: str
    heads: tuple[str, ...]
    new_title: str
    new_line: Callable[[Creation], tuple[str, ...]]
    lines_of: Callable[[Mapping[str, Sequence[Any]]], list[Line]]
    made: Mapping[str, str]
    absent: str
    absent_line: str
    after: tuple[str, str]


def created_by_level(telling: Telling, plan: Plan) -> dict[str, int]:
    """Count what would be made, from parents down to children."""
    return {level: len(plan.created(level)) for level in telling.measures}


def say_created(telling: Telling, plan: Plan) -> str:
    """Say what would be made: 「1 栋楼、9 层、222 张床」; blank when nothing is."""
    counted = created_by_level(telling, plan)
    return _("、").join(_(telling.measures[level]).format(n=n) for level, n in reversed(counted.items()) if n)
