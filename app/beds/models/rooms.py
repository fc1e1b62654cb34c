"""Rooms, and what each is from day to day: its number, kind, unit and who may share it."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.beds.rules.kinds import Facing, RoomKind, SexRule
from app.core.base import Base, EnumText, Flag, NewId, Spanned, Voidable, one_of, span_check

__all__ = ["Room", "RoomTerm"]


class Room(Base):
    """A room 房间: four walls on a floor. Everything about it that changes stands in its terms."""

    __tablename__ = "rooms"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_rooms_home"),
        # Terms copy the floor, so that one floor cannot have two rooms of one number.
        UniqueConstraint("county", "institution_id", "id", "floor_id", name="uq_rooms_floor"),
        ForeignKeyConstraint(
            ["county", "institution_id", "floor_id"],
            ["floors.county", "floors.institution_id", "floors.id"],
            name="fk_rooms_floor",
        ),
        Index("ix_rooms_floor", "county", "institution_id", "floor_id"),
        one_of("rooms", "facing", Facing),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    floor_id: Mapped[int] = mapped_column(BigInteger)
    facing: Mapped[Facing | None] = mapped_column(EnumText(Facing), default=None)
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    # Counts every change of the room or its terms, so that two people who change it hear of each other.
    version: Mapped[int] = mapped_column(server_default="1", default=1)


class RoomTerm(Base, Spanned, Voidable):
    """What a room is from one day to another; the board of last March reads the term of last March."""

    __tablename__ = "room_terms"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_room_terms_home"),
        span_check("room_terms"),
        CheckConstraint("btrim(label) <> ''", name="ck_room_terms_label"),
        one_of("room_terms", "kind", RoomKind),
        one_of("room_terms", "sex_rule", SexRule),
        ForeignKeyConstraint(
            ["county", "institution_id", "room_id", "floor_id"],
            ["rooms.county", "rooms.institution_id", "rooms.id", "rooms.floor_id"],
            name="fk_room_terms_room",
        ),
        ForeignKeyConstraint(
            ["county", "institution_id", "nursing_unit_id"],
            ["nursing_units.county", "nursing_units.institution_id", "nursing_units.id"],
            name="fk_room_terms_nursing_unit",
        ),
        ExcludeConstraint(
            ("county", "="), ("room_id", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_room_terms_one_per_room",
        ),
        ExcludeConstraint(
            ("county", "="), ("floor_id", "="), ("label", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_room_terms_one_label_per_floor",
        ),
        # Row security keeps queries off the exclusions' own indexes, so reads by day need b-trees.
        Index("ix_room_terms_home", "county", "institution_id", "from_on"),
        Index("ix_room_terms_room", "county", "room_id", "from_on"),
        Index("ix_room_terms_nursing_unit", "county", "institution_id", "nursing_unit_id"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    room_id: Mapped[int] = mapped_column(BigInteger)
    floor_id: Mapped[int] = mapped_column(BigInteger)
    nursing_unit_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    label: Mapped[str] = mapped_column(String(20))
    kind: Mapped[RoomKind] = mapped_column(EnumText(RoomKind))
    sex_rule: Mapped[SexRule] = mapped_column(EnumText(SexRule), server_default="none", default=SexRule.NONE)
    isolation: Mapped[Flag] = mapped_column(server_default="false", default=False)
