"""Assessments 评估 with their answers and signatures: what was signed is bound to its signatures by a digest."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
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
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.assessments.models.words import of_assessment, of_elder, of_institution
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.states import Reason, SignatureRole, State
from app.core.base import Base, Day, EnumText, Flag, Instant, NewId, Voidable, one_of, void_check

__all__ = ["Assessment", "AssessmentAnswer", "AssessmentSignature"]

# What a signature stands for. Days are numbers, because how a date is written depends on the session that writes it.
_SAID = """scale_code || '|' || scale_version || '|' || rulings::text || '|' || reason || '|' ||
 (assessed_on - DATE '2000-01-01')::text || '|' || coma::text || dementia::text || psychiatric::text || '|' ||
 risk_events::text || '|' || coalesce(total, '') || '|' || coalesce(preliminary::text, '') || '|' ||
 coalesce(final::text, '') || '|' || coalesce(clauses, '') || '|' || coalesce(ladder::text, '') || '|' ||
 (valid_from - DATE '2000-01-01')::text || '|' || coalesce((valid_to - DATE '2000-01-01')::text, '')"""
_DIGEST = f"sha256(replace({_SAID}, chr(92), chr(92) || chr(92))::bytea)"

_SCORED = """state = 'draft' OR (total IS NOT NULL AND preliminary IS NOT NULL AND final IS NOT NULL
 AND clauses IS NOT NULL AND ladder IS NOT NULL)"""
_DECIDED = """CASE WHEN kind = 'self_care' AND state = 'signed'
 THEN coalesce(btrim(deciding_office) <> '', false) AND decided_on IS NOT NULL
 ELSE deciding_office IS NULL AND decided_on IS NULL AND next_review_on IS NULL END"""


class Assessment(Voidable, Base):
    """One assessment of one person on one day, under the scale of that day and the rulings then in force.

    `institution_id` is the home it was made for, None where it was made for none; `assessor_home_id` the home its
    assessors belong to, None for the county or a third party. `valid_to` is the first day it no longer holds.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("county", "visit_key", name="uq_assessments_visit"),
        UniqueConstraint("county", "id", "digest", name="uq_assessments_digest"),
        of_elder("assessments"),
        of_institution("assessments"),
        of_institution("assessments", "assessor_home_id", "assessor_home"),
        of_assessment("assessments", "supersedes_id", "supersedes"),
        one_of("assessments", "kind", ScaleKind),
        one_of("assessments", "reason", Reason),
        one_of("assessments", "state", State),
        CheckConstraint(_SCORED, name="ck_assessments_scored"),
        CheckConstraint("(state = 'signed') = (signed_at IS NOT NULL)", name="ck_assessments_signed"),
        CheckConstraint(_DECIDED, name="ck_assessments_decided"),
        CheckConstraint("valid_from >= assessed_on AND (valid_to IS NULL OR valid_to > valid_from)",
                        name="ck_assessments_validity"),
        CheckConstraint("(disputed_at IS NULL) = (dispute_reason IS NULL) AND (disputed_at IS NULL OR state = 'signed')",
                        name="ck_assessments_dispute"),
        CheckConstraint("supersedes_id IS NULL OR supersedes_id <> id", name="ck_assessments_supersedes"),
        void_check("assessments"),
        Index("ix_assessments_elder", "county", "elder_id", "kind", "assessed_on"),
        Index("ix_assessments_home", "county", "institution_id", "state"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    elder_id: Mapped[int] = mapped_column(BigInteger)
    institution_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    kind: Mapped[ScaleKind] = mapped_column(EnumText(ScaleKind))
    scale_code: Mapped[str] = mapped_column(String(30))
    scale_version: Mapped[str] = mapped_column(String(10))
    # Every setting of the scale with the answer that was in force on the day, so that nothing is looked up again.
    rulings: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}", default=dict)
    reason: Mapped[Reason] = mapped_column(EnumText(Reason))
    reason_note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    assessed_on: Mapped[Day]
    place: Mapped[str] = mapped_column(String(80), server_default="", default="")
    state: Mapped[State] = mapped_column(EnumText(State), server_default=State.DRAFT.value, default=State.DRAFT)
    visit_key: Mapped[UUID] = mapped_column(Uuid)
    coma: Mapped[Flag] = mapped_column(server_default="false", default=False)
    dementia: Mapped[Flag] = mapped_column(server_default="false", default=False)
    psychiatric: Mapped[Flag] = mapped_column(server_default="false", default=False)
    risk_events: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}", default=dict)
    seal: Mapped[UUID] = mapped_column(Uuid)
    particulars: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    total: Mapped[str | None] = mapped_column(String(20), default=None)
    preliminary: Mapped[int | None] = mapped_column(SmallInteger, default=None)
    final: Mapped[int | None] = mapped_column(SmallInteger, default=None)
    clauses: Mapped[str | None] = mapped_column(String(200), default=None)
    ladder: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True), default=None)
    ambiguous: Mapped[Flag] = mapped_column(server_default="false", default=False)
    contradictions: Mapped[list[str]] = mapped_column(JSONB, server_default="[]", default=list)
    valid_from: Mapped[Day]
    valid_to: Mapped[Day | None] = mapped_column(default=None)
    supersedes_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    signed_at: Mapped[Instant | None] = mapped_column(default=None)
    disputed_at: Mapped[Instant | None] = mapped_column(default=None)
    disputed_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    dispute_reason: Mapped[str | None] = mapped_column(String(200), default=None)
    deciding_office: Mapped[str | None] = mapped_column(String(80), default=None)
    decided_on: Mapped[Day | None] = mapped_column(default=None)
    decided_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    next_review_on: Mapped[Day | None] = mapped_column(default=None)
    assessor_home_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")
    digest: Mapped[bytes] = mapped_column(LargeBinary, Computed(_DIGEST, persisted=True), deferred=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_signed(self) -> bool:
        """Whether it counts: signed and not voided."""
        return self.state is State.SIGNED and self.voided_at is None


class AssessmentAnswer(Base):
    """What was answered to one item; written and put right while the assessment is a draft, never afterwards.

    `answered_at` is when the tablet says the row was tapped: of two answers to one item the later one stands. An answer
    that was taken back stays with an empty choice, so that an older one that arrives late does not bring it back.
    """

    __tablename__ = "assessment_answers"
    __table_args__ = (
        PrimaryKeyConstraint("county", "assessment_id", "item", name="pk_assessment_answers"),
        of_assessment("assessment_answers"),
        CheckConstraint("item <> '' AND (choice <> '') = (score IS NOT NULL)", name="ck_assessment_answers_said"),
    )

    county: Mapped[int] = mapped_column(Integer)
    assessment_id: Mapped[int] = mapped_column(BigInteger)
    item: Mapped[str] = mapped_column(String(20))
    choice: Mapped[str] = mapped_column(String(20))
    score: Mapped[int | None] = mapped_column(SmallInteger, default=None)
    answered_at: Mapped[Instant | None] = mapped_column(default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)


class AssessmentSignature(Voidable, Base):
    """One signature under what the assessment said at that moment: while it stands, not a word of it can change.

    `signer_id` is the account of an assessor, None for people without one; `recorded_by` is who held the tablet.
    """

    __tablename__ = "assessment_signatures"
    __table_args__ = (
        of_assessment("assessment_signatures"),
        one_of("assessment_signatures", "role", SignatureRole),
        ForeignKeyConstraint(
            ["county", "assessment_id", "standing_digest"],
            ["assessments.county", "assessments.id", "assessments.digest"],
            name="fk_assessment_signatures_digest",
        ),
        void_check("assessment_signatures"),
        Index("uq_assessment_signatures_role", "county", "assessment_id", "role", unique=True,
              postgresql_where="voided_at IS NULL"),
        Index("uq_assessment_signatures_assessors", "county", "assessment_id", "signer_id", unique=True,
              postgresql_where="voided_at IS NULL AND signer_id IS NOT NULL AND role IN ('assessor_1', 'assessor_2')"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    assessment_id: Mapped[int] = mapped_column(BigInteger)
    role: Mapped[SignatureRole] = mapped_column(EnumText(SignatureRole))
    signer_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    seal: Mapped[UUID] = mapped_column(Uuid)
    name: Mapped[bytes] = mapped_column(LargeBinary)
    image: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    standing_digest: Mapped[bytes | None] = mapped_column(
        LargeBinary, Computed("CASE WHEN voided_at IS NULL THEN digest END", persisted=True), deferred=True
    )
    signed_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
