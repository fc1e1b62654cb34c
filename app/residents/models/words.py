"""How tables of people's files say that a column holds one word of an enum, and that a row is an elder's."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKeyConstraint

__all__ = ["of_elder", "one_of", "void_check"]


def one_of(table: str, column: str, kind: type[StrEnum]) -> CheckConstraint:
    """List the enum's words in a check named `ck_<table>_<column>`; NULL passes where the column allows it."""
    words = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({words})", name=f"ck_{table}_{column}")


def of_elder(table: str, column: str = "elder_id", name: str = "elder") -> ForeignKeyConstraint:
    """Say that a row belongs to an elder of the same county."""
    return ForeignKeyConstraint(["county", column], ["elders.county", "elders.id"], name=f"fk_{table}_{name}")


def void_check(table: str) -> CheckConstraint:
    """Say that nothing is voided without a reason."""
    return CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name=f"ck_{table}_void")
