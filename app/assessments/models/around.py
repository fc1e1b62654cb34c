"""What stands around assessments: what calls for the next one, what a county rules on the scales, the nine risks."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.assessments.models.words import of_assessment, of_elder, of_institution
from app.assessments.rules.states import Reason, TriggerKind
from app.core.base import Base, Day, EnumText, Flag, Instant, NewId, Spanned, Voidable, one_of, span_check, void_check

__all__ = ["AssessmentTrigger", "RiskAssessment", "ScaleRuling"]


class AssessmentTrigger(Base):
    """Something that calls for an 即时评估; it is open until an assessment answers it or somebody says why none is due."""

    __tablename__ = "assessment_triggers"
    __table_args__ = (
        of_elder("assessment_triggers"),
        of_institution("assessment_triggers"),
        of_assessment("assessment_triggers", "handled_by_id", "handled_by"),
        one_of("assessment_triggers", "kind", TriggerKind),
        CheckConstraint("(dismissed_at IS NULL) = (dismissed_reason IS NULL)"
                        " AND (dismissed_at IS NULL OR handled_by_id IS NULL)",
                        name="ck_assessment_triggers_dismissed"),
        Index("ix_assessment_triggers_elder", "county", "elder_id", "happened_on"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    elder_id: Mapped[int] = mapped_column(BigInteger)
    institution_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    kind: Mapped[TriggerKind] = mapped_column(EnumText(TriggerKind))
    happened_on: Mapped[Day]
    seal: Mapped[UUID] = mapped_column(Uuid)
    note: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    handled_by_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    dismissed_at: Mapped[Instant | None] = mapped_column(default=None)
    dismissed_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    dismissed_reason: Mapped[str | None] = mapped_column(String(200), default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)


class ScaleRuling(Base, Spanned, Voidable):
    """A county's answer to a question on which a scale's standard is silent; without one the file's default holds."""

    __tablename__ = "scale_rulings"
    __table_args__ = (
        span_check("scale_rulings"),
        CheckConstraint("btrim(basis) <> ''", name="ck_scale_rulings_basis"),
        void_check("scale_rulings"),
        ExcludeConstraint(
            ("county", "="), ("scale", "="), ("code", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_scale_rulings_one_per_code",
        ),
        Index("ix_scale_rulings_code", "county", "scale", "code", "from_on"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    scale: Mapped[str] = mapped_column(String(30))
    code: Mapped[str] = mapped_column(String(30))
    # As JSON writes it: true, 3, "milder".
    value: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(200))
    # 来源待核: said, but no paper has been seen.
    unverified: Mapped[Flag] = mapped_column(server_default="false", default=False)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class RiskAssessment(Voidable, Base):
    """The nine risks of one person on one day (GB 38600-2019): how high each is, what is done, who was told."""

    __tablename__ = "risk_assessments"
    __table_args__ = (
        of_elder("risk_assessments"),
        of_institution("risk_assessments"),
        one_of("risk_assessments", "reason", Reason),
        CheckConstraint("next_due_on > assessed_on AND next_due_on <= (assessed_on + INTERVAL '1 year')::date",
                        name="ck_risk_assessments_due"),
        CheckConstraint("(told_to IS NULL) = (told_on IS NULL) AND (told_on IS NOT NULL OR NOT consent_signed)",
                        name="ck_risk_assessments_told"),
        CheckConstraint("assessor_2_id IS NULL OR assessor_2_id IS DISTINCT FROM assessor_1_id",
                        name="ck_risk_assessments_two"),
        void_check("risk_assessments"),
        Index("ix_risk_assessments_elder", "county", "elder_id", "assessed_on"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    elder_id: Mapped[int] = mapped_column(BigInteger)
    institution_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    assessed_on: Mapped[Day]
    reason: Mapped[Reason] = mapped_column(EnumText(Reason))
    grades: Mapped[dict[str, Any]] = mapped_column(JSONB)
    assessor_1_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    assessor_2_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    seal: Mapped[UUID] = mapped_column(Uuid)
    told_to: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    told_on: Mapped[Day | None] = mapped_column(default=None)
    consent_signed: Mapped[Flag] = mapped_column(server_default="false", default=False)
    next_due_on: Mapped[Day]
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
