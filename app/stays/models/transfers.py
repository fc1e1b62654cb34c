"""From one home to another on one night 调院: asked, accepted, approved, done; two homes and a bureau see the row."""

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.beds.rules.kinds import Sex
from app.core.base import Base, Day, EnumText, Flag, Instant, NewId, one_of
from app.stays.models.words import of_institution, of_stay
from app.stays.rules.kinds import ConsentBy, LateReason, TransferReason

__all__ = ["Transfer", "TransferPerson"]

_STEPS = """(accepted_at IS NULL OR declined_at IS NULL)
 AND (approved_at IS NULL OR (accepted_at IS NOT NULL AND declined_at IS NULL))
 AND (done_at IS NULL OR (approved_at IS NOT NULL AND withdrawn_at IS NULL))"""
_THREE = "approved_by IS NULL OR (approved_by IS DISTINCT FROM asked_by AND approved_by IS DISTINCT FROM accepted_by)"
_ENDED = "((declined_at IS NULL AND withdrawn_at IS NULL) OR btrim(end_reason) <> '')"


class Transfer(Base):
    """One transfer of one or several people, such as a couple; its county and home are the giving ones.

    The receiving home may be another county's, so no key can point at it: `verify` looks instead.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_transfers_home"),
        of_institution("transfers"),
        one_of("transfers", "reason", TransferReason),
        one_of("transfers", "consent_by", ConsentBy),
        one_of("transfers", "late_reason", LateReason),
        CheckConstraint("to_county <> county OR to_institution_id <> institution_id", name="ck_transfers_two_homes"),
        CheckConstraint(_STEPS, name="ck_transfers_steps"),
        CheckConstraint(_THREE, name="ck_transfers_three_people"),
        CheckConstraint(_ENDED, name="ck_transfers_ended"),
        ForeignKeyConstraint(
            ["county", "institution_id", "evidence_id"],
            ["attachments.county", "attachments.institution_id", "attachments.id"],
            name="fk_transfers_evidence",
        ),
        Index("ix_transfers_giving", "county", "institution_id", "asked_at"),
        Index("ix_transfers_receiving", "to_county", "to_institution_id", "asked_at"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    to_county: Mapped[int] = mapped_column(Integer)
    to_institution_id: Mapped[int] = mapped_column(BigInteger)
    # What both sides call each other: neither can read the other's file.
    from_name: Mapped[str] = mapped_column(String(80))
    to_name: Mapped[str] = mapped_column(String(80))
    on: Mapped[Day] = mapped_column("planned_on")
    reason: Mapped[TransferReason] = mapped_column(EnumText(TransferReason))
    late_reason: Mapped[LateReason | None] = mapped_column(EnumText(LateReason), default=None)
    consent_by: Mapped[ConsentBy] = mapped_column(EnumText(ConsentBy))
    consented_on: Mapped[Day]
    evidence_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    asked_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    asked_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    asked_name: Mapped[str] = mapped_column(String(60), server_default="", default="")
    accepted_at: Mapped[Instant | None] = mapped_column(default=None)
    accepted_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    accepted_name: Mapped[str] = mapped_column(String(60), server_default="", default="")
    approved_at: Mapped[Instant | None] = mapped_column(default=None)
    approved_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    approved_name: Mapped[str] = mapped_column(String(60), server_default="", default="")
    declined_at: Mapped[Instant | None] = mapped_column(default=None)
    withdrawn_at: Mapped[Instant | None] = mapped_column(default=None)
    ended_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    end_reason: Mapped[str] = mapped_column(String(200), server_default="", default="")
    done_at: Mapped[Instant | None] = mapped_column(default=None)
    medicine_handed: Mapped[Flag] = mapped_column(server_default="false", default=False)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class TransferPerson(Base):
    """One person of a transfer: what the receiving home needs to say yes, the bed it gives, and what became of it."""

    __tablename__ = "transfer_people"
    __table_args__ = (
        PrimaryKeyConstraint("county", "transfer_id", "elder_id", name="pk_transfer_people"),
        ForeignKeyConstraint(
            ["county", "institution_id", "transfer_id"],
            ["transfers.county", "transfers.institution_id", "transfers.id"],
            name="fk_transfer_people_transfer",
        ),
        of_stay("transfer_people"),
        one_of("transfer_people", "sex", Sex),
        Index("ix_transfer_people_stay", "county", "institution_id", "stay_id"),
    )

    county: Mapped[int] = mapped_column(Integer)
    transfer_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    institution_id: Mapped[int] = mapped_column(BigInteger)
    stay_id: Mapped[int] = mapped_column(BigInteger)
    seal: Mapped[UUID] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(String(60))
    sex: Mapped[Sex] = mapped_column(EnumText(Sex))
    born_year: Mapped[int | None] = mapped_column(Integer, default=None)
    # Sealed under the city's key: the receiving home may be another county's.
    needs: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    to_bed_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    to_bed: Mapped[str] = mapped_column(String(40), server_default="", default="")
    to_elder_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    to_stay_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
