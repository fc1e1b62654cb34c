"""Who is supported at home 分散供养, and where 特困 people want to live: dated, because homes and reserves count on it."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, String, Uuid, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Instant, NewId, Spanned, Voidable, one_of, span_check, void_check
from app.placements.models.orders import of_attachment
from app.placements.rules.kinds import SupportLevel, Wish, WishBy

__all__ = ["DispersedSupport", "SupportWish"]


def _of_file(table: str) -> tuple[ForeignKeyConstraint, ForeignKeyConstraint]:
    """Say whose file it is and which home keeps it."""
    return (
        ForeignKeyConstraint(
            ["county", "institution_id"], ["institutions.county", "institutions.id"], name=f"fk_{table}_institution"
        ),
        ForeignKeyConstraint(["county", "elder_id"], ["elders.county", "elders.id"], name=f"fk_{table}_elder"),
    )


class DispersedSupport(Base, Spanned, Voidable):
    """A 特困 person is supported at home from a day on, cared for by somebody who has agreed to it."""

    __tablename__ = "dispersed_supports"
    __table_args__ = (
        *_of_file("dispersed_supports"),
        span_check("dispersed_supports"),
        one_of("dispersed_supports", "level", SupportLevel),
        CheckConstraint("township BETWEEN 110101001 AND 999999999", name="ck_dispersed_supports_township"),
        CheckConstraint("(to_on = 'infinity') = (end_reason = '')", name="ck_dispersed_supports_end"),
        void_check("dispersed_supports"),
        ExcludeConstraint(
            ("county", "="), ("elder_id", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_dispersed_supports_once",
        ),
        Index("ix_dispersed_supports_elder", "county", "elder_id", "from_on"),
        Index("ix_dispersed_supports_home", "county", "institution_id"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    seal: Mapped[UUID] = mapped_column(Uuid)
    township: Mapped[int] = mapped_column(BigInteger)
    level: Mapped[SupportLevel | None] = mapped_column(EnumText(SupportLevel), default=None)
    document_no: Mapped[str] = mapped_column(String(60), server_default="", default="")
    carer: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    carer_phone: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    end_reason: Mapped[str] = mapped_column(String(120), server_default="", default="")
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class SupportWish(Voidable, Base):
    """What a 特困 person wanted on a day; a later one takes its place, none is rewritten."""

    __tablename__ = "support_wishes"
    __table_args__ = (
        *_of_file("support_wishes"),
        of_attachment("support_wishes"),
        one_of("support_wishes", "wish", Wish),
        one_of("support_wishes", "said_by", WishBy),
        void_check("support_wishes"),
        Index("uq_support_wishes_day", "county", "elder_id", "asked_on", unique=True,
              postgresql_where="voided_at IS NULL"),
        Index("ix_support_wishes_home", "county", "institution_id"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    wish: Mapped[Wish] = mapped_column(EnumText(Wish))
    said_by: Mapped[WishBy] = mapped_column(EnumText(WishBy))
    asked_on: Mapped[Day]
    asked_by: Mapped[str] = mapped_column(String(60))
    evidence_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
