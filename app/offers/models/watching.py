"""What the bureau watches: why a free bed was not offered, and second looks at a home's own assessments."""

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Instant, NewId, one_of
from app.offers.models.words import of_bed, of_elder, of_entry, of_home
from app.offers.rules.kinds import ExplainReason, SpotOutcome

__all__ = ["BedExplanation", "SpotCheck"]


class BedExplanation(Base):
    """Why a free bed has not been offered, said by the home on a day; written once, a later one takes its place."""

    __tablename__ = "bed_explanations"
    __table_args__ = (
        of_home("bed_explanations"),
        of_bed("bed_explanations"),
        one_of("bed_explanations", "reason", ExplainReason),
        CheckConstraint("reason <> 'other' OR btrim(note) <> ''", name="ck_bed_explanations_note"),
        Index("ix_bed_explanations_bed", "county", "institution_id", "bed_id", "on_day"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    bed_id: Mapped[int] = mapped_column(BigInteger)
    on_day: Mapped[Day]
    reason: Mapped[ExplainReason] = mapped_column(EnumText(ExplainReason))
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    by_name: Mapped[str] = mapped_column(String(60), server_default="", default="")


class SpotCheck(Base):
    """An applicant whom the home itself assessed, drawn for a second assessment by somebody else."""

    __tablename__ = "spot_checks"
    __table_args__ = (
        of_home("spot_checks"),
        of_entry("spot_checks"),
        of_elder("spot_checks"),
        one_of("spot_checks", "outcome", SpotOutcome),
        CheckConstraint("share BETWEEN 1 AND 100", name="ck_spot_checks_share"),
        CheckConstraint(
            "(done_at IS NULL) = (outcome IS NULL) AND (done_at IS NULL) = (level_after IS NULL)",
            name="ck_spot_checks_done",
        ),
        Index("uq_spot_checks_assessment", "county", "assessment_id", unique=True),
        Index("ix_spot_checks_home", "county", "institution_id", "drawn_at"),
        Index("ix_spot_checks_entry", "county", "entry_id"),
        Index("ix_spot_checks_elder", "county", "elder_id"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    # The home whose own people assessed.
    institution_id: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    assessment_id: Mapped[int] = mapped_column(BigInteger)
    assessed_on: Mapped[Day]
    share: Mapped[int] = mapped_column(SmallInteger)
    # What the draw was made from: anyone can draw again from the same word and get the same.
    lot: Mapped[str] = mapped_column(String(64))
    drawn_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    drawn_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    level_before: Mapped[int] = mapped_column(SmallInteger)
    level_after: Mapped[int | None] = mapped_column(SmallInteger, default=None)
    outcome: Mapped[SpotOutcome | None] = mapped_column(EnumText(SpotOutcome), default=None)
    done_at: Mapped[Instant | None] = mapped_column(default=None)
    done_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
