"""One home on one day, as the bureau sees it."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from app.beds.rules.kinds import MarkKind
from app.bureau.rules.telling import say_why
from app.census.rules.flags import ReportFlag
from app.census.rules.occupancy import Source, Standing
from app.census.rules.rates import Rate
from app.census.rules.reported import Reported
from app.census.rules.rulings import RulingCode

__all__ = ["HomeOn"]


class HomeOn(NamedTuple):
    """A home's figure. Beds and people beyond `registered` and `people` are known from rows of its own only, else None.

    `people` is the numerator: counted under the day's rulings, or as reported; None where a report leaves it blank.
    """

    county: int
    county_name: str
    institution_id: int
    code: str
    name: str
    township: int | None
    township_name: str
    day: date
    standing: Standing
    source: Source | None
    reported_on: date | None
    registered: int | None
    people: int | None
    # Residents who are in no rate because the home is in none.
    left_people: int
    said: Reported | None = None
    # Rows of its own speak for the home, but the day has not been counted in its county.
    pending: bool = False
    flags: tuple[ReportFlag, ...] = ()
    in_residence: int | None = None
    on_leave: int | None = None
    in_hospital: int | None = None
    existing: int | None = None
    closed: int | None = None
    slept: int | None = None
    private: int | None = None
    held: int | None = None
    extra_slept: int | None = None
    marked: tuple[int, ...] = ()
    lying: tuple[int, ...] = ()
    ruled_out: tuple[int, ...] = ()

    @property
    def counted(self) -> bool:
        """In the rate, on both sides."""
        return self.standing is Standing.COUNTED

    @property
    def rate(self) -> Rate:
        """People over registered beds; without a denominator where the home is left out."""
        return Rate(self.people or 0, self.registered if self.counted else None)

    @property
    def why_left_out(self) -> str:
        """Say why the home is in no rate; empty where it is."""
        return say_why(self)

    @property
    def age_days(self) -> int | None:
        """How many days old the report was; None where rows of its own speak."""
        return None if self.reported_on is None else (self.day - self.reported_on).days

    @property
    def available(self) -> int | None:
        """Beds in service that are not closed 在营可用."""
        return None if self.existing is None or self.closed is None else self.existing - self.closed

    @property
    def occupied(self) -> int | None:
        """Beds that somebody has: slept in or paid for 包房."""
        return None if self.slept is None or self.private is None else self.slept + self.private

    @property
    def free(self) -> int | None:
        """Beds that are nobody's; of a home that reports, those it says are available."""
        if self.said is not None:
            return self.said.available
        if self.available is None:
            return None
        return self.available - (self.occupied or 0) - (self.held or 0)

    @property
    def marks(self) -> Mapping[MarkKind, tuple[int, int]]:
        """Beds with each mark, and the people who have such a bed; empty without rows of its own."""
        return dict(zip(MarkKind, zip(self.marked, self.lying, strict=True), strict=False))

    @property
    def out(self) -> Mapping[RulingCode, int]:
        """Whom the rulings of the day leave out of `people`."""
        return {code: number for code, number in zip(RulingCode, self.ruled_out, strict=False) if number}
