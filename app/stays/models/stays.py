"""One admission to one discharge 入住, and what changed of its kind and payer meanwhile."""

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Instant, NewId, Spanned, Voidable, one_of, span_check, void_check
from app.stays.models.words import at_check, late_check, of_institution, of_stay
from app.stays.rules.kinds import EndReason, Ground, LateReason, Payer, StayKind

__all__ = ["Stay", "StayChange"]


class Stay(Base, Spanned, Voidable):
    """A person lives in a home from the day of admission to the day of discharge, which is no longer counted.

    Who arrives and leaves on one day has a stay of zero bed-days. `to_on` is only ever what happened; what is
    planned stands in `planned_end_on`.
    """

    __tablename__ = "stays"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_stays_home"),
        UniqueConstraint(
            "county", "institution_id", "id", "elder_id", "from_on", "to_on", "live", name="uq_stays_span"
        ),
        of_institution("stays"),
        ForeignKeyConstraint(["county", "elder_id"], ["elders.county", "elders.id"], name="fk_stays_elder"),
        span_check("stays"),
        one_of("stays", "kind", StayKind),
        one_of("stays", "ground", Ground),
        one_of("stays", "payer", Payer),
        one_of("stays", "end_reason", EndReason),
        one_of("stays", "late_reason", LateReason),
        one_of("stays", "end_late_reason", LateReason),
        CheckConstraint("(to_on = 'infinity') = (end_reason IS NULL)", name="ck_stays_end"),
        CheckConstraint("(to_on = 'infinity') = (end_recorded_on IS NULL)", name="ck_stays_end_recorded"),
        CheckConstraint("planned_end_on IS NULL OR planned_end_on >= from_on", name="ck_stays_planned_end"),
        late_check("stays", "from_on", "recorded_on", "late_reason", "late"),
        late_check("stays", "to_on", "end_recorded_on", "end_late_reason", "end_late"),
        at_check("stays", "arrived_at", "from_on"),
        at_check("stays", "left_at", "to_on"),
        void_check("stays"),
        ExcludeConstraint(
            ("county", "="), ("elder_id", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_stays_one_per_elder",
        ),
        # Under row security the exclusion's index is not used: these carry the questions.
        Index("ix_stays_home", "county", "institution_id", "from_on"),
        Index("ix_stays_elder", "county", "elder_id", "from_on"),
        Index("ix_stays_current", "county", "institution_id", "elder_id",
              postgresql_where="voided_at IS NULL AND to_on = 'infinity'"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    live: Mapped[bool] = mapped_column(Computed("voided_at IS NULL", persisted=True), deferred=True)
    kind: Mapped[StayKind] = mapped_column(EnumText(StayKind))
    ground: Mapped[Ground] = mapped_column(EnumText(Ground))
    ground_note: Mapped[str] = mapped_column(String(120), server_default="", default="")
    payer: Mapped[Payer] = mapped_column(EnumText(Payer))
    arrived_at: Mapped[Instant | None] = mapped_column(default=None)
    left_at: Mapped[Instant | None] = mapped_column(default=None)
    planned_end_on: Mapped[Day | None] = mapped_column(default=None)
    end_reason: Mapped[EndReason | None] = mapped_column(EnumText(EndReason), default=None)
    end_note: Mapped[str] = mapped_column(String(120), server_default="", default="")
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    recorded_on: Mapped[Day] = mapped_column(server_default=text("business_date()"))
    late_reason: Mapped[LateReason | None] = mapped_column(EnumText(LateReason), default=None)
    end_recorded_on: Mapped[Day | None] = mapped_column(default=None)
    end_late_reason: Mapped[LateReason | None] = mapped_column(EnumText(LateReason), default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class StayChange(Voidable, Base):
    """From this day on the stay is of another kind, or somebody else pays 试住转长住; the newest one speaks."""

    __tablename__ = "stay_changes"
    __table_args__ = (
        of_stay("stay_changes"),
        one_of("stay_changes", "kind", StayKind),
        one_of("stay_changes", "payer", Payer),
        one_of("stay_changes", "late_reason", LateReason),
        late_check("stay_changes", "from_on", "recorded_on", "late_reason", "late"),
        void_check("stay_changes"),
        Index("uq_stay_changes_day", "county", "institution_id", "stay_id", "from_on", unique=True,
              postgresql_where="voided_at IS NULL"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    stay_id: Mapped[int] = mapped_column(BigInteger)
    seal: Mapped[UUID] = mapped_column(Uuid)
    from_on: Mapped[Day]
    kind: Mapped[StayKind] = mapped_column(EnumText(StayKind))
    payer: Mapped[Payer] = mapped_column(EnumText(Payer))
    notes: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    recorded_on: Mapped[Day] = mapped_column(server_default=text("business_date()"))
    late_reason: Mapped[LateReason | None] = mapped_column(EnumText(LateReason), default=None)
