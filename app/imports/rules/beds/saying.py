"""A bed plan in words: what a level is called, which field changes, and what it says before and after."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.beds.rules.changes import say_value
from app.beds.rules.kinds import MarkKind
from app.core.i18n import N_, _
from app.imports.rules.beds.existing import Marking
from app.imports.rules.beds.fields import FIELDS
from app.imports.rules.beds.markings import MARK_PREFIX
from app.imports.rules.beds.outline import BED, BUILDING, FLOOR, LEVELS, ROOM, UNIT
from app.imports.rules.plans import Plan

__all__ = ["Line", "created_by_level", "lines_of", "say_created"]

_MEASURES = {
    BUILDING: N_("{n} 栋楼"), FLOOR: N_("{n} 层"), UNIT: N_("{n} 个护理单元"), ROOM: N_("{n} 间房"), BED: N_("{n} 张床"),
}  # fmt: skip
_TITLES = {field.name: field.title for field in FIELDS}

# What changes, from what, to what.
Line = tuple[str, str, str]


def created_by_level(plan: Plan) -> dict[str, int]:
    """Count what would be made, from buildings down to beds."""
    return {level: len(plan.created(level)) for level in LEVELS}


def say_created(plan: Plan) -> str:
    """Say what would be made: 「1 栋楼、9 层、222 张床」; blank when nothing is."""
    counted = created_by_level(plan)
    return _("、").join(_(_MEASURES[level]).format(n=n) for level, n in reversed(counted.items()) if n)


def lines_of(fields: Mapping[str, Sequence[Any]]) -> list[Line]:
    """Say each field that changes; a mark that gives way to another of the same question is one line."""
    lines = [(_title(name), _say(name, pair[0]), _say(name, pair[1])) for name, pair in fields.items()]
    return [line for line in lines if line[1] != line[2]]


def _title(name: str) -> str:
    if name.startswith(MARK_PREFIX):
        return MarkKind(name.removeprefix(MARK_PREFIX)).label
    return _(_TITLES[name])


def _say(name: str, value: Any) -> str:
    if not name.startswith(MARK_PREFIX):
        return say_value(value)
    if not isinstance(value, Marking):
        return _("未认定")
    day = value.certified_on.isoformat() if value.certified_on else ""
    paper = _("，").join(filter(None, (value.document_no, value.basis, day)))
    return f"{value.kind.label}，{paper}" if paper else value.kind.label
