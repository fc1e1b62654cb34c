"""One county on one day, from its kept sums and the few homes that only report."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from app.bureau.rules.telling import SHUT, Told
from app.census.rules.occupancy import Standing
from app.census.rules.rates import Rate

__all__ = ["CountyOn", "county_on"]


class CountyOn(NamedTuple):
    """A county's figure. `existing`, `available` and `occupied` are those of homes with rows of their own."""

    code: int
    name: str
    day: date
    # Homes that operate that day, in the rate or not.
    homes: int
    # In the rate: by rows of their own, and by what they report.
    computed: int
    reported: int
    registered: int | None
    people: int
    left_homes: int
    left_people: int
    existing: int
    available: int
    occupied: int
    in_residence: int
    oldest_report: date | None
    # Rows of their own speak for these homes, but the county's day is not open yet; they are among left_homes.
    pending: int = 0

    @property
    def counted_homes(self) -> int:
        """Homes in the rate."""
        return self.computed + self.reported

    @property
    def rate(self) -> Rate:
        """Divided after adding."""
        return Rate(self.people, self.registered)

    @property
    def age_days(self) -> int | None:
        """How old the oldest report was that day."""
        return None if self.oldest_report is None else (self.day - self.oldest_report).days


def county_on(code: int, name: str, day: date, sums: Sequence[int | None], others: Iterable[Told]) -> CountyOn:
    """Put a county's kept sums and its homes without rows of their own that day together.

    `sums` are counted homes, registered, people, left homes, left people, existing, available, occupied and in
    residence, each None where the day has no row.
    """
    computed, registered, people, left, left_people, existing, available, occupied, residents = (
        number or 0 for number in sums
    )
    rated, missing = _parted(others)
    counted, left = computed + len(rated), left + len(missing)
    return CountyOn(
        code, name, day, counted + left, computed, len(rated),
        registered + sum(one.registered or 0 for one in rated) if counted else None,
        people + sum(one.people or 0 for one in rated),
        left, left_people + sum(one.left_people for one in missing), existing, available, occupied, residents,
        min((one.reported_on for one in rated if one.reported_on), default=None),
        sum(one.pending for one in missing),
    )  # fmt: skip


def _parted(others: Iterable[Told]) -> tuple[list[Told], list[Told]]:
    """Part the homes that are in the rate from those left out of it; who does not operate is neither."""
    rated, missing = [], []
    for one in others:
        if one.standing is Standing.COUNTED:
            rated.append(one)
        elif one.standing not in SHUT:
            missing.append(one)
    return rated, missing
