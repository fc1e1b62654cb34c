"""Legal units and the homes behind which they stand."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, NewId, one_of
from app.institutions.rules.answers import Registration
from app.institutions.rules.codes import CODE_PATTERN, USCC_PATTERN

__all__ = ["Institution", "LegalUnit"]


class LegalUnit(Base):
    """A legal unit 法人: one code, one or several homes 院区 behind it."""

    __tablename__ = "legal_units"
    __table_args__ = (
        ForeignKeyConstraint(["county"], ["regions.code"], name="fk_legal_units_county"),
        UniqueConstraint("county", "name", name="uq_legal_units_name"),
        UniqueConstraint("county", "uscc", name="uq_legal_units_uscc"),
        CheckConstraint("btrim(name) <> ''", name="ck_legal_units_name"),
        CheckConstraint(f"uscc ~ '{USCC_PATTERN}'", name="ck_legal_units_uscc"),
        one_of("legal_units", "kind", Registration),
    )

    county: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[NewId]
    name: Mapped[str] = mapped_column(String(80))
    uscc: Mapped[str | None] = mapped_column(String(18), default=None)
    kind: Mapped[Registration] = mapped_column(EnumText(Registration))


class Institution(Base):
    """A home 养老机构: one site 院区 that has beds. After a merger both sites stay countable."""

    __tablename__ = "institutions"
    __table_args__ = (
        ForeignKeyConstraint(["county"], ["regions.code"], name="fk_institutions_county"),
        ForeignKeyConstraint(
            ["county", "legal_unit_id"], ["legal_units.county", "legal_units.id"], name="fk_institutions_legal_unit"
        ),
        UniqueConstraint("county", "code", name="uq_institutions_code"),
        UniqueConstraint("county", "uscc", name="uq_institutions_uscc"),
        CheckConstraint(f"code ~ '{CODE_PATTERN}'", name="ck_institutions_code"),
        CheckConstraint("btrim(name) <> ''", name="ck_institutions_name"),
        CheckConstraint(f"uscc ~ '{USCC_PATTERN}'", name="ck_institutions_uscc"),
        CheckConstraint("closed_on >= opened_on", name="ck_institutions_span"),
        Index("ix_institutions_name_sort", "county", "name_sort"),
        Index("ix_institutions_legal_unit", "county", "legal_unit_id"),
    )

    county: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[NewId]
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    short_name: Mapped[str] = mapped_column(String(20), server_default="", default="")
    name_sort: Mapped[str] = mapped_column(String(480))
    initials: Mapped[str] = mapped_column(String(80))
    legal_unit_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    uscc: Mapped[str | None] = mapped_column(String(18), default=None)
    phone: Mapped[str] = mapped_column(String(30), server_default="", default="")
    opened_on: Mapped[Day | None] = mapped_column(default=None)
    closed_on: Mapped[Day | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def institution_id(self) -> int:
        """The home itself, so that permissions and the trail find it where they look."""
        return self.id
