"""What families are to be told, and when and how they were."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, EnumText, Instant, NewId, one_of
from app.waitlist.models.words import of_entry
from app.waitlist.rules.kinds import Channel, NoticeKind

__all__ = ["WaitlistNotice"]


class WaitlistNotice(Base):
    """One thing to tell one family; `data` holds numbers and causes, no person."""

    __tablename__ = "waitlist_notices"
    __table_args__ = (
        of_entry("waitlist_notices"),
        one_of("waitlist_notices", "kind", NoticeKind),
        one_of("waitlist_notices", "channel", Channel),
        CheckConstraint("(told_at IS NULL) = (channel IS NULL)", name="ck_waitlist_notices_told"),
        Index("ix_waitlist_notices_untold", "county", "entry_id", postgresql_where="told_at IS NULL"),
        Index("ix_waitlist_notices_entry", "county", "entry_id", "id"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    entry_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[NoticeKind] = mapped_column(EnumText(NoticeKind))
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    made_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    told_at: Mapped[Instant | None] = mapped_column(default=None)
    told_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    told_by_name: Mapped[str] = mapped_column(String(80), server_default="", default="")
    channel: Mapped[Channel | None] = mapped_column(EnumText(Channel), default=None)
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
