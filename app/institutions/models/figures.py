"""Registered beds 核定 as a document's figure, and the price list 收费标准."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Instant, NewId, Voidable, one_of, span_check, void_check
from app.institutions.models.said import Dated, late_check
from app.institutions.rules.figures import Basis, PriceUnit

__all__ = ["PriceItem", "RegisteredBeds"]


class RegisteredBeds(Base, Dated, Voidable):
    """How many beds a home is registered with from one day to another, as a paper says it."""

    __tablename__ = "registered_beds"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_registered_beds_home"),
        ForeignKeyConstraint(
            ["county", "institution_id"], ["institutions.county", "institutions.id"],
            name="fk_registered_beds_institution",
        ),
        ForeignKeyConstraint(
            ["county", "institution_id", "attachment_id"],
            ["attachments.county", "attachments.institution_id", "attachments.id"],
            name="fk_registered_beds_attachment",
        ),
        span_check("registered_beds"),
        CheckConstraint("value > 0", name="ck_registered_beds_value"),
        one_of("registered_beds", "basis", Basis),
        CheckConstraint("btrim(document_no) <> ''", name="ck_registered_beds_document"),
        late_check("registered_beds"),
        void_check("registered_beds"),
        ExcludeConstraint(
            ("county", "="), ("institution_id", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_registered_beds_one",
        ),
        Index("ix_registered_beds_home", "county", "institution_id", "from_on"),
        Index("ix_registered_beds_attachment", "county", "institution_id", "attachment_id"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    value: Mapped[int] = mapped_column(Integer)
    basis: Mapped[Basis] = mapped_column(EnumText(Basis))
    document_no: Mapped[str] = mapped_column(String(80))
    issued_by: Mapped[str] = mapped_column(String(80), server_default="", default="")
    issued_on: Mapped[Day | None] = mapped_column(default=None)
    attachment_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    late_reason: Mapped[str] = mapped_column(String(200), server_default="", default="")
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)


class PriceItem(Base, Dated, Voidable):
    """What one item costs from one day to another, published before it holds. Contracts keep the price they were signed at."""

    __tablename__ = "price_items"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_price_items_home"),
        ForeignKeyConstraint(
            ["county", "institution_id"], ["institutions.county", "institutions.id"],
            name="fk_price_items_institution",
        ),
        span_check("price_items"),
        CheckConstraint("btrim(item) <> ''", name="ck_price_items_item"),
        one_of("price_items", "unit", PriceUnit),
        CheckConstraint("amount >= 0", name="ck_price_items_amount"),
        CheckConstraint("published_on <= from_on", name="ck_price_items_published"),
        void_check("price_items"),
        ExcludeConstraint(
            ("county", "="), ("institution_id", "="), ("item", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_price_items_one",
        ),
        Index("ix_price_items_home", "county", "institution_id", "from_on"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    item: Mapped[str] = mapped_column(String(40))
    unit: Mapped[PriceUnit] = mapped_column(EnumText(PriceUnit))
    # In 分, so that no sum is ever rounded.
    amount: Mapped[int] = mapped_column(Integer)
    published_on: Mapped[Day | None] = mapped_column(default=None)
    document_no: Mapped[str] = mapped_column(String(80), server_default="", default="")
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
