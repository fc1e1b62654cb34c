"""Reading homes, their facts, registered beds and prices."""

from app.institutions.queries.facts import facts_of, facts_on, get_fact, open_answer
from app.institutions.queries.figures import (
    document_before,
    get_price,
    get_registered,
    open_document,
    prices_of,
    prices_on,
    registered_documents,
    registered_on,
)
from app.institutions.queries.homes import (
    HomeLine,
    find_by_code,
    find_legal_unit,
    get_institution,
    home_at_hand,
    homes_in,
    legal_units_of,
    lock_home,
    lock_homes,
    search_institutions,
    sites_of,
)
from app.institutions.queries.lists import HomeRow, institutions_of
from app.institutions.queries.over import RegisteredOfHome, registered_in, townships_on

__all__ = [
    "HomeLine",
    "HomeRow",
    "RegisteredOfHome",
    "document_before",
    "facts_of",
    "facts_on",
    "find_by_code",
    "find_legal_unit",
    "get_fact",
    "get_institution",
    "get_price",
    "get_registered",
    "home_at_hand",
    "homes_in",
    "institutions_of",
    "legal_units_of",
    "lock_home",
    "lock_homes",
    "open_answer",
    "open_document",
    "prices_of",
    "prices_on",
    "registered_documents",
    "registered_in",
    "registered_on",
    "search_institutions",
    "sites_of",
    "townships_on",
]
