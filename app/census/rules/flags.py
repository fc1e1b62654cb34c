"""What stands out in a reported figure: the impossible, the unlikely, the blank, the old."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.census.rules.reported import Reported
from app.core.i18n import N_, _

__all__ = ["JUMP_DAYS", "JUMP_PEOPLE", "JUMP_SHARE", "OLD_DAYS", "OwnDay", "ReportFlag", "flags_of", "people_jump"]

JUMP_PEOPLE = 10
JUMP_SHARE = 20
"""Per cent of the registered beds by which people must rise before it is a jump."""
JUMP_DAYS = 62
"""Two reports further apart than this are not compared: much may have happened between them."""
OLD_DAYS = 60


class ReportFlag(StrEnum):
    """What stands out. A flag never changes a figure: it is kept as reported, counted, and listed."""

    OVER_REGISTERED = "over_registered"
    JUMP = "jump"
    NOT_FILLED = "not_filled"
    OLD = "old"
    AGAINST_ROWS = "against_rows"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The short word beside a figure."""
        return _(_LABELS[self])

    @property
    def advice(self) -> str:
        """What it means and what to do about it."""
        return _(_ADVICE[self])


_LABELS = {
    ReportFlag.OVER_REGISTERED: N_("在住多于核定"),
    ReportFlag.JUMP: N_("人数突增"),
    ReportFlag.NOT_FILLED: N_("未填"),
    ReportFlag.OLD: N_("超过 60 天没有新数"),
    ReportFlag.AGAINST_ROWS: N_("与本院记录不一致"),
    ReportFlag.CLOSED: N_("机构那时已关闭"),
}
_ADVICE = {
    ReportFlag.OVER_REGISTERED: N_("在住的人比核定床位多。请向机构核实人数、加床和核定文件"),
    ReportFlag.JUMP: N_("两次上报之间人数增加 10 人以上，且超过核定床位的 20%，新入住没有这么多。请向机构核实"),
    ReportFlag.NOT_FILLED: N_("在住和空余都没有填，不当作零；这家机构不计入入住率。请向机构补问"),
    ReportFlag.OLD: N_("最近一次上报已超过 60 天，入住率仍用这个数。请催报"),
    ReportFlag.AGAINST_ROWS: N_("机构自己的记录当天是另一个数，入住率以记录为准。请核对两边"),
    ReportFlag.CLOSED: N_("这一天机构已登记停办，停办之日起不计入入住率。请核对统计日期、机构和停办日期"),
}


@dataclass(frozen=True, slots=True)
class OwnDay:
    """What a home's own rows say of the day of a report."""

    registered: int | None
    people: int


def flags_of(
    figure: Reported,
    *,
    today: date,
    before: Reported | None = None,
    own: OwnDay | None = None,
    closed_on: date | None = None,
) -> tuple[ReportFlag, ...]:
    """Give everything that stands out in a figure, in the order of weight.

    `before` is the report before it of the same beds, `own` what the home's own rows say of that day, if it has any;
    `closed_on` is the first day on which the home was closed.
    """
    found: Sequence[tuple[ReportFlag, bool]] = (
        (ReportFlag.OVER_REGISTERED, _is_over(figure)),
        (ReportFlag.JUMP, before is not None and people_jump(before, figure)),
        (ReportFlag.NOT_FILLED, figure.people is None),
        (ReportFlag.AGAINST_ROWS, own is not None and _differs(figure, own)),
        (ReportFlag.CLOSED, closed_on is not None and closed_on <= figure.as_of),
        (ReportFlag.OLD, (today - figure.as_of).days > OLD_DAYS),
    )
    return tuple(flag for flag, holds in found if holds)


def people_jump(before: Reported, after: Reported) -> bool:
    """Tell whether people rose too much from one report to the next for the admissions that were said."""
    if before.people is None or after.people is None:
        return False
    if not 0 < (after.as_of - before.as_of).days <= JUMP_DAYS:
        return False
    rise = after.people - before.people
    registered = after.registered if after.registered is not None else before.registered
    large = registered is None or rise * 100 > registered * JUMP_SHARE
    return rise >= JUMP_PEOPLE and large and rise > (after.admitted or 0)


def _is_over(figure: Reported) -> bool:
    people, registered = figure.people, figure.registered
    return people is not None and registered is not None and people > registered


def _differs(figure: Reported, own: OwnDay) -> bool:
    """What the report or the rows leave unsaid contradicts nothing."""
    people = figure.people is not None and figure.people != own.people
    registered = None not in (figure.registered, own.registered) and figure.registered != own.registered
    return people or registered
