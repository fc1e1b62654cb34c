"""What each day of a home counts to: one sweep over the days on which something changes, never a count day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.census.rules.facts import HomeFacts
from app.census.rules.frames import Frames
from app.census.rules.measures import SPLITS
from app.census.rules.occupancy import Standing
from app.census.rules.pieces import Rows
from app.census.rules.rulings import Ruled
from app.census.rules.sweep import count_beds, count_people
from app.census.rules.tally import INDEX, Tally

__all__ = ["DayCount", "days_of", "reconcile"]

ENTERING, LEAVING = ("admitted", "moved_in"), ("discharged", "died", "moved_out")


@dataclass(slots=True)
class DayCount:
    """One home on one day: every measure in the order of MEASURES, and which splits moved since the day before.

    `flows` names the splits that moved: in, out, changed in, changed out; None on a day on which none did.
    """

    day: date
    standing: Standing
    registered: int | None
    numbers: tuple[int, ...]
    flows: dict[str, list[int]] | None

    def of(self, name: str) -> int:
        """Give one measure."""
        return self.numbers[INDEX[name]]


def days_of(home: HomeFacts, rulings: Sequence[Ruled], first: date, last: date) -> list[DayCount]:
    """Count every day from the first to the last. The facts must reach back to the day before the first.

    Who enters stands in a split with what is true of them that day, who leaves with what was true the day before.
    """
    frames = Frames(home, rulings, first.toordinal() - 1, last.toordinal() + 1)
    tally, rows = Tally(frames.since, frames.until), Rows(home)
    count_beds(home, rows, tally)
    count_people(home, rows, frames, tally)
    days = tally.days()
    return [
        DayCount(date.fromordinal(day), frame.standing, frame.registered, next(days), tally.flows_on(day))
        for frame in frames
        for day in range(max(frame.from_on, frames.since + 1), frame.to_on)
    ]  # fmt: skip


def reconcile(before: DayCount | None, after: DayCount) -> list[str]:
    """Name what does not add up from one day to the next: people in residence, and every split of them."""
    came = sum(after.of(name) for name in ENTERING) - sum(after.of(name) for name in LEAVING)
    opening = before.of("in_residence") if before else 0
    wrong = [] if opening + came == after.of("in_residence") else ["in_residence"]
    moved = after.flows or {}
    for name in SPLITS:
        entered, left, changed_in, changed_out = moved.get(name, (0, 0, 0, 0))
        opening = before.of(name) if before else 0
        if opening + entered - left + changed_in - changed_out != after.of(name):
            wrong.append(name)
    return wrong
