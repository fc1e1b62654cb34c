"""What the audit asks and writes: lines behind the heads of their chains, taps, and the trail as it is read."""

from app.audit.queries.chaining import Head, keep_lines, lock_heads, tell
from app.audit.queries.reading import (
    TrailLine,
    chains_with_entries,
    cursor_of,
    entries_of_chain,
    heads,
    read_cursor,
    trail,
)
from app.audit.queries.taps import claim_tap, find_act

__all__ = [
    "Head",
    "TrailLine",
    "chains_with_entries",
    "claim_tap",
    "cursor_of",
    "entries_of_chain",
    "find_act",
    "heads",
    "keep_lines",
    "lock_heads",
    "read_cursor",
    "tell",
    "trail",
]
