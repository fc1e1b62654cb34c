"""A counted day as occupancy: what the census keeps says all that counting from the rows would say."""

from app.census.rules.days import DayCount
from app.census.rules.measures import BEDS, EXTRA_BEDS
from app.census.rules.occupancy import Beds, HomeOccupancy, Note
from app.census.rules.rulings import RulingCode
from app.census.rules.speaking import HomeOnPaper

__all__ = ["occupancy_read"]


def occupancy_read(home: HomeOnPaper, day: DayCount) -> HomeOccupancy:
    """Read a home's counted day."""
    return HomeOccupancy(
        home.county, home.institution_id, home.code, home.name, day.day, day.standing, day.registered,
        Beds(*(day.of(name) for name in BEDS)),
        Beds(*(day.of(name) for name in EXTRA_BEDS)),
        in_residence=day.of("in_residence"),
        counted=day.of("counted"),
        on_leave=day.of("on_leave"),
        in_hospital=day.of("in_hospital"),
        overdue=day.of("overdue"),
        excluded={code: left for code in RulingCode if (left := day.of(f"out_{code.value}"))},
        notes=_notes(day),
    )  # fmt: skip


def _notes(day: DayCount) -> dict[Note, int]:
    if not day.standing.operating:
        people = day.of("in_residence")
        return {Note.LIVED_IN_CLOSED: people} if people else {}
    found = {
        Note.OVER_FULL: day.of("counted") - day.registered if day.registered is not None else 0,
        Note.WITHOUT_BED: day.of("without_bed"),
        Note.AGE_UNSURE: day.of("age_unsure"),
    }
    return {note: number for note, number in found.items() if number > 0}
