"""The end of a stay as a list of tasks 退住办理; the beds it frees stay closed until they are clean."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Instant, NewId, Voidable, one_of, void_check
from app.stays.models.words import of_stay
from app.stays.rules.kinds import EndReason, TaskKind, TaskState

__all__ = ["Discharge", "DischargeBed", "DischargeTask"]


class Discharge(Voidable, Base):
    """One discharge from its first step to its last; `ended_at` is when the stay was ended, `closed_at` when all was done."""

    __tablename__ = "discharges"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_discharges_home"),
        of_stay("discharges"),
        one_of("discharges", "reason", EndReason),
        CheckConstraint("closed_at IS NULL OR ended_at IS NOT NULL", name="ck_discharges_closed"),
        void_check("discharges"),
        Index("uq_discharges_stay", "county", "institution_id", "stay_id", unique=True,
              postgresql_where="voided_at IS NULL"),
        Index("ix_discharges_open", "county", "institution_id", "planned_on",
              postgresql_where="voided_at IS NULL AND closed_at IS NULL"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    stay_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[EndReason] = mapped_column(EnumText(EndReason))
    planned_on: Mapped[Day]
    opened_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    opened_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    ended_at: Mapped[Instant | None] = mapped_column(default=None)
    ended_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    closed_at: Mapped[Instant | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class DischargeTask(Base):
    """One task of a discharge: open, done, or not needed for a reason."""

    __tablename__ = "discharge_tasks"
    __table_args__ = (
        PrimaryKeyConstraint("county", "institution_id", "discharge_id", "kind", name="pk_discharge_tasks"),
        ForeignKeyConstraint(
            ["county", "institution_id", "discharge_id"],
            ["discharges.county", "discharges.institution_id", "discharges.id"],
            name="fk_discharge_tasks_discharge",
        ),
        one_of("discharge_tasks", "kind", TaskKind),
        one_of("discharge_tasks", "state", TaskState),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="ck_discharge_tasks_settled"),
        CheckConstraint("state <> 'waived' OR btrim(note) <> ''", name="ck_discharge_tasks_waived"),
    )

    county: Mapped[int] = mapped_column(Integer)
    institution_id: Mapped[int] = mapped_column(BigInteger)
    discharge_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[TaskKind] = mapped_column(EnumText(TaskKind))
    state: Mapped[TaskState] = mapped_column(
        EnumText(TaskState), server_default=TaskState.OPEN.value, default=TaskState.OPEN
    )
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    settled_at: Mapped[Instant | None] = mapped_column(default=None)
    settled_by: Mapped[int | None] = mapped_column(BigInteger, default=None)


class DischargeBed(Base):
    """A bed that the discharge freed, with the closure that keeps it until it is clean."""

    __tablename__ = "discharge_beds"
    __table_args__ = (
        PrimaryKeyConstraint("county", "institution_id", "discharge_id", "claim_id", name="pk_discharge_beds"),
        ForeignKeyConstraint(
            ["county", "institution_id", "discharge_id"],
            ["discharges.county", "discharges.institution_id", "discharges.id"],
            name="fk_discharge_beds_discharge",
        ),
        ForeignKeyConstraint(
            ["county", "institution_id", "claim_id"],
            ["bed_claims.county", "bed_claims.institution_id", "bed_claims.id"],
            name="fk_discharge_beds_claim",
        ),
        Index("ix_discharge_beds_claim", "county", "institution_id", "claim_id"),
    )

    county: Mapped[int] = mapped_column(Integer)
    institution_id: Mapped[int] = mapped_column(BigInteger)
    discharge_id: Mapped[int] = mapped_column(BigInteger)
    claim_id: Mapped[int] = mapped_column(BigInteger)
