"""What families hand in by themselves: sealed under a key of the key file, since nobody is signed in to a county."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, EnumText, Instant, NewId, one_of
from app.waitlist.models.words import of_home
from app.waitlist.rules.intakes import IntakeKind, IntakeState

__all__ = ["WaitlistIntake"]

_HANDED_IN = (
    "(state = 'draft') = (handed_in_at IS NULL) AND (state = 'draft') = (number IS NULL)"
    " AND (state <> 'handed_in' OR payload IS NOT NULL)"
)
_TAKEN = (
    "(state IN ('taken', 'refused')) = (taken_at IS NOT NULL) AND (state <> 'refused' OR btrim(refuse_reason) <> '')"
)


class WaitlistIntake(Base):
    """An application or objection as its writer handed it in, or the draft of one.

    Only narrow functions of the database write it before it is taken; the instant of handing in is the database's.
    """

    __tablename__ = "waitlist_intakes"
    __table_args__ = (
        of_home("waitlist_intakes"),
        UniqueConstraint("county", "number", name="uq_waitlist_intakes_number"),
        one_of("waitlist_intakes", "kind", IntakeKind),
        one_of("waitlist_intakes", "state", IntakeState),
        CheckConstraint(_HANDED_IN, name="ck_waitlist_intakes_handed_in"),
        CheckConstraint(_TAKEN, name="ck_waitlist_intakes_taken"),
        CheckConstraint("(pin_hash IS NULL) = (pin_salt IS NULL)", name="ck_waitlist_intakes_pin"),
        CheckConstraint("octet_length(payload) <= 16384", name="ck_waitlist_intakes_size"),
        Index("ix_waitlist_intakes_waiting", "county", "institution_id", "handed_in_at"),
        Index("ix_waitlist_intakes_code", "code_hash", postgresql_where="code_hash IS NOT NULL"),
        Index("ix_waitlist_intakes_ticket", "ticket_hash", postgresql_where="ticket_hash IS NOT NULL"),
        Index("ix_waitlist_intakes_expires", "expires_at", postgresql_where="state = 'draft'"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    kind: Mapped[IntakeKind] = mapped_column(EnumText(IntakeKind))
    # The home wished for first, or whose list is objected to; NULL in a draft, and for a county's list.
    institution_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    state: Mapped[IntakeState] = mapped_column(EnumText(IntakeState))
    number: Mapped[str | None] = mapped_column(String(24), default=None)
    seal: Mapped[UUID] = mapped_column(Uuid)
    payload: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    # How a draft is found again: by the code its writer noted, and for two hours by the ticket in the address.
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    ticket_hash: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    ticket_until: Mapped[Instant | None] = mapped_column(default=None)
    pin_hash: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    pin_salt: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    started_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    handed_in_at: Mapped[Instant | None] = mapped_column(default=None)
    expires_at: Mapped[Instant | None] = mapped_column(default=None)
    taken_at: Mapped[Instant | None] = mapped_column(default=None)
    taken_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    # The application it became, or the code of the objection.
    became: Mapped[str] = mapped_column(String(24), server_default="", default="")
    refuse_reason: Mapped[str] = mapped_column(String(200), server_default="", default="")
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
