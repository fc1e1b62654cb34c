"""Every look at stays, leaves, discharges and transfers; the scope is the first argument after the session."""

from app.stays.queries.couples import couples_among, spouses_of
from app.stays.queries.discharges import open_discharges
from app.stays.queries.leaves import get_leave, leaves_of_day, open_leaves
from app.stays.queries.stays import Resident, current_stay, get_stay, residents_of, stays_of_elder
from app.stays.queries.terms import Terms, terms_of_stay_on

__all__ = [
    "Resident",
    "Terms",
    "couples_among",
    "current_stay",
    "get_leave",
    "get_stay",
    "leaves_of_day",
    "open_discharges",
    "open_leaves",
    "residents_of",
    "spouses_of",
    "stays_of_elder",
    "terms_of_stay_on",
]
