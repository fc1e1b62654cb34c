"""Health checks before an admission, and the first needs at table and in care."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, SmallInteger, String, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.admissions.models.words import of_admission, of_attachment, of_file
from app.admissions.rules.kinds import Conclusion
from app.admissions.rules.needs import Feeding, Part, Texture
from app.core.base import Base, Day, EnumText, Instant, NewId, Voidable, one_of, void_check

__all__ = ["FirstNeed", "HealthCheck"]


class HealthCheck(Voidable, Base):
    """One check by a hospital: the findings and the screening are sealed, the conclusion and its last day are not."""

    __tablename__ = "health_checks"
    __table_args__ = (
        *of_file("health_checks"),
        of_admission("health_checks"),
        of_attachment("health_checks"),
        one_of("health_checks", "conclusion", Conclusion),
        CheckConstraint("valid_to >= checked_on", name="ck_health_checks_valid"),
        void_check("health_checks"),
        Index("ix_health_checks_elder", "county", "elder_id", "checked_on"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    admission_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    seal: Mapped[UUID] = mapped_column(Uuid)
    checked_on: Mapped[Day]
    hospital: Mapped[str] = mapped_column(String(80))
    conclusion: Mapped[Conclusion] = mapped_column(EnumText(Conclusion))
    findings: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    # Infectious diseases by name: negative, positive or not checked, as sealed JSON.
    screening: Mapped[bytes] = mapped_column(LargeBinary)
    valid_to: Mapped[Day]
    evidence_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class FirstNeed(Voidable, Base):
    """What kitchen and carers must know on the first day; plans of care and diet orders take its place later."""

    __tablename__ = "first_needs"
    __table_args__ = (
        *of_file("first_needs"),
        of_admission("first_needs"),
        one_of("first_needs", "part", Part),
        one_of("first_needs", "texture", Texture),
        one_of("first_needs", "feeding", Feeding),
        CheckConstraint("(part = 'diet') = (feeding IS NOT NULL)", name="ck_first_needs_diet"),
        CheckConstraint("part <> 'diet' OR (feeding = 'tube') = (texture IS NULL)", name="ck_first_needs_tube"),
        CheckConstraint("drink BETWEEN 0 AND 4", name="ck_first_needs_drink"),
        void_check("first_needs"),
        Index("uq_first_needs_part", "county", "institution_id", "admission_id", "part", unique=True,
              postgresql_where=text("voided_at IS NULL")),
        Index("ix_first_needs_elder", "county", "elder_id"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    admission_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    seal: Mapped[UUID] = mapped_column(Uuid)
    part: Mapped[Part] = mapped_column(EnumText(Part))
    texture: Mapped[Texture | None] = mapped_column(EnumText(Texture), default=None)
    # IDDSI 0 (thin) to 4 for drinks.
    drink: Mapped[int | None] = mapped_column(SmallInteger, default=None)
    feeding: Mapped[Feeding | None] = mapped_column(EnumText(Feeding), default=None)
    # Known codes: restrictions of a diet, aids and watches of care.
    codes: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"), default=list)
    notes: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
