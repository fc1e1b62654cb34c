"""Regions and outside figures about them: reference tables that every tenant reads, so without a county column."""

from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Identity,
    Index,
    Numeric,
    PrimaryKeyConstraint,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Flag, Instant, Voidable, one_of, void_check
from app.regions.rules import FigureKind, Level

__all__ = ["Region", "RegionFigure"]

CODE_FITS_LEVEL = """CASE level
 WHEN 'province' THEN code BETWEEN 110000 AND 990000 AND mod(code, 10000) = 0
 WHEN 'city' THEN code BETWEEN 110100 AND 999900 AND mod(code, 100) = 0 AND mod(code, 10000) <> 0
 WHEN 'county' THEN code BETWEEN 110101 AND 999999 AND mod(code, 100) <> 0
 ELSE code BETWEEN 110101001 AND 999999999 END"""


class Region(Base):
    """A province, city, county or township by its GB/T 2260 code (townships: nine digits)."""

    __tablename__ = "regions"
    __table_args__ = (
        PrimaryKeyConstraint("code", name="pk_regions"),
        ForeignKeyConstraint(["parent_code"], ["regions.code"], name="fk_regions_parent"),
        one_of("regions", "level", Level),
        CheckConstraint(CODE_FITS_LEVEL, name="ck_regions_code"),
        CheckConstraint("(parent_code IS NULL) = (level = 'province')", name="ck_regions_parent"),
        CheckConstraint("length(btrim(name)) > 0", name="ck_regions_name"),
        CheckConstraint("test = (left(code::text, 2) = '99')", name="ck_regions_test"),
        CheckConstraint("until_on >= since_on", name="ck_regions_span"),
        # An abolished county may share its name with the one that took its place.
        Index("uq_regions_sibling_name", "parent_code", "name", unique=True, postgresql_where=text("until_on IS NULL")),
    )

    code: Mapped[int] = mapped_column(BigInteger, autoincrement=False)
    parent_code: Mapped[int | None] = mapped_column(BigInteger)
    level: Mapped[Level] = mapped_column(EnumText(Level))
    name: Mapped[str] = mapped_column(String(60))
    name_sort: Mapped[str] = mapped_column(String(240))
    initials: Mapped[str] = mapped_column(String(60))
    test: Mapped[Flag] = mapped_column(server_default=text("false"), default=False)
    since_on: Mapped[Day | None]
    until_on: Mapped[Day | None]
    note: Mapped[str] = mapped_column(String(200), server_default=text("''"), default="")


class RegionFigure(Voidable, Base):
    """An outside number about a region as of a day, with the paper it was read from."""

    __tablename__ = "region_figures"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_region_figures"),
        ForeignKeyConstraint(["region_code"], ["regions.code"], name="fk_region_figures_region"),
        one_of("region_figures", "kind", FigureKind),
        CheckConstraint("value >= 0", name="ck_region_figures_value"),
        CheckConstraint("length(btrim(source)) > 0", name="ck_region_figures_source"),
        void_check("region_figures"),
        # Two papers may differ and both stand; one paper says one number for one day.
        Index(
            "uq_region_figures_paper",
            "region_code",
            "kind",
            "as_of",
            "source",
            unique=True,
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    region_code: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[FigureKind] = mapped_column(EnumText(FigureKind))
    value: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    as_of: Mapped[Day]
    source: Mapped[str] = mapped_column(String(300))
    unverified: Mapped[Flag] = mapped_column(server_default=text("false"), default=False)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger)
