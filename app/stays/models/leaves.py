"""A resident is away and the bed is kept 请假、住院: still in residence, not in the house."""

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

from app.core.base import Base, Day, EnumText, Flag, Instant, NewId, Spanned, Voidable, one_of, span_check, void_check
from app.stays.models.words import at_check, late_check
from app.stays.rules.kinds import Escort, LateReason, LeaveKind

__all__ = ["Leave"]

_IN_STAY = "voided_at IS NOT NULL OR (from_on >= stay_from_on AND to_on <= stay_to_on)"


class Leave(Base, Spanned, Voidable):
    """One absence inside one stay; an outing of hours begins and ends on one day and spends no night away.

    The stay's days are copied here under a key that holds the copy true, so a leave lies inside its stay.
    `expected_on` is a plan: whoever is overdue is still away.
    """

    __tablename__ = "leaves"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_leaves_home"),
        span_check("leaves"),
        one_of("leaves", "kind", LeaveKind),
        one_of("leaves", "escort", Escort),
        one_of("leaves", "late_reason", LateReason),
        one_of("leaves", "return_late_reason", LateReason),
        CheckConstraint(_IN_STAY, name="ck_leaves_in_stay"),
        CheckConstraint("expected_on IS NULL OR expected_on >= from_on", name="ck_leaves_expected"),
        CheckConstraint("(to_on = 'infinity') = (return_recorded_on IS NULL)", name="ck_leaves_returned"),
        CheckConstraint("left_at IS NULL OR returned_at IS NULL OR returned_at >= left_at", name="ck_leaves_hours"),
        CheckConstraint("NOT ended_with_stay OR (to_on = stay_to_on AND returned_at IS NULL)",
                        name="ck_leaves_with_stay"),
        late_check("leaves", "from_on", "recorded_on", "late_reason", "late"),
        late_check("leaves", "to_on", "return_recorded_on", "return_late_reason", "return_late"),
        at_check("leaves", "left_at", "from_on"),
        at_check("leaves", "returned_at", "to_on"),
        void_check("leaves"),
        ForeignKeyConstraint(
            ["county", "institution_id", "stay_id", "elder_id", "stay_from_on", "stay_to_on", "stay_live"],
            [
                "stays.county", "stays.institution_id", "stays.id", "stays.elder_id",
                "stays.from_on", "stays.to_on", "stays.live",
            ],
            name="fk_leaves_stay", deferrable=True, initially="DEFERRED",
        ),
        ExcludeConstraint(
            ("county", "="), ("stay_id", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_leaves_one_per_stay",
        ),
        Index("ix_leaves_stay", "county", "institution_id", "stay_id", "from_on"),
        Index("ix_leaves_home", "county", "institution_id", "from_on"),
        Index("ix_leaves_open", "county", "institution_id", "expected_on",
              postgresql_where="voided_at IS NULL AND to_on = 'infinity'"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    stay_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    stay_from_on: Mapped[Day]
    stay_to_on: Mapped[Day]
    stay_live: Mapped[bool | None] = mapped_column(
        Computed("CASE WHEN voided_at IS NULL THEN true END", persisted=True), deferred=True
    )
    seal: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[LeaveKind] = mapped_column(EnumText(LeaveKind))
    escort: Mapped[Escort | None] = mapped_column(EnumText(Escort), default=None)
    left_at: Mapped[Instant | None] = mapped_column(default=None)
    returned_at: Mapped[Instant | None] = mapped_column(default=None)
    expected_on: Mapped[Day | None] = mapped_column(default=None)
    place: Mapped[str] = mapped_column(String(60), server_default="", default="")
    notes: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    recorded_on: Mapped[Day] = mapped_column(server_default=text("business_date()"))
    late_reason: Mapped[LateReason | None] = mapped_column(EnumText(LateReason), default=None)
    return_recorded_on: Mapped[Day | None] = mapped_column(default=None)
    return_recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    return_late_reason: Mapped[LateReason | None] = mapped_column(EnumText(LateReason), default=None)
    # The stay ended while the person was away: nobody came back, and undoing the end leaves them away again.
    ended_with_stay: Mapped[Flag] = mapped_column(server_default="false", default=False)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
