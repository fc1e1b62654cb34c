"""今日 as plain values: what the sentence says of a home tonight, and what asks for an act."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.beds.rules.board import Board, Totals
from app.beds.rules.spans import say_time
from app.beds.rules.states import BedState
from app.beds.rules.tiles import BoardBed
from app.census.rules.occupancy import HomeOccupancy, Note
from app.core.i18n import _
from app.stays.rules.discharges import DischargeLine
from app.stays.rules.leaves import AwayLine

__all__ = ["SHOWN", "Today", "TransferToDo", "best_free", "say_free_since", "say_moved"]

SHOWN = 5
"""How many lines of a queue stand on the page; the rest is one tap away."""


@dataclass(frozen=True, slots=True)
class TransferToDo:
    """A transfer that waits for this home: to answer, or to carry out on its night."""

    transfer_id: int
    names: tuple[str, ...]
    from_name: str
    to_name: str
    on: date
    approved: bool


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the page of the day shows of one home; the last of `line` is tonight."""

    line: Sequence[HomeOccupancy]
    board: Board
    away: Sequence[AwayLine]
    discharges: Sequence[DischargeLine]
    transfers: Sequence[TransferToDo] = ()

    @property
    def tonight(self) -> HomeOccupancy:
        """Tonight's count."""
        return self.line[-1]

    @property
    def totals(self) -> Totals:
        """The beds by state."""
        return self.board.totals

    @property
    def free(self) -> int:
        """Beds that somebody may be given."""
        return self.totals.of_state(BedState.FREE)

    @property
    def held(self) -> int:
        """Beds that an offer holds."""
        return self.totals.of_state(BedState.HELD)

    @property
    def closed(self) -> int:
        """Beds that are closed, those that only wait for cleaning left out."""
        return self.totals.of_state(BedState.CLOSED)

    @property
    def cleaning(self) -> int:
        """Beds that wait for cleaning."""
        return self.totals.of_state(BedState.CLEANING)

    @property
    def over(self) -> int:
        """How many people more than the document has beds for."""
        return self.tonight.notes.get(Note.OVER_FULL, 0)

    @property
    def bedless(self) -> int:
        """How many are in residence without a bed."""
        return self.tonight.notes.get(Note.WITHOUT_BED, 0)

    @property
    def overdue(self) -> list[AwayLine]:
        """Who should have been back."""
        return [line for line in self.away if line.overdue_days]

    @property
    def due(self) -> list[AwayLine]:
        """Who is expected today."""
        return [line for line in self.away if line.is_due]

    @property
    def leaving(self) -> list[DischargeLine]:
        """Who was to leave for good by today and still lives here."""
        return [line for line in self.discharges if line.is_planned and line.planned_on <= line.today]

    @property
    def late_beds(self) -> list[BoardBed]:
        """Closed beds past their planned day, the latest first."""
        late = [bed for _room, bed in self.board.pairs if bed.overdue_days]
        return sorted(late, key=lambda bed: -bed.overdue_days)

    @property
    def waiting_beds(self) -> int:
        """Beds that somebody has left and that are not clean yet."""
        return sum(len(line.beds) for line in self.discharges)

    @property
    def to_settle(self) -> int:
        """How many things are due or overdue."""
        queues = (self.overdue, self.due, self.leaving, self.late_beds, self.transfers)
        return sum(len(queue) for queue in queues)


def best_free(board: Board) -> BoardBed | None:
    """The free bed that has stood empty longest; an extra bed, or one that is only planned to be free, comes last."""
    free = [bed for _room, bed in board.pairs if bed.is_free and not bed.planned]
    return min(free, key=lambda bed: (bed.extra, bed.free_since or bed.day, bed.name), default=None)


def say_free_since(bed: BoardBed) -> str:
    """Say how long a bed has been free."""
    days = (bed.day - bed.free_since).days if bed.free_since else 0
    return _("已空 {time}").format(time=say_time(days)) if days > 0 else _("今天刚空出来")


class Moved(Protocol):
    """One thing that happened to one person."""

    @property
    def word(self) -> str:
        """What happened, in one short word."""


def say_moved(moved: Iterable[Moved]) -> str:
    """Count the day's movements by what happened, in the order they first came: 1 人返院，1 人退住."""
    counts = Counter(line.word for line in moved)
    return _("，").join(_("{n} 人{what}").format(n=number, what=word) for word, number in counts.items())
