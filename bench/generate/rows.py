"""Rows as COPY takes them: which columns of which table are written, and where their ids come from."""

from typing import Any

__all__ = ["BLOCK", "COLUMNS", "Rows"]

BLOCK = 1 << 21
"""Ids of one county: more than any of its tables has rows, so that counties can be told apart and side by side."""

_OF_HOME = "county, id, institution_id"
_STAY = "stay_id, elder_id, stay_from_on, stay_to_on"

COLUMNS = {
    table: tuple(columns.split(", "))
    for table, columns in {
        "institutions": "county, id, code, name, name_sort, initials, opened_on, closed_on",
        "registered_beds": f"{_OF_HOME}, value, basis, document_no, from_on, to_on, recorded_at",
        "institution_facts": f"{_OF_HOME}, kind, value, region_code, address, from_on, to_on, recorded_at",
        "buildings": f"{_OF_HOME}, label, position",
        "floors": f"{_OF_HOME}, building_id, label, position",
        "nursing_units": f"{_OF_HOME}, label, position",
        "rooms": f"{_OF_HOME}, floor_id",
        "room_terms": f"{_OF_HOME}, room_id, floor_id, nursing_unit_id, label, kind, sex_rule, from_on, to_on",
        "beds": f"{_OF_HOME}, code, extra",
        "bed_services": f"{_OF_HOME}, bed_id, room_id, label, from_on, to_on",
        "bed_marks": f"{_OF_HOME}, bed_id, kind, basis, from_on, to_on",
        "elders": f"{_OF_HOME}, seal, name, name_sort, readings, sex, born_on, birth_precision, hukou_region,"
        " recorded_at, died_on",
        "elder_homes": "county, institution_id, elder_id, since",
        "elder_categories": "county, id, elder_id, kind, document_no, from_on, to_on, recorded_at",
        "stays": f"{_OF_HOME}, elder_id, kind, ground, payer, from_on, to_on, end_reason, recorded_at, recorded_on,"
        " end_recorded_on",
        "stay_changes": f"{_OF_HOME}, stay_id, seal, from_on, kind, payer, recorded_at, recorded_on",
        "bed_claims": f"{_OF_HOME}, kind, bed_id, room_id, service_id, service_from_on, service_to_on, {_STAY}, sex,"
        " sex_rule, room_sex, reason, from_on, to_on",
        "leaves": f"{_OF_HOME}, {_STAY}, seal, kind, expected_on, from_on, to_on, recorded_at, recorded_on,"
        " return_recorded_on, ended_with_stay",
        "reported_figures": f"{_OF_HOME}, as_of, kind, registered, occupied, available, source, recorded_at",
        "rulings": "county, id, code, counts, basis, from_on, to_on, recorded_at",
    }.items()
}
"""In the order in which rows lean on each other."""


class Rows:
    """The rows of one county, table by table, each with an id of the county's own block."""

    def __init__(self, base: int) -> None:
        """Begin behind `base`."""
        self.tables: dict[str, list[Any]] = {table: [] for table in COLUMNS}
        self._last = dict.fromkeys(COLUMNS, base)

    def new(self, table: str) -> int:
        """Draw the next id of a table."""
        self._last[table] += 1
        return self._last[table]

    def add(self, table: str, *values: Any) -> None:
        """Add a row whose values stand in the order of COLUMNS."""
        self.tables[table].append(values)
