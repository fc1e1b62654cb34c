"""Placement orders 安置通知: a 特困 person does not queue; township, county and home decide one after the other."""

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Instant, NewId, one_of, words
from app.placements.rules.kinds import LIVE, OrderState, Signer

__all__ = ["PlacementNumber", "PlacementOrder", "of_attachment", "of_home_row"]

_DECIDED = "('decided', 'received', 'admitted')"
_STEPS = (
    f"state NOT IN {_DECIDED} OR (township_signed_on IS NOT NULL AND btrim(township_signed_by) <> ''"
    " AND decided_on IS NOT NULL AND btrim(decision_no) <> '')"
)
_DAYS = (
    "(township_signed_on IS NULL OR township_signed_on >= applied_on)"
    " AND (decided_on IS NULL OR township_signed_on IS NULL OR decided_on >= township_signed_on)"
)
_AGREEMENT = (
    "state <> 'admitted' OR (agreement_on IS NOT NULL AND agreement_by IS NOT NULL AND agreement_signer IS NOT NULL)"
)


def of_attachment(table: str, column: str = "evidence_id") -> ForeignKeyConstraint:
    """Say that a scan lies with the same home."""
    return ForeignKeyConstraint(
        ["county", "institution_id", column],
        ["attachments.county", "attachments.institution_id", "attachments.id"],
        name=f"fk_{table}_{column.removesuffix('_id')}",
    )


def of_home_row(table: str, column: str, other: str) -> ForeignKeyConstraint:
    """Say that a row of the same home is meant: a stay, a bed or a claim on one."""
    return ForeignKeyConstraint(
        ["county", "institution_id", column],
        [f"{other}.county", f"{other}.institution_id", f"{other}.id"],
        name=f"fk_{table}_{column.removesuffix('_id')}",
    )


class PlacementOrder(Base):
    """One order that a home take a 特困 person in: applied for at the township, decided by the county, received, filled.

    The three-party agreement 三方协议 is signed by the township, the home and the person or their guardian.
    """

    __tablename__ = "placement_orders"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_placement_orders_home"),
        UniqueConstraint("county", "number", name="uq_placement_orders_number"),
        ForeignKeyConstraint(
            ["county", "institution_id"], ["institutions.county", "institutions.id"],
            name="fk_placement_orders_institution",
        ),
        ForeignKeyConstraint(["county", "elder_id"], ["elders.county", "elders.id"], name="fk_placement_orders_elder"),
        of_home_row("placement_orders", "stay_id", "stays"),
        of_home_row("placement_orders", "bed_id", "beds"),
        of_home_row("placement_orders", "claim_id", "bed_claims"),
        of_attachment("placement_orders"),
        of_attachment("placement_orders", "agreement_id"),
        of_attachment("placement_orders", "guardian_id"),
        one_of("placement_orders", "state", OrderState),
        one_of("placement_orders", "agreement_by", Signer),
        CheckConstraint("township BETWEEN 110101001 AND 999999999", name="ck_placement_orders_township"),
        CheckConstraint(_DAYS, name="ck_placement_orders_days"),
        CheckConstraint(_STEPS, name="ck_placement_orders_decided"),
        CheckConstraint("state NOT IN ('received', 'admitted') OR received_at IS NOT NULL",
                        name="ck_placement_orders_received"),
        CheckConstraint(_AGREEMENT, name="ck_placement_orders_agreement"),
        CheckConstraint("agreement_by IS DISTINCT FROM 'guardian' OR guardian_id IS NOT NULL",
                        name="ck_placement_orders_guardian"),
        CheckConstraint("(state = 'admitted') = (stay_id IS NOT NULL)", name="ck_placement_orders_admitted"),
        CheckConstraint("(claim_id IS NULL) = (bed_id IS NULL)", name="ck_placement_orders_hold"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)"
                        " AND (cancelled_at IS NULL OR btrim(cancel_reason) <> '')",
                        name="ck_placement_orders_cancelled"),
        Index("uq_placement_orders_live", "county", "elder_id", unique=True,
              postgresql_where=text(f"state IN ({words(LIVE)})")),
        Index("ix_placement_orders_home", "county", "institution_id", "state"),
        Index("ix_placement_orders_elder", "county", "elder_id"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    seal: Mapped[UUID] = mapped_column(Uuid)
    number: Mapped[str] = mapped_column(String(30))
    state: Mapped[OrderState] = mapped_column(
        EnumText(OrderState), server_default=OrderState.DRAFTED.value, default=OrderState.DRAFTED
    )
    township: Mapped[int] = mapped_column(BigInteger)
    applied_on: Mapped[Day]
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    township_signed_on: Mapped[Day | None] = mapped_column(default=None)
    township_signed_by: Mapped[str] = mapped_column(String(60), server_default="", default="")
    drafted_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    drafted_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    decided_on: Mapped[Day | None] = mapped_column(default=None)
    decided_at: Mapped[Instant | None] = mapped_column(default=None)
    decided_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    decided_name: Mapped[str] = mapped_column(String(60), server_default="", default="")
    decision_no: Mapped[str] = mapped_column(String(60), server_default="", default="")
    # The county's decision on paper.
    evidence_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    agreement_on: Mapped[Day | None] = mapped_column(default=None)
    agreement_by: Mapped[Signer | None] = mapped_column(EnumText(Signer), default=None)
    agreement_signer: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    agreement_home_signer: Mapped[str] = mapped_column(String(60), server_default="", default="")
    agreement_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    # What makes the guardian one, scanned.
    guardian_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    received_at: Mapped[Instant | None] = mapped_column(default=None)
    received_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    received_name: Mapped[str] = mapped_column(String(60), server_default="", default="")
    bed_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    claim_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    stay_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    cancelled_at: Mapped[Instant | None] = mapped_column(default=None)
    cancelled_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    cancel_reason: Mapped[str] = mapped_column(String(200), server_default="", default="")
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PlacementNumber(Base):
    """The last number a county has given to an order in a year; its row's lock keeps the numbers without a gap."""

    __tablename__ = "placement_numbers"
    __table_args__ = (
        PrimaryKeyConstraint("county", "year", name="pk_placement_numbers"),
        CheckConstraint("last_no > 0", name="ck_placement_numbers_last_no"),
    )

    county: Mapped[int] = mapped_column(Integer)
    year: Mapped[int] = mapped_column(SmallInteger)
    last_no: Mapped[int] = mapped_column(Integer)
