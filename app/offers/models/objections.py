"""Objections 异议: who objects is sealed, what was decided may be read by everybody."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Flag, Instant, NewId, one_of
from app.offers.models.words import of_entry, of_home
from app.offers.rules.kinds import ObjectionOutcome, ObjectionSource

__all__ = ["Objection"]

_DECIDED = (
    "(decided_at IS NULL) = (outcome IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)"
    " AND (decided_at IS NULL OR btrim(result) <> '')"
)


class Objection(Base):
    """One objection to an offer, to a place on the list, or to a home's list as a whole, with its clock."""

    __tablename__ = "objections"
    __table_args__ = (
        of_home("objections"),
        of_entry("objections"),
        ForeignKeyConstraint(
            ["county", "institution_id", "offer_id"],
            ["bed_offers.county", "bed_offers.institution_id", "bed_offers.id"],
            name="fk_objections_offer",
        ),
        one_of("objections", "source", ObjectionSource),
        one_of("objections", "outcome", ObjectionOutcome),
        CheckConstraint(_DECIDED, name="ck_objections_decided"),
        CheckConstraint(
            "decided_by IS NULL OR offered_by IS NULL OR decided_by <> offered_by", name="ck_objections_other_person"
        ),
        CheckConstraint("published_at IS NULL OR decided_at IS NOT NULL", name="ck_objections_published"),
        CheckConstraint("offer_id IS NULL OR institution_id IS NOT NULL", name="ck_objections_home_of_offer"),
        Index("uq_objections_code", "county", "code", unique=True),
        Index("ix_objections_home", "county", "institution_id", "received_at"),
        Index("ix_objections_offer", "county", "institution_id", "offer_id", postgresql_where="offer_id IS NOT NULL"),
        Index("ix_objections_entry", "county", "entry_id", postgresql_where="entry_id IS NOT NULL"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    entry_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    offer_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    # What the one who objects asks by later; drawn at random.
    code: Mapped[str] = mapped_column(String(12))
    received_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    received_on: Mapped[Day]
    received_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    source: Mapped[ObjectionSource] = mapped_column(EnumText(ObjectionSource))
    seal: Mapped[UUID] = mapped_column(Uuid)
    name: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    phone: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    words: Mapped[bytes] = mapped_column(LargeBinary)
    due_on: Mapped[Day]
    holds_bed: Mapped[Flag] = mapped_column(server_default="false", default=False)
    # Who made the offer that is objected to: somebody else decides.
    offered_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    decided_at: Mapped[Instant | None] = mapped_column(default=None)
    decided_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    decided_name: Mapped[str] = mapped_column(String(60), server_default="", default="")
    outcome: Mapped[ObjectionOutcome | None] = mapped_column(EnumText(ObjectionOutcome), default=None)
    # Published without names.
    result: Mapped[str] = mapped_column(String(500), server_default="", default="")
    published_at: Mapped[Instant | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
