"""How tables of the waitlist say whose rows they are."""

from sqlalchemy import ForeignKeyConstraint

__all__ = ["of_entry", "of_home"]


def of_entry(table: str) -> ForeignKeyConstraint:
    """Say that a row belongs to an entry of the same county."""
    return ForeignKeyConstraint(
        ["county", "entry_id"], ["waitlist_entries.county", "waitlist_entries.id"], name=f"fk_{table}_entry"
    )


def of_home(table: str, column: str = "institution_id", name: str = "institution") -> ForeignKeyConstraint:
    """Say that a column names a home of the same county."""
    return ForeignKeyConstraint(
        ["county", column], ["institutions.county", "institutions.id"], name=f"fk_{table}_{name}"
    )
