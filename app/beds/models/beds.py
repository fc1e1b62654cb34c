"""Beds as places for one person, and the days on which each stands in a room and may be used."""

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Flag, NewId, Spanned, Voidable, span_check

__all__ = ["Bed", "BedService"]


class Bed(Base):
    """A place for one person 床位. A couple's double bed is two; an extra bed 加床 does not count as registered."""

    __tablename__ = "beds"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_beds_home"),
        # The code is on the bed's sticker: opaque, so that it says nothing to whoever finds it.
        UniqueConstraint("county", "code", name="uq_beds_code"),
        ForeignKeyConstraint(
            ["county", "institution_id"], ["institutions.county", "institutions.id"], name="fk_beds_institution"
        ),
        CheckConstraint("code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'", name="ck_beds_code"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str] = mapped_column(String(8))
    extra: Mapped[Flag] = mapped_column(server_default="false", default=False)
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    # Counts every change of the bed or of where it stands.
    version: Mapped[int] = mapped_column(server_default="1", default=1)


class BedService(Base, Spanned, Voidable):
    """The days a bed is in service 在用, in one room under one label. Moving it ends one span and begins another."""

    __tablename__ = "bed_services"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_bed_services_home"),
        # What claims point at: a claim copies the span, so it cannot outlive it, and cannot lean on a voided one.
        UniqueConstraint(
            "county", "institution_id", "id", "bed_id", "room_id", "from_on", "to_on", "live",
            name="uq_bed_services_span",
        ),
        span_check("bed_services"),
        CheckConstraint("btrim(label) <> ''", name="ck_bed_services_label"),
        ForeignKeyConstraint(
            ["county", "institution_id", "bed_id"],
            ["beds.county", "beds.institution_id", "beds.id"],
            name="fk_bed_services_bed",
        ),
        ForeignKeyConstraint(
            ["county", "institution_id", "room_id"],
            ["rooms.county", "rooms.institution_id", "rooms.id"],
            name="fk_bed_services_room",
        ),
        ExcludeConstraint(
            ("county", "="), ("bed_id", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_bed_services_one_per_bed",
        ),
        ExcludeConstraint(
            ("county", "="), ("room_id", "="), ("label", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_bed_services_one_label_per_room",
        ),
        Index("ix_bed_services_home", "county", "institution_id", "from_on"),
        Index("ix_bed_services_bed", "county", "bed_id", "from_on"),
        Index("ix_bed_services_room", "county", "room_id", "from_on"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    bed_id: Mapped[int] = mapped_column(BigInteger)
    room_id: Mapped[int] = mapped_column(BigInteger)
    label: Mapped[str] = mapped_column(String(10))
    live: Mapped[bool] = mapped_column(Computed("voided_at IS NULL", persisted=True), deferred=True)
