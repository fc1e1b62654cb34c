"""How tables of offers say whose rows they are."""

from sqlalchemy import ForeignKeyConstraint

__all__ = ["of_bed", "of_elder", "of_entry", "of_home", "of_offer"]


def of_home(table: str) -> ForeignKeyConstraint:
    """Say that a row belongs to a home."""
    return ForeignKeyConstraint(
        ["county", "institution_id"], ["institutions.county", "institutions.id"], name=f"fk_{table}_institution"
    )


def of_bed(table: str) -> ForeignKeyConstraint:
    """Say that a row is about a bed of the same home."""
    return ForeignKeyConstraint(
        ["county", "institution_id", "bed_id"],
        ["beds.county", "beds.institution_id", "beds.id"],
        name=f"fk_{table}_bed",
    )


def of_entry(table: str) -> ForeignKeyConstraint:
    """Say that a row is about an entry of the county's waitlist."""
    return ForeignKeyConstraint(
        ["county", "entry_id"], ["waitlist_entries.county", "waitlist_entries.id"], name=f"fk_{table}_entry"
    )


def of_elder(table: str) -> ForeignKeyConstraint:
    """Say that a row is about a person of the county."""
    return ForeignKeyConstraint(["county", "elder_id"], ["elders.county", "elders.id"], name=f"fk_{table}_elder")


def of_offer(table: str) -> ForeignKeyConstraint:
    """Say that a row belongs to an offer of the same home."""
    return ForeignKeyConstraint(
        ["county", "institution_id", "offer_id"],
        ["bed_offers.county", "bed_offers.institution_id", "bed_offers.id"],
        name=f"fk_{table}_offer",
    )
