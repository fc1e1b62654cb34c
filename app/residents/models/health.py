"""What is known of a person's health, as simple dated notes: diagnoses, allergies, diet needs, risks."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, EnumText, Instant, NewId, Spanned, Voidable, one_of, span_check, void_check
from app.residents.models.words import of_elder
from app.residents.rules.kinds import HealthKind, Severity

__all__ = ["HealthNote"]


class HealthNote(Base, Spanned, Voidable):
    """One note from one day to another. `code` names a known diet or risk; the words beside it are sealed."""

    __tablename__ = "health_notes"
    __table_args__ = (
        of_elder("health_notes"),
        span_check("health_notes"),
        one_of("health_notes", "kind", HealthKind),
        one_of("health_notes", "severity", Severity),
        CheckConstraint("code <> '' OR words IS NOT NULL", name="ck_health_notes_said"),
        void_check("health_notes"),
        Index("ix_health_notes_elder", "county", "elder_id", "kind", "from_on"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    elder_id: Mapped[int] = mapped_column(BigInteger)
    seal: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[HealthKind] = mapped_column(EnumText(HealthKind))
    code: Mapped[str] = mapped_column(String(30), server_default="", default="")
    severity: Mapped[Severity | None] = mapped_column(EnumText(Severity), default=None)
    words: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
