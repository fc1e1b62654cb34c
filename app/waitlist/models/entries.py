"""One application 轮候登记, the numbered receipts applications come by, and the append-only log of each."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Flag, Instant, NewId, one_of, words
from app.waitlist.models.words import of_entry, of_home
from app.waitlist.rules.kinds import LinkKind, Source
from app.waitlist.rules.steps import LIVE, EntryState, EventKind

__all__ = ["WaitlistEntry", "WaitlistEvent", "WaitlistReceipt"]

_LIVE = f"state IN ({words(sorted(LIVE))})"
_BACKDATED = """(backdated_to IS NULL) = (backdated_by IS NULL) AND (backdated_to IS NULL) = (backdate_reason IS NULL)
 AND (backdated_to IS NULL OR (backdated_to < received_at AND btrim(backdate_reason) <> ''))"""
_OVERRIDE = """(override_tier IS NULL) = (override_reason IS NULL) AND (override_tier IS NULL) = (override_asked_by IS NULL)
 AND (override_approved_by IS NULL OR override_tier IS NOT NULL)"""


class WaitlistReceipt(Base):
    """The last receipt number of a county and year: drawn under this row's lock, so that none is left out."""

    __tablename__ = "waitlist_receipts"
    __table_args__ = (PrimaryKeyConstraint("county", "year", name="pk_waitlist_receipts"),)

    county: Mapped[int] = mapped_column(Integer)
    year: Mapped[int] = mapped_column(Integer)
    last_no: Mapped[int] = mapped_column(Integer)


class WaitlistEntry(Base):
    """One person's application. What counts stands in `facts`, the fold of its events; no position is stored.

    `institution_id` is the first wish; the homes of the other wishes see the entry too.
    """

    __tablename__ = "waitlist_entries"
    __table_args__ = (
        UniqueConstraint("county", "number", name="uq_waitlist_entries_number"),
        UniqueConstraint("county", "receipt_year", "receipt_no", name="uq_waitlist_entries_receipt"),
        of_home("waitlist_entries"),
        of_home("waitlist_entries", "wish_2", "wish_2"),
        of_home("waitlist_entries", "wish_3", "wish_3"),
        ForeignKeyConstraint(
            ["county", "elder_id"], ["elders.county", "elders.id"], name="fk_waitlist_entries_elder"
        ),
        ForeignKeyConstraint(
            ["county", "merged_into_id"], ["waitlist_entries.county", "waitlist_entries.id"],
            name="fk_waitlist_entries_merged_into",
        ),
        one_of("waitlist_entries", "source", Source),
        one_of("waitlist_entries", "state", EntryState),
        one_of("waitlist_entries", "link_kind", LinkKind),
        CheckConstraint("receipt_no > 0", name="ck_waitlist_entries_receipt"),
        CheckConstraint(_BACKDATED, name="ck_waitlist_entries_backdated"),
        CheckConstraint(
            "wish_2 IS DISTINCT FROM institution_id AND (wish_3 IS NULL OR (wish_2 IS NOT NULL"
            " AND wish_3 <> wish_2 AND wish_3 <> institution_id))",
            name="ck_waitlist_entries_wishes",
        ),
        CheckConstraint("(link_no IS NULL) = (link_kind IS NULL)", name="ck_waitlist_entries_link"),
        CheckConstraint(_OVERRIDE, name="ck_waitlist_entries_override"),
        CheckConstraint("override_asked_by <> override_approved_by", name="ck_waitlist_entries_two_people"),
        CheckConstraint("(state = 'deferred') = (state_until IS NOT NULL)", name="ck_waitlist_entries_until"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL) AND merged_into_id <> id",
                        name="ck_waitlist_entries_merged"),
        Index("uq_waitlist_entries_live", "county", "elder_id", unique=True, postgresql_where=_LIVE),
        Index("ix_waitlist_entries_elder", "county", "elder_id"),
        Index("ix_waitlist_entries_home", "county", "institution_id", "state"),
        Index("ix_waitlist_entries_state", "county", "state"),
        Index("ix_waitlist_entries_link", "county", "link_no", postgresql_where="link_no IS NOT NULL"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    wish_2: Mapped[int | None] = mapped_column(BigInteger, default=None)
    wish_3: Mapped[int | None] = mapped_column(BigInteger, default=None)
    any_home: Mapped[Flag] = mapped_column(server_default="false", default=False)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[str] = mapped_column(String(24))
    receipt_year: Mapped[int] = mapped_column(Integer)
    receipt_no: Mapped[int] = mapped_column(Integer)
    # Nobody but the database's clock writes it: the web role has no right to this column.
    received_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    backdated_to: Mapped[Instant | None] = mapped_column(default=None)
    accepted_at: Mapped[Instant] = mapped_column(Computed("coalesce(backdated_to, received_at)", persisted=True))
    backdated_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    backdate_reason: Mapped[str | None] = mapped_column(String(200), default=None)
    source: Mapped[Source] = mapped_column(EnumText(Source))
    received_place: Mapped[str] = mapped_column(String(60), server_default="", default="")
    state: Mapped[EntryState] = mapped_column(EnumText(EntryState))
    state_until: Mapped[Day | None] = mapped_column(default=None)
    state_reason: Mapped[str] = mapped_column(String(200), server_default="", default="")
    confirm_due_on: Mapped[Day]
    needs_nursing: Mapped[Flag] = mapped_column(server_default="false", default=False)
    needs_dementia: Mapped[Flag] = mapped_column(server_default="false", default=False)
    needs_single: Mapped[Flag] = mapped_column(server_default="false", default=False)
    # Applications that are offered together share the number of the first of them.
    link_no: Mapped[str | None] = mapped_column(String(24), default=None)
    link_kind: Mapped[LinkKind | None] = mapped_column(EnumText(LinkKind), default=None)
    merged_into_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    consent_public: Mapped[Flag] = mapped_column(server_default="false", default=False)
    pin_hash: Mapped[bytes] = mapped_column(LargeBinary)
    pin_salt: Mapped[bytes] = mapped_column(LargeBinary)
    seal: Mapped[UUID] = mapped_column(Uuid)
    contact_name: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    contact_phone: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    relation: Mapped[str] = mapped_column(String(20), server_default="", default="")
    override_tier: Mapped[int | None] = mapped_column(SmallInteger, default=None)
    override_reason: Mapped[str | None] = mapped_column(String(200), default=None)
    override_asked_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    override_approved_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    banned_until: Mapped[Day | None] = mapped_column(default=None)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    last_seq: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    last_event_id: Mapped[int] = mapped_column(BigInteger, server_default="0", default=0)
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    # The computed instant is read back with every write: facts are taken from it.
    __mapper_args__ = {"version_id_col": version, "eager_defaults": True}  # noqa: RUF012


class WaitlistEvent(Base):
    """One thing that happened to an entry: what changed, and everything that counted after it. Never changed."""

    __tablename__ = "waitlist_events"
    __table_args__ = (
        of_entry("waitlist_events"),
        UniqueConstraint("county", "entry_id", "seq", name="uq_waitlist_events_seq"),
        one_of("waitlist_events", "kind", EventKind),
        Index("ix_waitlist_events_at", "county", "at"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    entry_id: Mapped[int] = mapped_column(BigInteger)
    seq: Mapped[int] = mapped_column(Integer)
    kind: Mapped[EventKind] = mapped_column(EnumText(EventKind))
    at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    on_day: Mapped[Day] = mapped_column(server_default=text("business_date()"))
    by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    by_name: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(200), server_default="", default="")
    change: Mapped[dict[str, Any]] = mapped_column(JSONB)
    after: Mapped[dict[str, Any]] = mapped_column(JSONB)
