"""Rooms and beds before they are written, and which bed may be given on a day."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.beds.rules.kinds import Facing, MarkKind, RoomKind, Sex, SexRule

__all__ = ["FOREVER", "BedStory", "RoomStory", "days"]

FOREVER = date.max


@dataclass(slots=True, eq=False)
class RoomStory:
    """A room with its places, and who lives in it by custom: one sex, or couples."""

    building: str
    floor: str
    label: str
    kind: RoomKind
    sex_rule: SexRule
    sex: Sex | None
    facing: Facing | None
    unit: str = ""
    id: int = 0
    beds: list["BedStory"] = field(default_factory=list)
    # Since when the rule names a sex; before that day it only said that one sex shares the room.
    rule_changed_on: date | None = None


@dataclass(slots=True, eq=False)
class BedStory:
    """A place; `stay` and the days after tell whether it may be given today."""

    room: RoomStory
    label: str
    from_on: date
    to_on: date = FOREVER
    extra: bool = False
    marks: list[tuple[MarkKind, date]] = field(default_factory=list)
    id: int = 0
    service_id: int = 0
    # The stay that has it; rooms know no people.
    taken_by: Any = None
    closed_to: date = date.min
    shunned_from: date = FOREVER

    def is_free(self, day: date) -> bool:
        """Tell whether somebody may be given the bed."""
        open_today = self.from_on <= day < self.to_on and self.closed_to <= day
        return self.taken_by is None and open_today and day < self.shunned_from


def days(count: int) -> timedelta:
    """Say a number of days."""
    return timedelta(days=count)
