"""One table of sealed files."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Integer, LargeBinary, PrimaryKeyConstraint, String, Uuid, text
from sqlalchemy import Identity as IdentityColumn
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Instant, Voidable

__all__ = ["Attachment"]


class Attachment(Voidable, Base):
    """A scan, photo or signature of one home; name and bytes are sealed under the county's key."""

    __tablename__ = "attachments"
    __table_args__ = (
        PrimaryKeyConstraint("county", "institution_id", "id", name="pk_attachments"),
        CheckConstraint("size BETWEEN 1 AND 10485760", name="ck_attachments_size"),
        CheckConstraint(
            "media_type IN ('application/pdf', 'image/png', 'image/jpeg', 'image/webp')",
            name="ck_attachments_media_type",
        ),
    )

    county: Mapped[int] = mapped_column(Integer)
    institution_id: Mapped[int] = mapped_column(BigInteger)
    id: Mapped[int] = mapped_column(BigInteger, IdentityColumn(always=True))
    purpose: Mapped[str] = mapped_column(String(40))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(Integer)
    seal: Mapped[UUID] = mapped_column(Uuid)
    filename: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    content_bi: Mapped[bytes] = mapped_column(LargeBinary)
    kept_by: Mapped[int | None] = mapped_column(BigInteger)
    kept_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
