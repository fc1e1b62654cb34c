"""Legal units, homes, dated facts, registered beds and prices."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger, Boolean, CheckConstraint, ForeignKeyConstraint, Identity, Index, Integer, PrimaryKeyConstraint, String,
    UniqueConstraint, text,
)
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, Instant, Spanned, Voidable, span_check

__all__ = ["Institution"]


class Institution(Base):
    """A home 养老机构: one site with beds. Its legal unit may stand behind several."""

    __tablename__ = "institutions"
    __table_args__ = (
        PrimaryKeyConstraint("county", "id", name="pk_institutions"),
        UniqueConstraint("county", "code", name="uq_institutions_code"),
    )

    county: Mapped[int] = mapped_column(Integer)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
