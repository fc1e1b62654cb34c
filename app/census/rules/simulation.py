"""What a ruling would change before it is made: each home's count and rate, and exactly which people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.census.rules.facts import HomeFacts
from app.census.rules.occupancy import HomeOccupancy, Standing, occupancy_of
from app.census.rules.rates import Rate
from app.census.rules.residents import Resident, kept_out, residents_on
from app.census.rules.rulings import RulingCode

__all__ = ["SimulatedDay", "SimulatedHome", "days_to_show", "simulate_home"]

MONTH_ENDS = 3


@dataclass(frozen=True, slots=True)
class SimulatedHome:
    """One home before and after, and the people who would begin or cease to count."""

    before: HomeOccupancy
    after: HomeOccupancy
    changed: tuple[Resident, ...]


@dataclass(frozen=True, slots=True)
class SimulatedDay:
    """All homes of a county on one day. `holds` says whether the ruling would hold that day at all."""

    day: date
    holds: bool
    homes: tuple[SimulatedHome, ...]

    @property
    def before(self) -> Rate:
        """The county's rate as it is."""
        return Rate.sum(home.before.official for home in self.homes if home.before.standing.operating)

    @property
    def after(self) -> Rate:
        """The county's rate as it would be."""
        return Rate.sum(home.after.official for home in self.homes if home.after.standing.operating)

    @property
    def touched(self) -> tuple[SimulatedHome, ...]:
        """The homes where somebody's counting changes."""
        return tuple(home for home in self.homes if home.changed)

    @property
    def changed(self) -> int:
        """How many people begin or cease to count."""
        return sum(len(home.changed) for home in self.homes)

    @property
    def without_document(self) -> int:
        """Homes whose people change but that have no rate."""
        return sum(home.before.standing is Standing.NO_DOCUMENT for home in self.touched)


def simulate_home(
    home: HomeFacts, answers: Mapping[RulingCode, bool], code: RulingCode, counts: bool, day: date
) -> SimulatedHome:
    """Count a home as it is and as if the one question were answered so."""
    other = {**answers, code: counts}
    before, after = occupancy_of(home, answers, day), occupancy_of(home, other, day)
    people = residents_on(home, day) if before.standing.operating else []
    changed = [one for one in people if bool(kept_out(one, answers)) is not bool(kept_out(one, other))]
    return SimulatedHome(before, after, tuple(changed))


def days_to_show(today: date) -> list[date]:
    """Today and the last ends of months before it, newest first: what was reported stands on those."""
    days, first = [today], today.replace(day=1)
    for _month in range(MONTH_ENDS):
        end = first - timedelta(days=1)
        days.append(end)
        first = end.replace(day=1)
    return days
