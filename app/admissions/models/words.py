"""How tables of admissions say whose rows they are, and on what paper a guardian signs."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint

__all__ = ["guardian_check", "of_admission", "of_attachment", "of_file"]


def of_file(table: str) -> tuple[ForeignKeyConstraint, ForeignKeyConstraint]:
    """Say that a row belongs to a home and is about a person."""
    return (
        ForeignKeyConstraint(
            ["county", "institution_id"], ["institutions.county", "institutions.id"], name=f"fk_{table}_institution"
        ),
        ForeignKeyConstraint(["county", "elder_id"], ["elders.county", "elders.id"], name=f"fk_{table}_elder"),
    )


def of_admission(table: str) -> ForeignKeyConstraint:
    """Say that a row came up in an admission of the same home."""
    return ForeignKeyConstraint(
        ["county", "institution_id", "admission_id"],
        ["admissions.county", "admissions.institution_id", "admissions.id"],
        name=f"fk_{table}_admission",
    )


def of_attachment(table: str, column: str = "evidence_id", home: str = "institution_id") -> ForeignKeyConstraint:
    """Say that a scan lies with a home: its own, or the one that handed the paper in."""
    return ForeignKeyConstraint(
        ["county", home, column],
        ["attachments.county", "attachments.institution_id", "attachments.id"],
        name=f"fk_{table}_{column.removesuffix('_id')}",
    )


def guardian_check(table: str, basis: str = "basis") -> tuple[CheckConstraint, CheckConstraint]:
    """Say that a guardian signs on a paper, and must where the person cannot."""
    return (
        CheckConstraint(
            f"{basis} IS DISTINCT FROM 'guardian' OR guardian_evidence_id IS NOT NULL",
            name=f"ck_{table}_guardian_evidence",
        ),
        CheckConstraint(f"can_sign OR {basis} IS DISTINCT FROM 'self'", name=f"ck_{table}_can_sign"),
    )
