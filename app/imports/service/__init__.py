"""Taking a ledger in: kept sealed, examined as often as wanted, applied in one transaction, taken back whole."""

from app.imports.rules.actions import ACTIONS as ACTIONS
from app.imports.service.applying import apply_run
from app.imports.service.examining import Examined, check_run, examine, examine_ledger, map_columns, open_ledger
from app.imports.service.giving_back import is_stalled, release_run
from app.imports.service.permitting import let_through, may_take
from app.imports.service.queueing import apply_or_queue, check_or_queue, undo_or_queue
from app.imports.service.receiving import change_choices, change_edits, receive, replace_file
from app.imports.service.sealing import Opened, open_run
from app.imports.service.undoing import undo_run

__all__ = [
    "Examined",
    "Opened",
    "apply_or_queue",
    "apply_run",
    "change_choices",
    "change_edits",
    "check_or_queue",
    "check_run",
    "examine",
    "examine_ledger",
    "is_stalled",
    "let_through",
    "map_columns",
    "may_take",
    "open_ledger",
    "open_run",
    "receive",
    "release_run",
    "replace_file",
    "undo_or_queue",
    "undo_run",
]
