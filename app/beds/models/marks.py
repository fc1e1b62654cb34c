"""What beds are certified as 床位认定: dated, independent of each other, each on its paper."""

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.beds.rules.kinds import MarkKind
from app.core.base import Base, Day, EnumText, NewId, Spanned, Voidable, one_of, span_check

__all__ = ["BedMark"]


class BedMark(Base, Spanned, Voidable):
    """One mark of one bed from one day to another. The nursing share of last March is last March's."""

    __tablename__ = "bed_marks"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_bed_marks_home"),
        span_check("bed_marks"),
        one_of("bed_marks", "kind", MarkKind),
        CheckConstraint("btrim(basis) <> '' OR btrim(document_no) <> ''", name="ck_bed_marks_basis"),
        CheckConstraint("expires_on IS NULL OR expires_on >= from_on", name="ck_bed_marks_expires"),
        ForeignKeyConstraint(
            ["county", "institution_id", "bed_id"],
            ["beds.county", "beds.institution_id", "beds.id"],
            name="fk_bed_marks_bed",
        ),
        ForeignKeyConstraint(
            ["county", "institution_id", "evidence_id"],
            ["attachments.county", "attachments.institution_id", "attachments.id"],
            name="fk_bed_marks_evidence",
        ),
        ExcludeConstraint(
            ("county", "="), ("bed_id", "="), ("facet", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_bed_marks_one_per_facet",
        ),
        Index("ix_bed_marks_home", "county", "institution_id", "from_on"),
        Index("ix_bed_marks_bed", "county", "bed_id", "from_on"),
        Index("ix_bed_marks_evidence", "county", "institution_id", "evidence_id"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    bed_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[MarkKind] = mapped_column(EnumText(MarkKind))
    facet: Mapped[str] = mapped_column(
        String(20),
        Computed("CASE WHEN kind IN ('nursing', 'general') THEN 'care' ELSE kind END", persisted=True),
        deferred=True,
    )
    basis: Mapped[str] = mapped_column(String(120), server_default="", default="")
    document_no: Mapped[str] = mapped_column(String(60), server_default="", default="")
    certified_on: Mapped[Day | None] = mapped_column(default=None)
    expires_on: Mapped[Day | None] = mapped_column(default=None)
    evidence_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
