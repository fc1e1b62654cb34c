"""Every look at the waitlist; the scope is the first argument after the session."""

from app.waitlist.queries.entries import (
    ContactLine,
    EntryLine,
    contact_of,
    entries_linked,
    entry_by_number,
    entry_of,
    facts_of,
    lines_of,
    live_entry_of,
    lock_entries,
)
from app.waitlist.queries.evidence import checks_of, circumstances_of, get_circumstance
from app.waitlist.queries.facts import entries_facts
from app.waitlist.queries.history import EventLine, events_of, refusals_of
from app.waitlist.queries.notices import notices_of
from app.waitlist.queries.policies import (
    PolicyLine,
    SwitchLine,
    get_policy,
    get_switch,
    is_switched_on,
    policies_of,
    policy_numbered,
    policy_on,
    switch_on_day,
    switched_homes,
    switches_of,
)
from app.waitlist.queries.proof import replayed, verify_entries, wrong_orders, wrong_receipts
from app.waitlist.queries.ranking import end_of, ranked, ranked_before, simulated

__all__ = [
    "ContactLine", "EntryLine", "EventLine", "PolicyLine", "SwitchLine", "checks_of", "circumstances_of", "contact_of",
    "end_of", "entries_facts", "entries_linked", "entry_by_number", "entry_of", "events_of", "facts_of", "get_circumstance", "get_policy",
    "get_switch", "is_switched_on", "lines_of", "live_entry_of", "lock_entries", "notices_of", "policies_of",
    "policy_numbered", "policy_on", "ranked", "ranked_before", "refusals_of", "replayed", "simulated", "switch_on_day", "switched_homes", "switches_of",
    "verify_entries", "wrong_orders", "wrong_receipts",
]  # fmt: skip
