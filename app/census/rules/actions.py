"""What the lines of the audit say about rulings and reported figures, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["ACTIONS"]

ACTIONS = {
    "census.report_voided": N_("作废上报数"),
    "census.reported": N_("登记上报数"),
    "census.ruled": N_("定口径"),
    "census.ruling_ended": N_("口径由新的接替"),
    "census.ruling_voided": N_("作废口径"),
}
add_action_words(ACTIONS)
