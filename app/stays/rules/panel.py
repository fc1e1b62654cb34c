"""What the side panel of a bed says of who has it: since when, from which bed, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.beds.rules.kinds import ClaimKind
from app.beds.rules.spans import FOREVER
from app.beds.rules.states import Away
from app.core.i18n import _
from app.stays.rules.leaves import LeaveOfDay, overdue_days
from app.stays.rules.states import away_of

__all__ = ["BedStory", "NextThing", "say_long"]

SOON_DAYS = 7
MONTHS = 12


@dataclass(frozen=True, slots=True)
class NextThing:
    """One thing that is to happen: its day, its words, and whether it is late or near."""

    on: date
    said: str
    late: bool
    soon: bool


@dataclass(frozen=True, slots=True)
class BedStory:
    """Who has a bed on a day, as the panel tells it; `pieces` are the beds of the stay in time order."""

    kind: ClaimKind | None
    day: date
    today: date
    elder: Any = None
    stay: Any = None
    terms: Any = None
    leave: LeaveOfDay | None = None
    discharge: Any = None
    pieces: Sequence[tuple[int, str, date, date]] = field(default_factory=tuple)
    privates: Sequence[str] = field(default_factory=tuple)

    @property
    def is_now(self) -> bool:
        """Whether the day is today, so that acts may be begun here."""
        return self.day == self.today

    @property
    def is_here(self) -> bool:
        """Whether the stay has not been ended."""
        return self.stay is not None and self.stay.to_on == FOREVER

    @property
    def own_bed(self) -> str:
        """The bed in which the person lies on the day."""
        return next((name for _id, name, first, last in self.pieces if first <= self.day < last), "")

    @property
    def came_from(self) -> tuple[str, date] | None:
        """The bed before this one, and the day of the move."""
        before = [piece for piece in self.pieces if piece[3] <= self.day]
        here = next((piece for piece in self.pieces if piece[2] <= self.day < piece[3]), None)
        return (before[-1][1], here[2]) if before and here and before[-1][0] != here[0] else None

    @property
    def in_hospital(self) -> bool:
        """Whether the person is in hospital."""
        return away_of(self.leave) is Away.HOSPITAL

    @property
    def next_things(self) -> list[NextThing]:
        """What is to happen, the first of it on top."""
        found = []
        if self.leave and self.leave.expected_on:
            late = overdue_days(self.leave.expected_on, self.today)
            said = _("应返院，已过 {count} 天").format(count=late) if late else _("预计返院")
            found.append(self._thing(self.leave.expected_on, said))
        if self.is_here and self.stay.planned_end_on:
            found.append(self._thing(self.stay.planned_end_on, _("{kind}到期").format(kind=self.terms.kind.label)))
        if self.discharge and self.discharge.ended_at is None:
            said = _("计划退住（{reason}）").format(reason=self.discharge.reason.label)
            found.append(self._thing(self.discharge.planned_on, said))
        return sorted(found, key=lambda one: one.on)

    def _thing(self, on: date, said: str) -> NextThing:
        days = (on - self.today).days
        return NextThing(on, said, days < 0, 0 <= days <= SOON_DAYS)


def say_long(first: date, day: date) -> str:
    """Say how long somebody has been here: 12 天, 8 个月, 2 年 8 个月."""
    months = (day.year - first.year) * MONTHS + day.month - first.month - (day.day < first.day)
    if months < 1:
        return _("{count} 天").format(count=max((day - first).days, 0))
    years, rest = divmod(months, MONTHS)
    if not years:
        return _("{count} 个月").format(count=rest)
    whole = _("{count} 年").format(count=years)
    return whole + _(" {count} 个月").format(count=rest) if rest else whole
