"""What tables of assessments have in common."""

from sqlalchemy import ForeignKeyConstraint

__all__ = ["of_assessment", "of_elder", "of_institution"]


def of_elder(table: str) -> ForeignKeyConstraint:
    """Say that a row is about a person of the same county."""
    return ForeignKeyConstraint(["county", "elder_id"], ["elders.county", "elders.id"], name=f"fk_{table}_elder")


def of_institution(table: str, column: str = "institution_id", name: str = "institution") -> ForeignKeyConstraint:
    """Say that a row names a home of the same county."""
    return ForeignKeyConstraint(
        ["county", column], ["institutions.county", "institutions.id"], name=f"fk_{table}_{name}"
    )


def of_assessment(table: str, column: str = "assessment_id", name: str = "assessment") -> ForeignKeyConstraint:
    """Say that a row belongs to an assessment of the same county."""
    return ForeignKeyConstraint(["county", column], ["assessments.county", "assessments.id"], name=f"fk_{table}_{name}")
