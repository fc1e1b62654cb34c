"""Rulings 口径: what counts as occupied, as dated settings of a county."""

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.census.rules.rulings import RulingCode
from app.core.base import Base, EnumText, Flag, Instant, NewId, Spanned, Voidable, one_of, span_check, void_check

__all__ = ["Ruling"]


class Ruling(Base, Spanned, Voidable):
    """One answer of a county to one question of counting, from one day to another; without a row the default holds."""

    __tablename__ = "rulings"
    __table_args__ = (
        span_check("rulings"),
        one_of("rulings", "code", RulingCode),
        CheckConstraint("btrim(basis) <> ''", name="ck_rulings_basis"),
        void_check("rulings"),
        ExcludeConstraint(
            ("county", "="), ("code", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_rulings_one_per_code",
        ),
        Index("ix_rulings_code", "county", "code", "from_on"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    code: Mapped[RulingCode] = mapped_column(EnumText(RulingCode))
    counts: Mapped[Flag]
    basis: Mapped[str] = mapped_column(String(200))
    # 来源待核: said, but no paper has been seen.
    unverified: Mapped[Flag] = mapped_column(server_default="false", default=False)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
