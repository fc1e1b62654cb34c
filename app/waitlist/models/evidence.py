"""What an application rests on: circumstances with their evidence, and the checks that were made."""

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Instant, NewId, Spanned, Voidable, one_of, span_check, void_check
from app.waitlist.models.words import of_entry
from app.waitlist.rules.kinds import CheckKind, CheckResult, CircumstanceKind

__all__ = ["WaitlistCheck", "WaitlistCircumstance"]


class WaitlistCircumstance(Base, Spanned, Voidable):
    """Something about the applicant's life that a policy asks for, dated; it counts once somebody has verified it."""

    __tablename__ = "waitlist_circumstances"
    __table_args__ = (
        of_entry("waitlist_circumstances"),
        span_check("waitlist_circumstances"),
        one_of("waitlist_circumstances", "kind", CircumstanceKind),
        CheckConstraint("(verified_at IS NULL) = (verified_by IS NULL)", name="ck_waitlist_circumstances_verified"),
        CheckConstraint("(evidence_id IS NULL) = (evidence_home_id IS NULL)",
                        name="ck_waitlist_circumstances_evidence"),
        void_check("waitlist_circumstances"),
        ExcludeConstraint(
            ("county", "="), ("entry_id", "="), ("kind", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_waitlist_circumstances_once",
        ),
        Index("ix_waitlist_circumstances_entry", "county", "entry_id"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    entry_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[CircumstanceKind] = mapped_column(EnumText(CircumstanceKind))
    document_no: Mapped[str] = mapped_column(String(60), server_default="", default="")
    # The scan lies with the home that handed it in, so it is named by both keys.
    evidence_home_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    evidence_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    verified_at: Mapped[Instant | None] = mapped_column(default=None)
    verified_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class WaitlistCheck(Base):
    """One check of one application; the newest of each kind speaks, the earlier ones stay."""

    __tablename__ = "waitlist_checks"
    __table_args__ = (
        of_entry("waitlist_checks"),
        one_of("waitlist_checks", "kind", CheckKind),
        one_of("waitlist_checks", "result", CheckResult),
        CheckConstraint("result = 'passed' OR btrim(note) <> ''", name="ck_waitlist_checks_note"),
        Index("ix_waitlist_checks_entry", "county", "entry_id", "kind", "id"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    entry_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[CheckKind] = mapped_column(EnumText(CheckKind))
    result: Mapped[CheckResult] = mapped_column(EnumText(CheckResult))
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    on: Mapped[Day] = mapped_column("checked_on", server_default=text("business_date()"))
    by: Mapped[int | None] = mapped_column("checked_by", BigInteger, default=None)
    by_name: Mapped[str] = mapped_column(String(80))
