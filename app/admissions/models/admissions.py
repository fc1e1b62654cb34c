"""An admission as a case that is open for days 入院办理, and its tasks."""

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

from app.admissions.models.words import of_file
from app.admissions.rules.kinds import AdmissionState, AdmissionTaskKind, AdmissionTaskState, Basis
from app.core.base import Base, Day, EnumText, Flag, Instant, NewId, one_of
from app.stays.rules.kinds import Ground, Payer, StayKind

__all__ = ["Admission", "AdmissionTask"]

_GROUND = (
    "CASE ground WHEN 'offer' THEN offer_id IS NOT NULL AND entry_id IS NOT NULL AND placement_id IS NULL"
    " WHEN 'placement' THEN placement_id IS NOT NULL AND offer_id IS NULL"
    " WHEN 'emergency' THEN btrim(ground_note) <> '' AND offer_id IS NULL AND placement_id IS NULL"
    " WHEN 'direct' THEN offer_id IS NULL AND placement_id IS NULL ELSE false END"
)


def _of_the_home(column: str, other: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["county", "institution_id", column],
        [f"{other}.county", f"{other}.institution_id", f"{other}.id"],
        name=f"fk_admissions_{column.removesuffix('_id')}",
    )


class Admission(Base):
    """One person on the way into one home: on what ground, into which bed, on what terms, and what became of it.

    The bed of an offer or of a placement is held there; `claim_id` is the hold of an admission that has neither.
    """

    __tablename__ = "admissions"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_admissions_home"),
        *of_file("admissions"),
        # An entry is seen by every home that was wished for, so its key names the county only.
        ForeignKeyConstraint(
            ["county", "entry_id"], ["waitlist_entries.county", "waitlist_entries.id"], name="fk_admissions_entry"
        ),
        _of_the_home("offer_id", "bed_offers"),
        _of_the_home("placement_id", "placement_orders"),
        _of_the_home("bed_id", "beds"),
        _of_the_home("claim_id", "bed_claims"),
        _of_the_home("stay_id", "stays"),
        one_of("admissions", "state", AdmissionState),
        one_of("admissions", "stay_kind", StayKind),
        one_of("admissions", "payer", Payer),
        one_of("admissions", "signs", Basis),
        CheckConstraint(_GROUND, name="ck_admissions_ground"),
        CheckConstraint("(state = 'admitted') = (stay_id IS NOT NULL)", name="ck_admissions_admitted"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="ck_admissions_closed"),
        CheckConstraint("state <> 'given_up' OR btrim(give_up_reason) <> ''", name="ck_admissions_given_up"),
        CheckConstraint("claim_id IS NULL OR bed_id IS NOT NULL", name="ck_admissions_hold"),
        CheckConstraint("planned_end_on IS NULL OR planned_end_on >= planned_on", name="ck_admissions_planned_end"),
        Index("uq_admissions_open", "county", "institution_id", "elder_id", unique=True,
              postgresql_where=text("state = 'open'")),
        Index("uq_admissions_offer", "county", "offer_id", unique=True,
              postgresql_where=text("offer_id IS NOT NULL AND state <> 'given_up'")),
        Index("uq_admissions_placement", "county", "placement_id", unique=True,
              postgresql_where=text("placement_id IS NOT NULL AND state <> 'given_up'")),
        Index("ix_admissions_home", "county", "institution_id", "state", "planned_on"),
        Index("ix_admissions_elder", "county", "elder_id"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[AdmissionState] = mapped_column(
        EnumText(AdmissionState), server_default=AdmissionState.OPEN.value, default=AdmissionState.OPEN
    )
    ground: Mapped[Ground] = mapped_column(EnumText(Ground))
    ground_note: Mapped[str] = mapped_column(String(120), server_default="", default="")
    entry_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    offer_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    placement_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    planned_on: Mapped[Day]
    stay_kind: Mapped[StayKind] = mapped_column(EnumText(StayKind))
    payer: Mapped[Payer] = mapped_column(EnumText(Payer))
    planned_end_on: Mapped[Day | None] = mapped_column(default=None)
    bed_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    claim_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    shares_room: Mapped[Flag] = mapped_column(server_default="false", default=False)
    # Who signs: asked with the identity; NULL until then.
    signs: Mapped[Basis | None] = mapped_column(EnumText(Basis), default=None)
    stay_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    opened_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    opened_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    opened_name: Mapped[str] = mapped_column(String(60), server_default="", default="")
    closed_at: Mapped[Instant | None] = mapped_column(default=None)
    closed_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    give_up_reason: Mapped[str] = mapped_column(String(200), server_default="", default="")
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class AdmissionTask(Base):
    """One task of an admission. What was typed and not yet finished lies sealed in `draft`."""

    __tablename__ = "admission_tasks"
    __table_args__ = (
        PrimaryKeyConstraint("county", "institution_id", "admission_id", "kind", name="pk_admission_tasks"),
        ForeignKeyConstraint(
            ["county", "institution_id", "admission_id"],
            ["admissions.county", "admissions.institution_id", "admissions.id"],
            name="fk_admission_tasks_admission",
        ),
        one_of("admission_tasks", "kind", AdmissionTaskKind),
        one_of("admission_tasks", "state", AdmissionTaskState),
        CheckConstraint("(state IN ('done', 'waived')) = (settled_at IS NOT NULL)", name="ck_admission_tasks_settled"),
        CheckConstraint("state NOT IN ('waived', 'blocked') OR btrim(note) <> ''", name="ck_admission_tasks_reason"),
        CheckConstraint("state <> 'waived' OR kind <> 'bed'", name="ck_admission_tasks_bed"),
    )

    county: Mapped[int] = mapped_column(Integer)
    institution_id: Mapped[int] = mapped_column(BigInteger)
    admission_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[AdmissionTaskKind] = mapped_column(EnumText(AdmissionTaskKind))
    state: Mapped[AdmissionTaskState] = mapped_column(
        EnumText(AdmissionTaskState),
        server_default=AdmissionTaskState.NOT_STARTED.value,
        default=AdmissionTaskState.NOT_STARTED,
    )
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    settled_at: Mapped[Instant | None] = mapped_column(default=None)
    settled_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    settled_name: Mapped[str] = mapped_column(String(60), server_default="", default="")
    seal: Mapped[UUID] = mapped_column(Uuid)
    draft: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    draft_at: Mapped[Instant | None] = mapped_column(default=None)
