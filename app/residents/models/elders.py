"""The person 老年人, before, during and after a stay; who may see the file, and which files were one person's."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.beds.rules.kinds import Sex
from app.core.base import Base, Day, EnumText, Flag, Instant, NewId, Voidable, one_of, void_check
from app.residents.models.words import of_elder
from app.residents.rules.kinds import BirthPrecision, Calendar, HukouKind, NameKind, NoIdReason

__all__ = ["Elder", "ElderHome", "ElderMerge", "ElderName"]

_BIRTH = """CASE birth_precision WHEN 'unknown' THEN born_on IS NULL WHEN 'day' THEN born_on IS NOT NULL
 WHEN 'month' THEN coalesce(extract(day FROM born_on) = 1, false)
 ELSE coalesce(extract(day FROM born_on) = 1 AND extract(month FROM born_on) = 1, false) END"""
_LUNAR = """CASE birthday_calendar WHEN 'lunar' THEN coalesce(lunar_month BETWEEN 1 AND 12 AND lunar_day BETWEEN 1 AND 30, false)
 ELSE lunar_month IS NULL AND lunar_day IS NULL END"""


class Elder(Base):
    """One person's file, kept by one home; other homes see it while they have or await the person."""

    __tablename__ = "elders"
    __table_args__ = (
        CheckConstraint("btrim(name) <> ''", name="ck_elders_name"),
        one_of("elders", "sex", Sex),
        one_of("elders", "birth_precision", BirthPrecision),
        one_of("elders", "birthday_calendar", Calendar),
        one_of("elders", "hukou_kind", HukouKind),
        one_of("elders", "no_id_reason", NoIdReason),
        CheckConstraint(_BIRTH, name="ck_elders_birth"),
        CheckConstraint(_LUNAR, name="ck_elders_lunar"),
        CheckConstraint("died_on IS NULL OR born_on IS NULL OR died_on >= born_on", name="ck_elders_death"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="ck_elders_merged"),
        ForeignKeyConstraint(
            ["county", "institution_id"], ["institutions.county", "institutions.id"], name="fk_elders_institution"
        ),
        of_elder("elders", "merged_into_id", "merged_into"),
        ForeignKeyConstraint(
            ["county", "institution_id", "photo_id"],
            ["attachments.county", "attachments.institution_id", "attachments.id"],
            name="fk_elders_photo",
        ),
        Index("ix_elders_home", "county", "institution_id", "name_sort"),
        Index("ix_elders_merged_into", "county", "merged_into_id", postgresql_where="merged_into_id IS NOT NULL"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    seal: Mapped[UUID] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(String(60))
    name_sort: Mapped[str] = mapped_column(String(200))
    # Every way the name may be read, full and by initials, so that whoever types any of them finds the person.
    readings: Mapped[str] = mapped_column(String(600))
    name_note: Mapped[str] = mapped_column(String(60), server_default="", default="")
    sex: Mapped[Sex] = mapped_column(EnumText(Sex))
    born_on: Mapped[Day | None] = mapped_column(default=None)
    birth_precision: Mapped[BirthPrecision] = mapped_column(EnumText(BirthPrecision))
    birthday_calendar: Mapped[Calendar] = mapped_column(
        EnumText(Calendar), server_default=Calendar.SOLAR.value, default=Calendar.SOLAR
    )
    lunar_month: Mapped[int | None] = mapped_column(SmallInteger, default=None)
    lunar_day: Mapped[int | None] = mapped_column(SmallInteger, default=None)
    lunar_leap: Mapped[Flag] = mapped_column(server_default="false", default=False)
    died_on: Mapped[Day | None] = mapped_column(default=None)
    ethnicity: Mapped[str] = mapped_column(String(20), server_default="", default="")
    hukou_region: Mapped[int | None] = mapped_column(Integer, default=None)
    hukou_kind: Mapped[HukouKind | None] = mapped_column(EnumText(HukouKind), default=None)
    no_id_reason: Mapped[NoIdReason | None] = mapped_column(EnumText(NoIdReason), default=None)
    phone: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    address: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    notes: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    photo_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    merged_into_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ElderHome(Base):
    """A home that may see the file besides the one that keeps it: it has, had or awaits the person."""

    __tablename__ = "elder_homes"
    __table_args__ = (
        PrimaryKeyConstraint("county", "institution_id", "elder_id", name="pk_elder_homes"),
        of_elder("elder_homes"),
        ForeignKeyConstraint(
            ["county", "institution_id"], ["institutions.county", "institutions.id"], name="fk_elder_homes_institution"
        ),
        Index("ix_elder_homes_elder", "county", "elder_id"),
    )

    county: Mapped[int] = mapped_column(Integer)
    institution_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[Instant] = mapped_column(server_default=text("app_now()"))


class ElderName(Voidable, Base):
    """Another name of a person 曾用名: people are looked for under every one of them."""

    __tablename__ = "elder_names"
    __table_args__ = (
        of_elder("elder_names"),
        one_of("elder_names", "kind", NameKind),
        CheckConstraint("btrim(name) <> ''", name="ck_elder_names_name"),
        void_check("elder_names"),
        Index("ix_elder_names_elder", "county", "elder_id"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    elder_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[NameKind] = mapped_column(EnumText(NameKind))
    name: Mapped[str] = mapped_column(String(60))
    readings: Mapped[str] = mapped_column(String(600))
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)


class ElderMerge(Base):
    """Two files that were one person's 合并档案; what moved is kept, so that it can be taken apart again."""

    __tablename__ = "elder_merges"
    __table_args__ = (
        of_elder("elder_merges", "kept_id", "kept"),
        of_elder("elder_merges", "gone_id", "gone"),
        CheckConstraint("kept_id <> gone_id", name="ck_elder_merges_two"),
        CheckConstraint("btrim(reason) <> ''", name="ck_elder_merges_reason"),
        CheckConstraint("(undone_at IS NULL) = (undo_reason IS NULL)", name="ck_elder_merges_undone"),
        Index("uq_elder_merges_gone", "county", "gone_id", unique=True, postgresql_where="undone_at IS NULL"),
        Index("ix_elder_merges_kept", "county", "kept_id"),
    )

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    kept_id: Mapped[int] = mapped_column(BigInteger)
    gone_id: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(200))
    moved: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}", default=dict)
    merged_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    merged_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    undone_at: Mapped[Instant | None] = mapped_column(default=None)
    undone_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    undo_reason: Mapped[str | None] = mapped_column(String(200), default=None)
