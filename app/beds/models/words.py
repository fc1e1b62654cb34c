"""How a table says that a column holds one word of an enum."""

from enum import StrEnum

from sqlalchemy import CheckConstraint

__all__ = ["one_of"]


def one_of(table: str, column: str, kind: type[StrEnum]) -> CheckConstraint:
    """List the enum's words in a check named `ck_<table>_<column>`; NULL passes where the column allows it."""
    words = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({words})", name=f"ck_{table}_{column}")
