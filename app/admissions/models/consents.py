"""The ledger of consents 知情同意: a line for each answer; all that may change later is that it was taken back."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.admissions.models.words import guardian_check, of_admission, of_attachment, of_file
from app.admissions.rules.kinds import Basis, ConsentChannel, ConsentScope
from app.core.base import Base, EnumText, Flag, Instant, NewId, one_of

__all__ = ["Consent"]


class Consent(Base):
    """One answer to one question: yes or no, by whom, on which text; it stands until it is taken back or replaced."""

    __tablename__ = "consents"
    __table_args__ = (
        *of_file("consents"),
        of_admission("consents"),
        of_attachment("consents"),
        of_attachment("consents", "guardian_evidence_id", "guardian_home_id"),
        one_of("consents", "scope", ConsentScope),
        one_of("consents", "basis", Basis),
        one_of("consents", "channel", ConsentChannel),
        *guardian_check("consents"),
        CheckConstraint("btrim(text_version) <> ''", name="ck_consents_text_version"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdraw_reason IS NULL)"
                        " AND (withdraw_reason IS NULL OR btrim(withdraw_reason) <> '')", name="ck_consents_withdrawn"),
        Index("uq_consents_standing", "county", "institution_id", "elder_id", "scope", unique=True,
              postgresql_where=text("withdrawn_at IS NULL")),
        Index("ix_consents_elder", "county", "elder_id", "scope"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    admission_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    seal: Mapped[UUID] = mapped_column(Uuid)
    scope: Mapped[ConsentScope] = mapped_column(EnumText(ConsentScope))
    given: Mapped[Flag]
    text_version: Mapped[str] = mapped_column(String(20))
    signer: Mapped[bytes] = mapped_column(LargeBinary)
    basis: Mapped[Basis] = mapped_column(EnumText(Basis))
    # Copied from the admission: whether the person can sign.
    can_sign: Mapped[Flag] = mapped_column(server_default="true", default=True)
    channel: Mapped[ConsentChannel] = mapped_column(EnumText(ConsentChannel))
    evidence_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    guardian_home_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    guardian_evidence_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    given_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    recorded_name: Mapped[str] = mapped_column(String(60), server_default="", default="")
    withdrawn_at: Mapped[Instant | None] = mapped_column(default=None)
    withdrawn_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    withdraw_reason: Mapped[str | None] = mapped_column(String(200), default=None)
