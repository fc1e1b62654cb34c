"""One line of a person's timeline, whichever domain it comes from."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.core.i18n import N_, _

__all__ = ["Event", "EventKind", "day_of"]

SHANGHAI = ZoneInfo("Asia/Shanghai")


class EventKind(StrEnum):
    """What an event is about; the filters of the timeline."""

    STAY = "stay"
    LEAVE = "leave"
    HEALTH = "health"
    FILE = "file"

    @property
    def label(self) -> str:
        """The filter's word."""
        return _(_LABELS[self])


_LABELS = {
    EventKind.STAY: N_("入住和床位"),
    EventKind.LEAVE: N_("请假和住院"),
    EventKind.HEALTH: N_("健康"),
    EventKind.FILE: N_("档案"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or is planned, on a day.

    `late` says why it was entered on a later day, `voided` why it does not count any more, `changed` that it was
    corrected; `order` sorts events of one day.
    """

    on: date
    kind: EventKind
    title: str
    note: str = ""
    at: datetime | None = None
    late: str = ""
    voided: str = ""
    changed: bool = False
    planned: bool = False
    alarm: bool = False
    order: int = 5


def day_of(instant: datetime) -> date:
    """The day of an instant by the calendar of China."""
    return instant.astimezone(SHANGHAI).date()
