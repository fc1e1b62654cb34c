"""Which columns of an entry repeat its facts, so that the database can ask for them and refuse by them."""

from typing import Any

from app.waitlist.rules.facts import EntryFacts

__all__ = ["columns_of", "compared"]

_SAME = (
    "elder_id", "any_home", "backdated_by", "backdate_reason", "state", "state_until", "state_reason",
    "confirm_due_on", "needs_nursing", "needs_dementia", "needs_single", "link_no", "link_kind", "consent_public",
    "override_tier", "override_reason", "override_asked_by", "override_approved_by", "banned_until",
)  # fmt: skip
_NEVER_WRITTEN = ("county", "number", "receipt_year", "receipt_no", "received_at", "accepted_at")


def columns_of(facts: EntryFacts) -> dict[str, Any]:
    """Give the columns of the row that these facts ask for."""
    first, second, third, *_more = (*facts.wishes, None, None, None)
    wishes = {"institution_id": first, "wish_2": second, "wish_3": third}
    backdated_to = facts.accepted_at if facts.backdated_by is not None else None
    return {name: getattr(facts, name) for name in _SAME} | wishes | {"backdated_to": backdated_to}


def compared(row: Any) -> dict[str, Any]:
    """Read a row's columns under the names of the facts, to be held against the events."""
    wishes = tuple(home for home in (row.institution_id, row.wish_2, row.wish_3) if home is not None)
    return {name: getattr(row, name) for name in (*_SAME, *_NEVER_WRITTEN)} | {"wishes": wishes}
