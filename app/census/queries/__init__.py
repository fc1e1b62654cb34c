"""Occupancy of homes on any day, the rows behind it, and the rulings it stands on."""

from app.census.queries.occupancy import occupancy, occupancy_series
from app.census.queries.rows import BedRow, OccupancyRows, PersonRow, occupancy_rows, people_of
from app.census.queries.rulings import (
    RulingLine,
    counties_in,
    find_any_ruling,
    find_ruling,
    get_ruling,
    rulings_between,
    rulings_of,
    simulate,
)

__all__ = [
    "BedRow",
    "OccupancyRows",
    "PersonRow",
    "RulingLine",
    "counties_in",
    "find_any_ruling",
    "find_ruling",
    "get_ruling",
    "occupancy",
    "occupancy_rows",
    "occupancy_series",
    "people_of",
    "rulings_between",
    "rulings_of",
    "simulate",
]
