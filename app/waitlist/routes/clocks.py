"""The working-day clock of an application's check. Which days are worked on, the storey that keeps the calendar says."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import HERE
from app.core.i18n import _
from app.waitlist.routes.filing import OfEntry

__all__ = ["CheckClock", "check_clock", "tell_calendar"]

DueAfter = Callable[[AsyncSession, date, int], Awaitable[date]]
SATURDAY = 5


async def _weekdays(_session: AsyncSession, day: date, number: int) -> date:
    """Count weekdays: what holds until a calendar is told."""
    while number > 0:
        day += timedelta(days=1)
        number -= day.weekday() < SATURDAY
    return day


_due_after: list[DueAfter] = [_weekdays]


def tell_calendar(due_after: DueAfter) -> None:
    """Let the storey that keeps the calendar of working days say when a number of them is over."""
    _due_after[:] = [due_after]


@dataclass(frozen=True, slots=True)
class CheckClock:
    """By when an application is to be checked, and how that stands today."""

    due_on: date
    today: date
    number: int

    @property
    def overdue(self) -> bool:
        """Whether the day is past."""
        return self.due_on < self.today

    @property
    def said(self) -> str:
        """The clock in words."""
        day = self.due_on.isoformat()
        if self.overdue:
            return _("应在 {day} 前核验完（{n} 个工作日），已超期").format(day=day, n=self.number)
        return _("{day} 前核验完（收件后 {n} 个工作日）").format(day=day, n=self.number)


async def check_clock(of: OfEntry, number: int, today: date) -> CheckClock:
    """Give the clock of an application from the day it was received."""
    received = of.entry.received_at.astimezone(HERE).date()
    return CheckClock(await _due_after[0](of.session, received, number), today, number)
