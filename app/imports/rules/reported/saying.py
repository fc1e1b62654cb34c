"""A plan of reported figures in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.i18n import N_, _
from app.imports.rules.plans import Creation
from app.imports.rules.reported.fields import FIELDS, NUMBERS
from app.imports.rules.reported.plan import COUNTY, FIGURE, HOME
from app.imports.rules.telling import Line, Telling

__all__ = ["TELLING", "say_number"]

_TITLES = {field.name: field.title for field in FIELDS}


def say_number(number: int | None) -> str:
    """A figure, or that it was not filled in."""
    return _("未填") if number is None else str(number)


def _lines_of(fields: Mapping[str, Sequence[Any]]) -> list[Line]:
    pairs = {name: fields[name] for name in NUMBERS if name in fields}
    return [(_(_TITLES[name]), say_number(before), say_number(after)) for name, (before, after) in pairs.items()]


def _new_line(figure: Creation) -> tuple[str, ...]:
    """A new figure: whose, of which day, which beds, and the numbers."""
    record = figure.values["record"]
    numbers = (say_number(number) for number in (record.figure.registered, record.figure.people))
    return record.name, record.as_of.isoformat(), record.beds.name, *numbers


TELLING = Telling(
    measures={COUNTY: N_("{n} 个区县"), HOME: N_("{n} 家机构"), FIGURE: N_("{n} 条上报数")},
    main=FIGURE,
    heads=(N_("机构"), N_("统计日期"), N_("床位类别"), N_("核定床位"), N_("在住")),
    new_title=N_("新增的上报数"),
    new_line=_new_line,
    lines_of=_lines_of,
    made={"made": N_("上报数")},
    absent=N_("{n} 条上报数，照旧有效"),
    absent_line=N_("系统里有、表里没有，不动：{n} 条（{named}）"),
    after=("census.reported.index", N_("看上报数")),
)  # fmt: skip
