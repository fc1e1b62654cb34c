"""今日 as plain values: what the sentence says of a home tonight, and what asks for an act."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.beds.rules.board import Board, Totals
from app.beds.rules.states import BedState
from app.beds.rules.tiles import BoardBed
from app.census.rules.occupancy import HomeOccupancy
from app.stays.rules.discharges import DischargeLine
from app.stays.rules.leaves import AwayLine

__all__ = ["SHOWN", "Today", "best_free"]

SHOWN = 5
"""How many lines of a queue stand on the page; the rest is one tap away."""


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the page of the day shows of one home; the last of `line` is tonight."""

    line: Sequence[HomeOccupancy]
    board: Board
    away: Sequence[AwayLine]
    discharges: Sequence[DischargeLine]
    transfers: int = 0

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
    def overdue(self) -> list[AwayLine]:
        """Who should have been back."""
        return [line for line in self.away if line.overdue_days]

    @property
    def due(self) -> list[AwayLine]:
        """Who is expected today."""
        return [line for line in self.away if line.is_due]

    @property
    def late_beds(self) -> list[BoardBed]:
        """Closed beds past their planned day."""
        return [bed for _room, bed in self.board.pairs if bed.overdue_days]

    @property
    def waiting_beds(self) -> int:
        """Beds that somebody has left and that are not clean yet."""
        return sum(len(line.beds) for line in self.discharges)

    @property
    def to_settle(self) -> int:
        """How many things are due or overdue."""
        return len(self.overdue) + len(self.due) + len(self.late_beds) + self.transfers

    @property
    def shares(self) -> list[float]:
        """The official rate of each day as percent, for the line; empty where a day has no paper."""
        tenths = [day.official.tenths for day in self.line]
        return [one / 10 for one in tenths if one is not None] if None not in tenths else []


def best_free(board: Board) -> BoardBed | None:
    """The free bed that has stood empty longest; an extra bed, or one that is only planned to be free, comes last."""
    free = [bed for _room, bed in board.pairs if bed.is_free and not bed.planned]
    return min(free, key=lambda bed: (bed.extra, bed.free_since or bed.day, bed.name), default=None)
