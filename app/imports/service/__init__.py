"""Taking a ledger in: kept sealed, examined as often as wanted, applied in one transaction, taken back whole."""

from app.imports.service.applying import apply_run
from app.imports.service.examining import Examined, check_run, examine, examine_ledger
from app.imports.service.receiving import change_choices, change_edits, receive, replace_file
from app.imports.service.undoing import undo_run

__all__ = [
    "Examined",
    "apply_run",
    "change_choices",
    "change_edits",
    "check_run",
    "examine",
    "examine_ledger",
    "receive",
    "replace_file",
    "undo_run",
]
