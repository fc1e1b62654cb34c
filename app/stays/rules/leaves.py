"""Leaves 请假、住院、外出 as plain values: what may be entered, what follows what, who is overdue, and saying it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from app.beds.rules.spans import say_day
from app.core.i18n import _
from app.stays.rules.hours import hour_of
from app.stays.rules.kinds import Escort, LateReason, LeaveKind

__all__ = ["Absence", "AwayLine", "LeaveDraft", "LeaveOfDay", "in_order", "overdue_days", "say_absence", "say_away"]

FOREVER = date.max


@dataclass(frozen=True, slots=True)
class LeaveDraft:
    """A leave as it is entered; `back_on` is given where the return is known already."""

    kind: LeaveKind
    from_on: date
    left_at: datetime | None = None
    expected_on: date | None = None
    escort: Escort | None = None
    place: str = ""
    notes: str = ""
    late_reason: LateReason | None = None
    back_on: date | None = None
    returned_at: datetime | None = None


class Absence(Protocol):
    """A leave as far as its order among others of the same stay goes."""

    @property
    def from_on(self) -> date:
        """The day of leaving."""

    @property
    def to_on(self) -> date:
        """The day of returning, or for ever."""

    @property
    def left_at(self) -> datetime | None:
        """The hour of leaving, where it is known."""

    @property
    def returned_at(self) -> datetime | None:
        """The hour of returning, where it is known."""


def in_order(one: Absence, other: Absence) -> bool:
    """Tell whether one of two leaves is over when the other begins.

    Days decide; on a day they share the hours do, as far as they are known. Two outings of one day whose hours
    do not tell which came first are not in order.
    """
    if one.from_on == one.to_on == other.from_on == other.to_on:
        return _known_over(one, other) or _known_over(other, one)
    return _over_before(one, other) or _over_before(other, one)


def _over_before(first: Absence, then: Absence) -> bool:
    if first.to_on != then.from_on:
        return first.to_on < then.from_on
    return first.returned_at is None or then.left_at is None or first.returned_at <= then.left_at


def _known_over(first: Absence, then: Absence) -> bool:
    return first.returned_at is not None and then.left_at is not None and first.returned_at <= then.left_at


def overdue_days(expected_on: date | None, today: date) -> int:
    """Count the days since somebody should have been back; without an expected day nobody is overdue."""
    return max((today - expected_on).days, 0) if expected_on else 0


def say_absence(one: Absence, kind: LeaveKind) -> str:
    """Say a leave that stands in the way: 11 月 20 日起回家, 11 月 3 日至 11 月 9 日住院, 11 月 3 日外出."""
    words = {"kind": kind.label, "first": say_day(one.from_on)}
    if one.to_on == FOREVER:
        return _("{first}起{kind}，还没返院").format(**words)
    if one.to_on == one.from_on:
        return _("{first}{kind}，当天返院").format(**words)
    return _("{first}{kind}，{last}返院").format(**words, last=say_day(one.to_on))


@dataclass(frozen=True, slots=True)
class LeaveOfDay:
    """The leave somebody is on in the night of a day."""

    leave_id: int
    kind: LeaveKind
    from_on: date
    to_on: date
    expected_on: date | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class AwayLine:
    """One person who is away now."""

    leave_id: int
    stay_id: int
    elder_id: int
    name: str
    bed_id: int | None
    kind: LeaveKind
    from_on: date
    left_at: datetime | None
    expected_on: date | None
    escort: Escort | None
    place: str
    version: int
    bed: str
    today: date

    @property
    def overdue_days(self) -> int:
        """How many days they should have been back."""
        return overdue_days(self.expected_on, self.today)

    @property
    def is_due(self) -> bool:
        """Whether they are expected today."""
        return self.expected_on == self.today

    @property
    def nights(self) -> int:
        """How many nights they have been away by now."""
        return (self.today - self.from_on).days

    @property
    def left_hour(self) -> str:
        """The hour of leaving, where it is known."""
        return hour_of(self.left_at)

    @property
    def order(self) -> tuple[date, date, int]:
        """Overdue first and the longest of them on top, then due today, then by the day they are expected."""
        return self.expected_on or FOREVER, self.from_on, self.leave_id


def say_away(lines: Sequence[AwayLine]) -> str:
    """Say who is away in one sentence of counts."""
    if not lines:
        return _("今天人人都在院，没有请假和住院的。")
    kinds = _("，").join(
        _("{kind} {count} 人").format(kind=kind.label, count=count)
        for kind in LeaveKind
        if (count := sum(line.kind is kind for line in lines))
    )
    said = _("今天不在院 {count} 人：{kinds}。").format(count=len(lines), kinds=kinds)
    return said + _say_due(lines)


def _say_due(lines: Iterable[AwayLine]) -> str:
    ordered = list(lines)
    late = sum(bool(line.overdue_days) for line in ordered)
    due = sum(line.is_due for line in ordered)
    said = [_("{count} 人已逾期").format(count=late)] if late else []
    said += [_("{count} 人今天该返院").format(count=due)] if due else []
    return _("其中 {said}。").format(said=_("，").join(said)) if said else ""
