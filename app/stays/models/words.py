"""How tables of stays say late entries, days beside instants, and whose rows they are."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint

__all__ = ["at_check", "late_check", "of_institution", "of_stay"]


def late_check(table: str, day: str, recorded: str, reason: str, name: str) -> CheckConstraint:
    """Say that what was entered on a later day than it happened has its reason beside it."""
    return CheckConstraint(f"{recorded} IS NULL OR {day} >= {recorded} OR {reason} IS NOT NULL",
                           name=f"ck_{table}_{name}")  # fmt: skip


def at_check(table: str, instant: str, day: str) -> CheckConstraint:
    """Say that an instant lies on the day beside it, by the calendar of China."""
    return CheckConstraint(
        f"{instant} IS NULL OR ({instant} AT TIME ZONE 'Asia/Shanghai')::date = {day}", name=f"ck_{table}_{instant}"
    )


def of_institution(table: str) -> ForeignKeyConstraint:
    """Say that a row belongs to a home."""
    return ForeignKeyConstraint(
        ["county", "institution_id"], ["institutions.county", "institutions.id"], name=f"fk_{table}_institution"
    )


def of_stay(table: str) -> ForeignKeyConstraint:
    """Say that a row belongs to a stay of the same home."""
    return ForeignKeyConstraint(
        ["county", "institution_id", "stay_id"],
        ["stays.county", "stays.institution_id", "stays.id"],
        name=f"fk_{table}_stay",
    )
