"""A bed offered to the next on the list, how its family was reached, and who was passed over."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Instant, NewId, one_of
from app.offers.models.words import of_bed, of_elder, of_entry, of_home, of_offer
from app.offers.rules.kinds import AttemptResult, Channel, OfferState, RefusalReason, SkipReason, SkipVerdict

__all__ = ["BedOffer", "OfferAttempt", "OfferSkip"]

_LIVE = "state IN ('open', 'accepted')"
_ENDED = f"({_LIVE}) = (ended_at IS NULL)"
_ANSWERED = "state NOT IN ('accepted', 'refused', 'admitted') OR answered_at IS NOT NULL"
_REFUSED = "(state = 'refused') = (answer_reason IS NOT NULL)"
_WITHDRAWN = "state <> 'withdrawn' OR btrim(note) <> ''"
_EXTENDED = "(extended_on IS NULL) = (extend_reason IS NULL) AND (extend_reason IS NULL OR btrim(extend_reason) <> '')"


class BedOffer(Base):
    """One bed for one entry: it holds the bed until it is answered, withdrawn or lapses. The ladder of that
    moment stands in it, so that nobody's later rank changes what was right when it was sent."""

    __tablename__ = "bed_offers"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_bed_offers_home"),
        of_home("bed_offers"),
        of_bed("bed_offers"),
        of_entry("bed_offers"),
        of_elder("bed_offers"),
        ForeignKeyConstraint(
            ["county", "institution_id", "claim_id"],
            ["bed_claims.county", "bed_claims.institution_id", "bed_claims.id"],
            name="fk_bed_offers_claim",
        ),
        ForeignKeyConstraint(
            ["county", "institution_id", "stay_id"],
            ["stays.county", "stays.institution_id", "stays.id"],
            name="fk_bed_offers_stay",
        ),
        one_of("bed_offers", "state", OfferState),
        one_of("bed_offers", "answer_reason", RefusalReason),
        CheckConstraint(_ENDED, name="ck_bed_offers_ended"),
        CheckConstraint(_ANSWERED, name="ck_bed_offers_answered"),
        CheckConstraint(_REFUSED, name="ck_bed_offers_refused"),
        CheckConstraint(_WITHDRAWN, name="ck_bed_offers_withdrawn"),
        CheckConstraint(_EXTENDED, name="ck_bed_offers_extended"),
        CheckConstraint("rank >= 1 AND rank <= out_of", name="ck_bed_offers_rank"),
        CheckConstraint("due_on > on_day", name="ck_bed_offers_due"),
        # The two rules a race must never break: one live offer for an applicant, one for a bed.
        Index("uq_bed_offers_live_entry", "county", "entry_id", unique=True, postgresql_where=_LIVE),
        Index("uq_bed_offers_live_bed", "county", "bed_id", unique=True, postgresql_where=_LIVE),
        Index("ix_bed_offers_home", "county", "institution_id", "sent_at"),
        Index("ix_bed_offers_entry", "county", "entry_id", "sent_at"),
        Index("ix_bed_offers_elder", "county", "elder_id"),
        Index("ix_bed_offers_due", "county", "due_at", postgresql_where="state = 'open'"),
        Index("ix_bed_offers_pair", "county", "pair_id", postgresql_where="pair_id IS NOT NULL"),
        Index("ix_bed_offers_stay", "county", "institution_id", "stay_id", postgresql_where="stay_id IS NOT NULL"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    bed_id: Mapped[int] = mapped_column(BigInteger)
    # The hold; where the bed moves to another room meanwhile, the first piece of it.
    claim_id: Mapped[int] = mapped_column(BigInteger)
    # Both offers of a couple bear the same one: one answer for two beds.
    pair_id: Mapped[UUID | None] = mapped_column(Uuid, default=None)
    state: Mapped[OfferState] = mapped_column(EnumText(OfferState), default=OfferState.OPEN)
    sent_at: Mapped[Instant]
    on_day: Mapped[Day]
    working_days: Mapped[int] = mapped_column(SmallInteger)
    attempts_needed: Mapped[int] = mapped_column(SmallInteger)
    due_on: Mapped[Day]
    due_at: Mapped[Instant]
    extended_on: Mapped[Day | None] = mapped_column(default=None)
    extend_reason: Mapped[str | None] = mapped_column(String(200), default=None)
    rank: Mapped[int]
    out_of: Mapped[int]
    # What was right when it was sent: the ladder, who stood ahead and why not, the reserve, the evidence looked at.
    ladder: Mapped[dict[str, Any]] = mapped_column(JSONB)
    policy_no: Mapped[int]
    offered_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    offered_name: Mapped[str] = mapped_column(String(60), server_default="", default="")
    answered_at: Mapped[Instant | None] = mapped_column(default=None)
    answered_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    answer_reason: Mapped[RefusalReason | None] = mapped_column(EnumText(RefusalReason), default=None)
    # Words of the answer or of the taking back, and what followed for the place on the list.
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    consequence: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}", default=dict)
    ended_at: Mapped[Instant | None] = mapped_column(default=None)
    stay_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def hold_due_on(self) -> Any:
        """The last day of the answer, extended where it was."""
        return self.extended_on or self.due_on


class OfferAttempt(Base):
    """One attempt to reach the family about an offer; written once, never changed."""

    __tablename__ = "offer_attempts"
    __table_args__ = (
        of_offer("offer_attempts"),
        one_of("offer_attempts", "channel", Channel),
        one_of("offer_attempts", "result", AttemptResult),
        Index("ix_offer_attempts_offer", "county", "institution_id", "offer_id", "at"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    offer_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[Instant]
    on_day: Mapped[Day]
    channel: Mapped[Channel] = mapped_column(EnumText(Channel))
    result: Mapped[AttemptResult] = mapped_column(EnumText(AttemptResult))
    seal: Mapped[UUID] = mapped_column(Uuid)
    whom: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    by_name: Mapped[str] = mapped_column(String(60), server_default="", default="")


class OfferSkip(Base):
    """Somebody further ahead whom a bed would fit and who is passed over: asked by the home, checked outside it."""

    __tablename__ = "offer_skips"
    __table_args__ = (
        of_home("offer_skips"),
        of_bed("offer_skips"),
        of_entry("offer_skips"),
        of_offer("offer_skips"),
        one_of("offer_skips", "reason", SkipReason),
        one_of("offer_skips", "verdict", SkipVerdict),
        CheckConstraint("btrim(note) <> ''", name="ck_offer_skips_note"),
        CheckConstraint("position >= 1", name="ck_offer_skips_position"),
        CheckConstraint(
            "(checked_at IS NULL) = (verdict IS NULL) AND (checked_at IS NULL) = (valid_until IS NULL)"
            " AND (checked_at IS NULL) = (checked_by IS NULL)",
            name="ck_offer_skips_checked",
        ),
        CheckConstraint("checked_by IS NULL OR checked_by IS DISTINCT FROM offered_by", name="ck_offer_skips_outside"),
        CheckConstraint("offer_id IS NULL OR verdict = 'agreed'", name="ck_offer_skips_used"),
        Index(
            "uq_offer_skips_open", "county", "bed_id", "entry_id", unique=True, postgresql_where="checked_at IS NULL"
        ),
        Index("ix_offer_skips_home", "county", "institution_id", "asked_at"),
        Index("ix_offer_skips_offer", "county", "institution_id", "offer_id", postgresql_where="offer_id IS NOT NULL"),
        Index("ix_offer_skips_entry", "county", "entry_id"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    bed_id: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    # The offer that passed this entry by; empty until it is made.
    offer_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    position: Mapped[int]
    reason: Mapped[SkipReason] = mapped_column(EnumText(SkipReason))
    note: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    # Who asked is who offers; the one who checks is somebody else.
    offered_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    offered_name: Mapped[str] = mapped_column(String(60), server_default="", default="")
    verdict: Mapped[SkipVerdict | None] = mapped_column(EnumText(SkipVerdict), default=None)
    checked_at: Mapped[Instant | None] = mapped_column(default=None)
    checked_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    checked_name: Mapped[str] = mapped_column(String(60), server_default="", default="")
    check_note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    valid_until: Mapped[Day | None] = mapped_column(default=None)
