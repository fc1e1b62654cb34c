"""Every look at buildings, rooms, beds, marks and claims; the scope is the first argument after the session."""

from app.beds.queries.board import board
from app.beds.queries.claims import get_claim, names_on
from app.beds.queries.finding import FoundBed, FreeBed, count_free, free_beds, search_beds
from app.beds.queries.marks import MarkLine, get_marks, mark_lines, marks_of_beds, preview_marks
from app.beds.queries.panel import BedPanel, bed_panel
from app.beds.queries.people import tell_people
from app.beds.queries.places import (
    beds_by_id,
    get_bed,
    get_building,
    get_floor,
    get_room,
    get_unit,
    services_from,
    services_of_rooms,
)
from app.beds.queries.proof import double_claims
from app.beds.queries.structure import structure
from app.beds.queries.terms import TermOfDay, terms_on

__all__ = [
    "BedPanel",
    "FoundBed",
    "FreeBed",
    "MarkLine",
    "TermOfDay",
    "bed_panel",
    "beds_by_id",
    "board",
    "count_free",
    "double_claims",
    "free_beds",
    "get_bed",
    "get_building",
    "get_claim",
    "get_floor",
    "get_marks",
    "get_room",
    "get_unit",
    "mark_lines",
    "marks_of_beds",
    "names_on",
    "preview_marks",
    "search_beds",
    "services_from",
    "services_of_rooms",
    "structure",
    "tell_people",
    "terms_on",
]
