"""Reported figures 上报数: what a home without rows of its own says it has, as of a day."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.census.rules.reported import ReportedKind
from app.core.base import Base, Day, EnumText, Instant, NewId, Voidable, one_of, void_check

__all__ = ["ReportedFigure"]


class ReportedFigure(Voidable, Base):
    """One home's beds of one kind as of one day. What was not filled in is NULL 未填, never zero.

    `code` and `label` are the source's own kind of bed where it knows more kinds than we do.
    """

    __tablename__ = "reported_figures"
    __table_args__ = (
        ForeignKeyConstraint(
            ["county", "institution_id"],
            ["institutions.county", "institutions.id"],
            name="fk_reported_figures_institution",
        ),
        one_of("reported_figures", "kind", ReportedKind),
        CheckConstraint(
            "coalesce(registered, 0) >= 0 AND coalesce(occupied, 0) >= 0 AND coalesce(available, 0) >= 0"
            " AND coalesce(admitted, 0) >= 0",
            name="ck_reported_figures_counts",
        ),
        CheckConstraint(
            "registered IS NOT NULL OR occupied IS NOT NULL OR available IS NOT NULL",
            name="ck_reported_figures_something",
        ),
        CheckConstraint("btrim(source) <> ''", name="ck_reported_figures_source"),
        void_check("reported_figures"),
        Index("uq_reported_figures_day", "county", "institution_id", "kind", "code", "as_of", unique=True,
              postgresql_where="voided_at IS NULL"),
        Index("ix_reported_figures_day", "county", "kind", "as_of"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    as_of: Mapped[Day]
    kind: Mapped[ReportedKind] = mapped_column(EnumText(ReportedKind))
    code: Mapped[str] = mapped_column(String(40), server_default="", default="")
    label: Mapped[str] = mapped_column(String(80), server_default="", default="")
    registered: Mapped[int | None] = mapped_column(Integer, default=None)
    occupied: Mapped[int | None] = mapped_column(Integer, default=None)
    available: Mapped[int | None] = mapped_column(Integer, default=None)
    # Admissions since the report before, where the home says them.
    admitted: Mapped[int | None] = mapped_column(Integer, default=None)
    # Which paper or workbook said it.
    source: Mapped[str] = mapped_column(String(120))
    unverified: Mapped[bool] = mapped_column(server_default="false", default=False)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
