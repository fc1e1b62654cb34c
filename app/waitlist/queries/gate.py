"""What an admission has to know of the list, asked together with what its beds rest on."""

from collections.abc import Collection
from datetime import date
from typing import Any

__all__ = ["LISTED_AND_WAITING", "named_days"]

LISTED_AND_WAITING = {
    "listed": """EXISTS (
         SELECT FROM waitlist_switches
          WHERE county = :county AND voided_at IS NULL AND (institution_id = :home OR institution_id IS NULL)
            AND (from_on <= :listed_first AND to_on > :listed_first
                 OR from_on <= :listed_last AND to_on > :listed_last))""",
    "waits": "waits_somewhere(:county, ARRAY[CAST(:elder AS bigint)])",
}
"""Whether the home gives its beds out by the list on one of one or two days, and whether a person whose file the home
sees has an application under way anywhere in the county; asked under the locks of both."""


def named_days(days: Collection[date]) -> dict[str, Any]:
    """Give the one or two days as the question names them."""
    return {"listed_first": min(days), "listed_last": max(days)}
