"""Which of a home's sources speaks for a day: its own rows once it has any, else what it last reported.

The national collection asks for the count at the end of the day (standards §5.1); a home that keeps no rows here can
only be known by its newest report of that day or before, however old, with its age beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.census.rules.facts import DocumentFact, on_day
from app.census.rules.occupancy import Beds, HomeOccupancy, Source, Standing
from app.census.rules.reported import Reported

__all__ = ["HomeOnPaper", "newest", "spoken"]


@dataclass(frozen=True, slots=True)
class HomeOnPaper:
    """A home as far as a day without rows needs it: its span, its papers and its reports of residential beds."""

    county: int
    institution_id: int
    code: str
    name: str
    opened_on: date | None
    closed_on: date | None
    documents: Sequence[DocumentFact] = ()
    reports: Sequence[Reported] = ()


def newest(reports: Iterable[Reported], day: date) -> Reported | None:
    """Give the newest report of that day or before."""
    known = [report for report in reports if report.as_of <= day]
    return max(known, key=lambda report: report.as_of, default=None)


def spoken(home: HomeOnPaper, day: date) -> HomeOccupancy:
    """Say what is known of a home that has no rows of its own on that day.

    What the report says is registered is the denominator, else the paper's figure of the day. Whoever lacks either
    side of the rate is in neither.
    """
    report = newest(home.reports, day)
    papers = on_day(list(home.documents), day)
    registered = report.registered if report and report.registered is not None else papers[0].value if papers else None
    people = (report.people if report else None) or 0
    standing = _standing(home, day, report, registered)
    return HomeOccupancy(
        home.county, home.institution_id, home.code, home.name, day, standing, registered, Beds(), Beds(),
        in_residence=people, counted=people if standing.operating else 0,
        source=Source.REPORTED if report else Source.COMPUTED, reported_on=report.as_of if report else None,
    )  # fmt: skip


def _standing(home: HomeOnPaper, day: date, report: Reported | None, registered: int | None) -> Standing:
    if home.closed_on is not None and home.closed_on <= day:
        return Standing.CLOSED
    if home.opened_on is not None and home.opened_on > day:
        return Standing.NOT_OPEN
    if report is None:
        return Standing.NO_DATA
    if report.people is None:
        return Standing.NOT_FILLED
    return Standing.NO_DOCUMENT if registered is None else Standing.COUNTED
