"""Audit lines with their chain heads, looks, and acts that were done. Insert-only by grant."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, Integer, LargeBinary, PrimaryKeyConstraint, String, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, Instant

__all__ = ["AccessEntry", "Act", "AuditEntry", "AuditHead"]


class AuditEntry(Base):
    """One change: who, what, on what, when; hashed with the line before it in its chain."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        # The chain's place and the month's partition key; a place can be filled once.
        PrimaryKeyConstraint("county", "institution_id", "seq", "recorded_on", name="pk_audit_entries"),
        Index("ix_audit_entries_subject", "county", "subject_kind", "subject_id", "recorded_on"),
        Index("ix_audit_entries_user", "county", "user_id", "recorded_on"),
        {"postgresql_partition_by": "RANGE (recorded_on)"},
    )

    county: Mapped[int] = mapped_column(Integer)
    institution_id: Mapped[int] = mapped_column(BigInteger)
    seq: Mapped[int] = mapped_column(BigInteger)
    recorded_on: Mapped[Day]
    at: Mapped[Instant]
    action: Mapped[str] = mapped_column(String(60))
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    sign_in_id: Mapped[int] = mapped_column(BigInteger)
    actor: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None] = mapped_column(BigInteger)
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)
    request_id: Mapped[str] = mapped_column(String(40))
    tap_id: Mapped[UUID | None] = mapped_column(Uuid)
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditHead(Base):
    """Where a chain stands: its last place and hash. A home's lines queue here, and only here."""

    __tablename__ = "audit_heads"
    __table_args__ = (PrimaryKeyConstraint("county", "institution_id", name="pk_audit_heads"),)

    county: Mapped[int] = mapped_column(Integer)
    institution_id: Mapped[int] = mapped_column(BigInteger)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AccessEntry(Base):
    """One look at a person's data: who saw which people, which fields and why; never the values."""

    __tablename__ = "access_entries"
    __table_args__ = (
        PrimaryKeyConstraint("county", "id", "recorded_on", name="pk_access_entries"),
        Index("ix_access_entries_subjects", "subjects", postgresql_using="gin"),
        {"postgresql_partition_by": "RANGE (recorded_on)"},
    )

    county: Mapped[int] = mapped_column(Integer)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    institution_id: Mapped[int] = mapped_column(BigInteger)
    recorded_on: Mapped[Day] = mapped_column(server_default=text("business_date()"))
    at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    sign_in_id: Mapped[int] = mapped_column(BigInteger)
    actor: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subjects: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    fields: Mapped[list[str]] = mapped_column(ARRAY(String(60)))
    purpose: Mapped[str] = mapped_column(String(200))
    request_id: Mapped[str] = mapped_column(String(40))


class Act(Base):
    """One tap that was done, for ever: the same tap again renders the answer and writes nothing."""

    __tablename__ = "acts"
    __table_args__ = (PrimaryKeyConstraint("county", "tap_id", name="pk_acts"),)

    county: Mapped[int] = mapped_column(Integer)
    tap_id: Mapped[UUID] = mapped_column(Uuid)
    action: Mapped[str] = mapped_column(String(60))
    body_hash: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    done_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
