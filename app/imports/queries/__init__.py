"""Finding ledgers that were handed in, and what a home has now as a ledger can change it."""

from app.imports.queries.runs import (
    RunLine,
    get_run,
    keep_template,
    remembered_columns,
    runs_of,
    runs_of_county,
    say_progress,
    still_here,
    take_turn,
)
from app.imports.queries.structure import existing_structure

__all__ = [
    "RunLine", "existing_structure", "get_run", "keep_template", "remembered_columns", "runs_of", "runs_of_county",
    "say_progress", "still_here", "take_turn",
]  # fmt: skip
