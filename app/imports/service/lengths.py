"""How long a ledger is, and from when on nobody is made to wait for it."""

from app.imports.models import ImportRun
from app.imports.rules.plans import Outcome

__all__ = ["AT_ONCE", "is_long", "rows_of"]

AT_ONCE = 500
"""Up to this many rows a ledger is checked, written and taken back while its owner waits."""


def is_long(rows: int) -> bool:
    """Whether so many rows are the worker's."""
    return rows > AT_ONCE


def rows_of(run: ImportRun) -> int:
    """How many rows the last look at a ledger has seen."""
    return sum(run.counts.get(outcome.value, 0) for outcome in Outcome)
