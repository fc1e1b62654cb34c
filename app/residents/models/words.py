"""How tables of people's files say that a row is an elder's."""

from sqlalchemy import ForeignKeyConstraint

__all__ = ["of_elder"]


def of_elder(table: str, column: str = "elder_id", name: str = "elder") -> ForeignKeyConstraint:
    """Say that a row belongs to an elder of the same county."""
    return ForeignKeyConstraint(["county", column], ["elders.county", "elders.id"], name=f"fk_{table}_{name}")
