"""What outsiders read of the waitlist: dated publications, and the figures of each day. Both are derived, never typed in."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, SmallInteger, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Instant, one_of
from app.waitlist.rules.steps import EntryState

__all__ = ["PublishedList", "WaitlistCount"]

WHOLE_COUNTY = 0


class PublishedList(Base):
    """The order of a home, or of the county as a whole (home 0), as it was last published on a day.

    `lines` is what everybody reads; `own` holds, by number, what only the family with its PIN is told, and the web role
    has no right to read it. The newest publication of each day stays: it is the evidence of the 公示.
    """

    __tablename__ = "published_lists"
    __table_args__ = (
        CheckConstraint("institution_id >= 0", name="ck_published_lists_home"),
        Index("ix_published_lists_newest", "county", "institution_id", "published_at"),
    )

    county: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    institution_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[Day] = mapped_column(primary_key=True)
    published_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    policy_no: Mapped[int] = mapped_column(Integer)
    # The rules the order was made by: title, source, days, the tiers and keys in words.
    policy: Mapped[dict[str, Any]] = mapped_column(JSONB)
    entries: Mapped[int] = mapped_column(Integer)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    own: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True)


class WaitlistCount(Base):
    """One tier and state of one home (0: the whole county) on one day: who waits, how long, and what happened that day.

    A home counts those whose first wish it is, so the homes of a county add up to the county. `entries` counts live
    applications only; an application that ended that day leaves a row of its state with its flows and no entry.
    Tier 0 are those outside the order. Flows: received 登记, accepted 列入轮候, offered 发通知, agreed 接受床位, declined,
    lapsed, admitted, withdrawn, removed 移出、不符合、合并.
    """

    __tablename__ = "waitlist_counts"
    __table_args__ = (
        one_of("waitlist_counts", "state", EntryState),
        CheckConstraint("institution_id >= 0", name="ck_waitlist_counts_home"),
        CheckConstraint("entries >= 0 AND waiting_days >= 0 AND longest >= 0", name="ck_waitlist_counts_entries"),
        Index("ix_waitlist_counts_day", "day", "county"),
    )

    county: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    institution_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[Day] = mapped_column(primary_key=True)
    tier: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    state: Mapped[EntryState] = mapped_column(EnumText(EntryState), primary_key=True)
    tier_label: Mapped[str] = mapped_column(String(80), server_default="", default="")
    entries: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    # The sum over the entries of the days since they were accepted, and the longest of them.
    waiting_days: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    longest: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    received: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    accepted: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    offered: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    agreed: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    declined: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    lapsed: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    admitted: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    withdrawn: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    removed: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    counted_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
