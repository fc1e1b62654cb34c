"""How occupancy is laid out: the line of days, and beds by state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from app.beds.rules.states import BedState
from app.census.queries import BedRow, OccupancyRows
from app.census.rules.occupancy import HomeOccupancy
from app.census.rules.words import occupancy_definition, say_answers, say_note, say_standing

__all__ = ["LineOfDays", "Said", "bed_tabs", "line_of_days", "said_of"]

STEP, WHOLE = 10, 100


@dataclass(frozen=True, slots=True)
class LineOfDays:
    """The rates of some days for a drawing, and the same days for a table."""

    days: Sequence[HomeOccupancy]
    drawn: Sequence[HomeOccupancy]

    @property
    def values(self) -> list[float]:
        """Per cents of the days that have a rate, as they are shown."""
        return [(day.official.tenths or 0) / 10 for day in self.drawn]

    @property
    def most(self) -> int:
        """The upper edge: a whole, or a round number above the highest day; the lower one is zero."""
        return max(WHOLE, -int(-max(self.values) // STEP) * STEP)

    @property
    def lowest(self) -> HomeOccupancy:
        """The day with the fewest, the earlier of several."""
        return min(self.drawn, key=lambda day: day.official.tenths or 0)

    @property
    def highest(self) -> HomeOccupancy:
        """The day with the most, the earlier of several."""
        return max(self.drawn, key=lambda day: day.official.tenths or 0)


def line_of_days(days: Sequence[HomeOccupancy]) -> LineOfDays:
    """Lay days out as a line; those without a rate stand in the table only."""
    return LineOfDays(days, [day for day in days if day.official.tenths is not None])


def bed_tabs(beds: Iterable[BedRow]) -> list[tuple[BedState, list[BedRow]]]:
    """Group beds by state; they come in that order."""
    return [(state, list(group)) for state, group in groupby(beds, attrgetter("state"))]


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says in words: what stands out, whether the home takes part, the definition, who counts."""

    notes: list[str]
    standing: str
    definition: str
    answers: str


def said_of(now: HomeOccupancy, rows: OccupancyRows) -> Said:
    """Put a day's figure into words."""
    return Said(
        [say_note(note, number) for note, number in now.notes.items()],
        say_standing(now.standing),
        occupancy_definition(),
        say_answers(rows.answers),
    )
