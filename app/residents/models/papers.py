"""Papers that say who somebody is, and the policy categories they are in, dated and on evidence."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String, Uuid, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Instant, NewId, Spanned, Voidable, one_of, span_check, void_check
from app.residents.models.words import of_elder
from app.residents.rules.kinds import Category, PaperKind

__all__ = ["ElderCategory", "ElderPaper"]


class ElderPaper(Voidable, Base):
    """One paper's number, sealed. Blind indexes let equal numbers meet: in the county, in the city, by the last four."""

    __tablename__ = "elder_papers"
    __table_args__ = (
        of_elder("elder_papers"),
        one_of("elder_papers", "kind", PaperKind),
        void_check("elder_papers"),
        Index(
            "uq_elder_papers_number", "county", "kind", "number_bi", unique=True, postgresql_where="voided_at IS NULL"
        ),
        Index("uq_elder_papers_kind", "county", "elder_id", "kind", unique=True, postgresql_where="voided_at IS NULL"),
        Index("ix_elder_papers_city", "city_bi"),
        Index("ix_elder_papers_last_four", "county", "last_four_bi"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    elder_id: Mapped[int] = mapped_column(BigInteger)
    seal: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[PaperKind] = mapped_column(EnumText(PaperKind))
    number: Mapped[bytes] = mapped_column(LargeBinary)
    number_bi: Mapped[bytes] = mapped_column(LargeBinary)
    city_bi: Mapped[bytes] = mapped_column(LargeBinary)
    last_four_bi: Mapped[bytes] = mapped_column(LargeBinary)
    expires_on: Mapped[Day | None] = mapped_column(default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)


class ElderCategory(Base, Spanned, Voidable):
    """A policy category a person is in from one day to another, on its paper."""

    __tablename__ = "elder_categories"
    __table_args__ = (
        of_elder("elder_categories"),
        span_check("elder_categories"),
        one_of("elder_categories", "kind", Category),
        void_check("elder_categories"),
        CheckConstraint("kind = 'social' OR btrim(document_no) <> '' OR evidence_id IS NOT NULL OR unverified",
                        name="ck_elder_categories_basis"),
        ExcludeConstraint(
            ("county", "="), ("elder_id", "="), ("kind", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_elder_categories_once",
        ),
        Index("ix_elder_categories_elder", "county", "elder_id", "from_on"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    elder_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[Category] = mapped_column(EnumText(Category))
    document_no: Mapped[str] = mapped_column(String(60), server_default="", default="")
    # The scan lies with the home that handed it in, so it is named by both keys.
    evidence_home_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    evidence_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    # Said by the family or a ledger, with no paper seen yet 待核.
    unverified: Mapped[bool] = mapped_column(server_default="false", default=False)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
