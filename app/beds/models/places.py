"""Where rooms are: buildings and their floors, and the nursing units that run across them."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.beds.rules.kinds import CAPS, UnitKind
from app.core.base import Base, Day, EnumText, NewId, one_of

__all__ = ["Building", "Floor", "NursingUnit"]


class Building(Base):
    """One building 楼栋 of a home; `retired_on` is the first day it is no longer used."""

    __tablename__ = "buildings"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_buildings_home"),
        ForeignKeyConstraint(
            ["county", "institution_id"], ["institutions.county", "institutions.id"], name="fk_buildings_institution"
        ),
        Index(
            "uq_buildings_label", "county", "institution_id", "label", unique=True,
            postgresql_where="retired_on IS NULL",
        ),
        CheckConstraint("btrim(label) <> ''", name="ck_buildings_label"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    label: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(60), server_default="", default="")
    position: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    retired_on: Mapped[Day | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Floor(Base):
    """One floor 楼层 of a building."""

    __tablename__ = "floors"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_floors_home"),
        ForeignKeyConstraint(
            ["county", "institution_id", "building_id"],
            ["buildings.county", "buildings.institution_id", "buildings.id"],
            name="fk_floors_building",
        ),
        Index(
            "uq_floors_label", "county", "institution_id", "building_id", "label", unique=True,
            postgresql_where="retired_on IS NULL",
        ),
        CheckConstraint("btrim(label) <> ''", name="ck_floors_label"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    building_id: Mapped[int] = mapped_column(BigInteger)
    label: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(60), server_default="", default="")
    position: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    retired_on: Mapped[Day | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class NursingUnit(Base):
    """Beds under one team 护理单元. A dementia unit never has more beds than its standard allows."""

    __tablename__ = "nursing_units"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_nursing_units_home"),
        ForeignKeyConstraint(
            ["county", "institution_id"],
            ["institutions.county", "institutions.id"],
            name="fk_nursing_units_institution",
        ),
        Index(
            "uq_nursing_units_label", "county", "institution_id", "label", unique=True,
            postgresql_where="retired_on IS NULL",
        ),
        CheckConstraint("btrim(label) <> ''", name="ck_nursing_units_label"),
        one_of("nursing_units", "kind", UnitKind),
        # A dementia unit without a cap would be one without its standard; a general one may be unlimited.
        CheckConstraint(
            f"CASE kind WHEN 'dementia' THEN coalesce(cap BETWEEN 1 AND {CAPS[UnitKind.DEMENTIA]}, false)"
            f" ELSE cap IS NULL OR cap BETWEEN 1 AND {CAPS[UnitKind.GENERAL]} END",
            name="ck_nursing_units_cap",
        ),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    label: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(60), server_default="", default="")
    position: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    kind: Mapped[UnitKind] = mapped_column(EnumText(UnitKind), server_default="general", default=UnitKind.GENERAL)
    cap: Mapped[int | None] = mapped_column(SmallInteger, default=None)
    retired_on: Mapped[Day | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
