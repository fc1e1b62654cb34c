"""A bed plan in words: what a level is called, which field changes, and what it says before and after."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.beds.rules.changes import say_value
from app.beds.rules.kinds import MarkKind
from app.core.i18n import N_, _
from app.imports.rules.beds.existing import Marking
from app.imports.rules.beds.fields import FIELDS
from app.imports.rules.beds.markings import MARK_PREFIX
from app.imports.rules.beds.outline import BED, BUILDING, FLOOR, ROOM, UNIT
from app.imports.rules.plans import Creation
from app.imports.rules.telling import Line, Telling

__all__ = ["TELLING"]

_TITLES = {field.name: field.title for field in FIELDS}


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


def _new_line(bed: Creation) -> tuple[str, ...]:
    """A new bed: what it is called, since when, and what it comes certified as."""
    said = bed.values
    label = _("{bed}（加床）").format(bed=bed.label) if said["extra"] else bed.label
    marks = _("、").join(mark.kind.label for mark in said["marks"])
    return label, said["in_service_from"].isoformat(), marks or _("未认定")


TELLING = Telling(
    measures={
        BUILDING: N_("{n} 栋楼"), FLOOR: N_("{n} 层"), UNIT: N_("{n} 个护理单元"), ROOM: N_("{n} 间房"),
        BED: N_("{n} 张床"),
    },
    main=BED,
    heads=(N_("床"), N_("启用日期"), N_("认定")),
    new_title=N_("新增的床"),
    new_line=_new_line,
    lines_of=lines_of,
    made={
        "building_ids": N_("楼栋"), "floor_ids": N_("楼层"), "unit_ids": N_("护理单元"), "room_ids": N_("房间"),
        "bed_ids": N_("床位"),
    },
    absent=N_("{n} 张床，照旧在用"),
    absent_line=N_("系统里有、表里没有，不动：{n} 张床（{named}）"),
    after=("beds.board.show", N_("看床位图")),
)  # fmt: skip
